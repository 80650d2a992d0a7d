"""Tasks that answer later: they outlive their process, deliver once, try again, and are forgotten."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select, update

from api.app import create_app
from api.auth import tokens
from api.biometrics.desk import Desk
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.osia.jobs import performer
from api.osia.sending import hosts
from api.osia.tables import osia_tasks
from api.osia.tasks import Status, Tasks, rules
from api.store.engine import reading, writing
from models.errors import BadValue, Conflict, NotFound, TooLarge


class Receiver:
    """The other side: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str, object]] = []
        self.answer = 204
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                outer.received.append((self.path, self.headers["Content-Type"], json.loads(self.rfile.read(length))))
                self.send_response(outer.answer)
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def tasks(store, receiver):
    return Tasks(store, hosts(f"a.example, {receiver.address}"), lambda document, _: document["job"])


def row(store):
    with reading(store.engine) as connection:
        return connection.execute(select(osia_tasks)).one()


def make_due(store, **values) -> None:
    with writing(store.engine) as connection:
        connection.execute(update(osia_tasks).values(due=0, claimed=0, **values))


def test_a_result_is_sent_once_and_then_kept_no_longer(tasks, receiver, store):
    task = tasks.start({"job": ["x"]}, f"{receiver.address}/done?a=1", "T-7", "token:a")
    assert tasks.status(task, "token:a") is Status.PENDING
    assert b"127.0.0.1" not in bytes(row(store).sealed)
    assert tasks.step()
    assert receiver.received == [(f"/done?a=1&transactionId=T-7&taskId={task}", "application/json", ["x"])]
    assert tasks.status(task, "token:a") is Status.COMPLETED
    assert bytes(row(store).sealed) == b""
    assert not tasks.step()
    with pytest.raises(Conflict):
        tasks.redeliver(task, "token:a")


def test_a_refusal_and_a_fault_are_results_too(store, receiver):
    for fault, code in ((BadValue("field_missing", "image"), 422), (RuntimeError("secret"), 500)):

        def failing(*_, fault=fault):
            raise fault

        tasks = Tasks(store, hosts(receiver.address), failing)
        tasks.start({"job": 1}, receiver.address, "T", "a")
        tasks.step()
        _, kind, body = receiver.received[-1]
        assert (kind, body["code"]) == ("application/error+json", code)
        assert "secret" not in body["message"]


def test_another_process_goes_on_with_what_a_dead_one_left(tasks, store, receiver):
    """The row is claimed, as by a process that was killed at work; when the claim is stale it is begun again."""
    task = tasks.start({"job": 1}, receiver.address, "T", "a")
    tasks._claim()
    begun = []
    later = Tasks(store, tasks.hosts, lambda document, again: begun.append(again))
    assert not later.step()
    make_due(store)
    assert later.step()
    assert begun == [True]
    assert later.status(task, "a") is Status.COMPLETED
    assert receiver.received[0][2] == "OK"


def test_a_host_that_does_not_answer_is_tried_again_and_then_left_until_asked(tasks, store, receiver):
    receiver.answer = 500
    task = tasks.start({"job": 1}, receiver.address, "T", "a")
    for attempt, pause in enumerate(rules()["retries"], 1):
        assert tasks.step()
        assert not tasks.step()
        assert row(store).attempts == attempt
        assert row(store).due >= row(store).created + pause - 1
        assert tasks.status(task, "a") is Status.RESPONSE_SCHEDULED
        make_due(store)
    assert tasks.step()
    assert tasks.status(task, "a") is Status.RESPONSE_ERROR
    assert not tasks.step()
    tasks.redeliver(task, "a")
    assert tasks.status(task, "a") is Status.RESPONSE_RETRY
    receiver.answer = 204
    assert tasks.step()
    assert tasks.status(task, "a") is Status.COMPLETED
    assert len(receiver.received) == len(rules()["retries"]) + 2


def test_a_host_that_was_struck_off_the_list_gets_nothing(tasks, store, receiver):
    task = tasks.start({"job": 1}, receiver.address, "T", "a")
    Tasks(store, frozenset(), tasks.perform).step()
    assert receiver.received == []
    assert tasks.status(task, "a") is Status.RESPONSE_SCHEDULED


def test_tasks_are_their_callers_own_and_forgotten_after_a_while(tasks, store, receiver):
    task = tasks.start({"job": 1}, receiver.address, "T", "token:a")
    for ask in (tasks.status, tasks.redeliver):
        with pytest.raises(NotFound):
            ask(task, "token:b")
    make_due(store, created=0)
    tasks.start({"job": 1}, receiver.address, "T", "token:a")
    with pytest.raises(NotFound):
        tasks.status(task, "token:a")


def test_too_many_are_refused(tasks, receiver, monkeypatch):
    monkeypatch.setattr("api.osia.tasks.rules", lambda: {**rules.__wrapped__(), "waiting": 1})
    tasks.start({"job": 1}, receiver.address, "T", "a")
    with pytest.raises(TooLarge):
        tasks.start({"job": 1}, receiver.address, "T", "a")


def test_the_interface_takes_a_task_and_tells_how_far_it_is(store, receiver):
    with writing(store.engine) as connection:
        mine, other = (tokens.create(connection, name, ["match"]) for name in ("a", "b"))
    settings = HttpSettings(secure_cookies=False, callback_hosts=receiver.address)
    app = create_app(LocalNode(store), settings)
    client, headers = app.test_client(), {"Authorization": f"Bearer {mine}"}
    path = f"/v1/galleries?transactionId=T&callback={receiver.address}"
    task = client.get(path, headers=headers).json["taskId"]
    assert client.get(f"/v1/tasks/{task}/status", headers=headers).json == "PENDING"
    assert client.get(f"/v1/tasks/{task}/status", headers={"Authorization": f"Bearer {other}"}).status_code == 404
    assert app.extensions["tulga.osia"].step()
    assert client.get(f"/v1/tasks/{task}/status", headers=headers).json == "COMPLETED"
    assert client.post(f"/v1/tasks/{task}/redeliver", headers=headers).status_code == 409
    assert receiver.received[0][2] == []


def test_a_write_that_was_finished_before_the_crash_is_not_made_twice(store):
    perform = performer(Desk(store), "osia")
    body = {"status": "ACTIVE", "encounterType": "X", "biometricData": []}
    arguments = {"person": "P", "encounter": "E", "body": body}
    document = {"job": "create", "actor": "token:a", "transaction": "T", "arguments": arguments}
    assert perform(document, False) == perform(document, True) == {"personId": "P", "encounterId": "E"}
    with pytest.raises(Conflict):
        perform(document, False)
    gone = {**document, "job": "delete", "arguments": {"person": "P"}}
    assert perform(gone, False) is perform(gone, True) is None
