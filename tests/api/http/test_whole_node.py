"""The whole node on a real store: what people are called appears in answers and nowhere else."""

import io
import json
import re
import subprocess
import sys

import pytest
import structlog

from api import journal
from api.app import create_app
from api.auth import tokens, users
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.logs import configure
from api.settings import read_settings
from api.store.engine import writing
from api.store.opening import open_store
from matcher.names.batches import Shared
from models.flat import read_flat

SEEDED = {
    "record_id": "SEED-771",
    "surname_ru": "Зернобаев",
    "given_ru": "Ыскендир",
    "patronymic_ru": "Ойратович",
    "surname_latin": "ZERNOBAEV",
    "given_latin": "YSKENDIR",
    "sex": "М",
    "birth_date": "17.04.1983",
    "birth_place": "Темирланколь",
    "document_number": "N77120455",
}
TRACES = (
    "Зернобаев",
    "ZERNOBAEV",
    "Ыскендир",
    "17.04.1983",
    "1983-04-17",
    "Темирланколь",
    "77120455",
    "SEED-771",
    "ДЛ-99",
)


@pytest.fixture
def store(tmp_path):
    settings = read_settings({"TULGA_STORE": f"sqlite:///{tmp_path}/t.sqlite3", "TULGA_KEY_FILE": f"{tmp_path}/key"})
    opened = open_store(settings=settings)
    opened.add(read_flat(SEEDED, "kz"))
    for number in range(20):
        opened.add(
            read_flat({"record_id": f"X-{number}", "surname_ru": "Прочий", "birth_date": str(1960 + number)}, "tj")
        )
    yield opened
    opened.close()


@pytest.fixture
def app(store):
    return create_app(LocalNode(store), HttpSettings(secure_cookies=False))


@pytest.fixture
def machine(store):
    with writing(store.engine) as connection:
        made = tokens.create(connection, "test", ["match", "records:write", "admin"])
        users.add(connection, "aigul", "correct horse battery staple", ["case-worker"])
    return {"Authorization": f"Bearer {made}"}


@pytest.fixture
def logs():
    """What the process logs while the test runs."""
    before = structlog.get_config()
    configure()
    written = io.StringIO()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=written), cache_logger_on_first_use=False)
    yield written
    structlog.configure(**before)


def _ask_as_machine(client, headers) -> dict:
    query = {name: text for name, text in SEEDED.items() if name != "record_id"}
    body = {"purpose": "establish-identity", "case": "ДЛ-99", "queries": [query]}
    return client.post("/api/v1/match", json=body, headers=headers).json


def test_the_person_is_found_and_the_evidence_adds_up(client, machine):
    best = _ask_as_machine(client, machine)["answers"][0]["candidates"][0]
    assert best["record_id"] == "SEED-771"
    assert best["grade"] in ("certain", "probable")
    assert best["prior_bits"] + sum(e["bits"] for e in best["evidence"]) == pytest.approx(best["bits"], abs=0.01)
    assert {frozenset(e["reason"]) for e in best["evidence"]} == {frozenset({"ru", "kk", "tg", "en"})}


def test_logs_metrics_and_addresses_hold_no_trace_of_a_person(client, machine, log_in, logs):
    _ask_as_machine(client, machine)
    path = "/api/v1/registers/kz/records/SEED-771"
    tag = client.get(path, headers=machine).headers["ETag"]
    client.put(path, json={"birth_date": "31.02.1983", "surname_ru": "Зернобаев"}, headers={**machine, "If-Match": tag})
    client.get("/api/v1/registers/kz/records/Зернобаев", headers=machine)
    client.get("/Зернобаев?name=Зернобаев")
    log_in(client, "aigul", "correct horse battery staple")
    asked = {"purpose": "identification", "case": "ДЛ-99", "surname_ru": "Зернобаев", "birth_date": "17.04.1983"}
    location = client.post_form("/", **asked).headers["Location"]
    pages = [client.get(location), client.get(location.replace("queries", "compare") + "/1")]
    assert all(page.status_code == 200 and "Зернобаев" in page.text for page in pages)
    addresses = " ".join([location, *(a for p in pages for a in re.findall(r'(?:href|action|src)="([^"]+)"', p.text))])
    seen = logs.getvalue() + client.get("/metrics", headers=machine).text + addresses + tag
    assert len(logs.getvalue().splitlines()) >= 8
    assert [trace for trace in TRACES if trace in seen] == []
    assert all(json.loads(line)["route"] for line in logs.getvalue().splitlines())


def test_a_fault_in_the_middle_of_an_answer_leaves_no_trace_either(app, client, machine, logs, monkeypatch):
    def broken(*_: object) -> None:
        raise ValueError("Зернобаев Ыскендир, 17.04.1983")

    monkeypatch.setattr("api.local_node.search", broken)
    answer = client.post(
        "/api/v1/match",
        json={"purpose": "identification", "case": "ДЛ-99", "queries": [{"surname_ru": "Зернобаев"}]},
        headers=machine,
    )
    assert answer.status_code == 500
    assert [trace for trace in TRACES if trace in logs.getvalue() + answer.text] == []
    assert "ValueError" in logs.getvalue()


def test_every_look_at_a_person_is_in_the_journal(client, machine, store, log_in):
    _ask_as_machine(client, machine)
    client.get("/api/v1/registers/kz/records/SEED-771", headers=machine)
    log_in(client, "aigul", "correct horse battery staple")
    location = client.post_form("/", purpose="identification", case="ДЛ-99", surname_ru="Зернобаев").headers["Location"]
    client.get(location.replace("queries", "compare") + "/1")
    written = [w.entry for w in journal.entries(store)]
    assert [e.action for e in written] == ["search", "read", "login", "search", "show"]
    assert all(("kz", "SEED-771") in e.shown for e in written if e.action != "login")
    assert {e.case for e in written if e.purpose} == {"ДЛ-99"}
    assert journal.verify(store) is None


def test_the_journal_does_not_name_what_the_threshold_left_out(client, machine, store):
    body = {"purpose": "identification", "case": "ДЛ-99", "queries": [{"surname_ru": "Прочий", "birth_date": "1960"}]}
    for threshold in (0, 1):
        answer = client.post(
            "/api/v1/match", json={**body, "threshold": threshold, "min_grade": "certainly-not"}, headers=machine
        )
        shown = list(journal.entries(store))[-1].entry.shown
        assert shown == tuple((c["register"], c["record_id"]) for c in answer.json["answers"][0]["candidates"])
        assert bool(shown) is (threshold == 0)


def test_nothing_is_shown_when_the_journal_cannot_be_written(client, machine, monkeypatch):
    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("api.journal.append_within", full)
    answer = client.post(
        "/api/v1/match",
        json={"purpose": "identification", "case": "ДЛ-99", "queries": [{"surname_ru": "Зернобаев"}]},
        headers=machine,
    )
    assert answer.status_code == 500
    assert "SEED-771" not in answer.text


@pytest.mark.parametrize("act", ["create", "correct", "delete"])
def test_no_record_changes_when_the_journal_cannot_be_written(client, machine, store, monkeypatch, act):
    path = "/api/v1/registers/kz/records"
    tag = {**machine, "If-Match": client.get(f"{path}/SEED-771", headers=machine).headers["ETag"]}

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("api.journal.append_within", full)
    answer = {
        "create": lambda: client.post(path, json={"record_id": "N-1", "surname_ru": "Новый"}, headers=machine),
        "correct": lambda: client.put(f"{path}/SEED-771", json={"surname_ru": "Иной"}, headers=tag),
        "delete": lambda: client.delete(f"{path}/SEED-771", headers=tag),
    }[act]()
    assert answer.status_code == 500
    assert store.registers() == {"kz": 1, "tj": 20}
    assert store.get("kz", "SEED-771").person.names[0].surname.value == "Зернобаев"


def test_a_record_lives_through_its_whole_life(client, machine):
    path = "/api/v1/registers/kz/records"
    added = client.post(path, json={"record_id": "N-1", "surname_ru": "Новый"}, headers=machine)
    assert added.status_code == 201
    assert client.post(path, json={"record_id": "N-1"}, headers=machine).status_code == 409
    stale = {**machine, "If-Match": added.headers["ETag"]}
    corrected = client.put(f"{path}/N-1", json={"surname_ru": "Новейший", "birth_date": "1990"}, headers=stale)
    assert corrected.status_code == 200
    assert client.put(f"{path}/N-1", json={"surname_ru": "Снова"}, headers=stale).status_code == 412
    assert client.delete(f"{path}/N-1", headers=stale).status_code == 412
    fresh = {**machine, "If-Match": corrected.headers["ETag"]}
    assert client.delete(f"{path}/N-1", headers=fresh).status_code == 204
    assert client.get(f"{path}/N-1", headers=machine).status_code == 404


def test_a_deleted_record_is_found_no_more(client, machine):
    path = "/api/v1/registers/kz/records/SEED-771"
    tag = client.get(path, headers=machine).headers["ETag"]
    client.delete(path, headers={**machine, "If-Match": tag})
    found = _ask_as_machine(client, machine)["answers"][0]
    assert found["searched"] == 20
    assert "SEED-771" not in [c["record_id"] for c in found["candidates"]]


def test_a_node_that_is_well_says_so(client):
    assert client.get("/readyz").json == {"status": "ok"}


def test_a_node_meets_the_names_of_its_registers_before_it_is_asked(store):
    Shared.renew()
    LocalNode(store).meet_names()
    assert {"прочий", "зернобаев"} <= set(Shared.vocabulary.ids[0])


def test_a_node_without_records_has_nobody_to_meet(tmp_path):
    settings = read_settings({"TULGA_STORE": f"sqlite:///{tmp_path}/e.sqlite3", "TULGA_KEY_FILE": f"{tmp_path}/key"})
    empty = open_store(settings=settings)
    LocalNode(empty).meet_names()
    empty.close()


def test_the_compiler_is_there_before_threads_begin(tmp_path):
    """A thread that loads it while another loads scipy finds half of that, and dies."""
    told = """
import sys
from api.local_node import LocalNode
from api.settings import read_settings
from api.store.opening import open_store
settings = read_settings({"TULGA_STORE": sys.argv[1], "TULGA_KEY": "00" * 32})
node = LocalNode(open_store(settings=settings))
assert "numba" not in sys.modules
node.warm_up()
assert "numba" in sys.modules
"""
    subprocess.run([sys.executable, "-c", told, f"sqlite:///{tmp_path / 'store.sqlite3'}"], check=True)
