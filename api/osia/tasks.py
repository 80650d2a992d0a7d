"""Answers that come later: tasks stand in the store, and any process of the node works them off.

What is asked is written down before the caller hears its number, so a restart loses nothing: work that a dying process
left is begun again, a result that could not be delivered is sent again after growing pauses, and both are forgotten
after two days (``osia.toml``). Requests and results are sealed.
"""

from __future__ import annotations

import functools
import secrets
import threading
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from importlib.resources import files
from typing import Any, Final

import orjson
import structlog
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from api.osia.sending import require_listed, send
from api.osia.tables import osia_tasks
from api.store.engine import reading, writing
from api.store.store import Store
from models.errors import Conflict, NotFound, StoreError, TooLarge, TulgaError

_OTHERS: Final = 500
Perform = Callable[[Mapping[str, Any], bool], Any]
"""Does what a document asks; ``True`` when it was begun before and may be done already."""


class Status(IntEnum):
    """The standard's statuses of a task."""

    PENDING = 0
    RESPONSE_SCHEDULED = 1
    RESPONSE_ERROR = 2
    RESPONSE_RETRY = 3
    COMPLETED = 4


_OPEN: Final = (Status.PENDING, Status.RESPONSE_SCHEDULED, Status.RESPONSE_RETRY)


@functools.cache
def rules() -> Mapping[str, Any]:
    """The rules of tasks."""
    found: Mapping[str, Any] = tomllib.loads(files("api.osia").joinpath("osia.toml").read_text("utf-8"))["tasks"]
    return found


@dataclass(frozen=True)
class Tasks:
    """The tasks of a store, worked off by this process with ``perform``."""

    store: Store
    hosts: frozenset[str]
    perform: Perform
    _awake: threading.Event = field(default_factory=threading.Event)

    def start(self, document: Mapping[str, Any], callback: str, transaction: str, owner: str) -> str:
        """Write a task down; its number. Raises BadValue('callback_host'), and TooLarge when too many wait."""
        require_listed(callback, self.hosts)
        task, now = secrets.token_hex(16), int(time.time())
        sealed = self._seal(task, {"asked": document, "callback": callback, "transaction": transaction})
        zeros = {"status": int(Status.PENDING), "runs": 0, "attempts": 0, "claimed": 0}
        with writing(self.store.engine) as connection:
            self._forget_old(connection, now)
            waits = select(func.count()).select_from(osia_tasks).where(osia_tasks.c.status == int(Status.PENDING))
            if connection.execute(waits).scalar_one() >= rules()["waiting"]:
                raise TooLarge("tasks_waiting", "callback", limit=rules()["waiting"])
            values = {"id": task, "owner": self._owner(owner), "due": now, "created": now, "sealed": sealed}
            connection.execute(insert(osia_tasks).values(**values, **zeros))
        self._awake.set()
        return task

    def status(self, task: str, owner: str) -> Status:
        """How far a task of this caller is; raises NotFound('task_not_found')."""
        with reading(self.store.engine) as connection:
            return Status(self._mine(connection, task, owner).status)

    def redeliver(self, task: str, owner: str) -> None:
        """Send a result again; raises NotFound, and Conflict('task_delivered') where there is none any more."""
        with writing(self.store.engine) as connection:
            row = self._mine(connection, task, owner)
            if row.status == Status.COMPLETED:
                raise Conflict("task_delivered", "taskId")
            if row.status != Status.PENDING:
                values = {"status": int(Status.RESPONSE_RETRY), "attempts": 0, "due": int(time.time())}
                connection.execute(update(osia_tasks).where(osia_tasks.c.id == task).values(**values))
        self._awake.set()

    def run_forever(self, stopped: Callable[[], bool]) -> None:
        """Work off what is due, until the process ends."""
        while not stopped():
            try:
                done = self.step()
            except (TulgaError, OSError) as error:
                structlog.get_logger("tulga").error("task_error", kind=type(error).__name__)
                done = False
            if not done:
                self._awake.wait(float(rules()["idle_seconds"]))
                self._awake.clear()

    def step(self) -> bool:
        """Take the task that is due longest a step on: its work, or the delivery of its result. False: none is due."""
        row = self._claim()
        if row is None:
            return False
        try:
            document = self._open(row)
        except StoreError:  # sealed under another key: nothing can be done with it here
            self._set(row.id, status=int(Status.RESPONSE_ERROR))
            return True
        if row.status == Status.PENDING:
            kind, body = self._outcome(document["asked"], row.runs > 1)
            document = {"kind": kind, "body": body, **{k: document[k] for k in ("callback", "transaction")}}
            sealed = self._seal(row.id, document)
            self._set(row.id, status=int(Status.RESPONSE_SCHEDULED), sealed=sealed, claimed=int(time.time()))
        self._deliver(row, document)
        return True

    def _deliver(self, row: Any, document: Mapping[str, Any]) -> None:
        facts = {"transactionId": document["transaction"], "taskId": row.id}
        try:
            require_listed(document["callback"], self.hosts)  # the operator may have struck it off since
            taken = send(document["callback"], facts, document["kind"], orjson.dumps(document["body"]))
        except (OSError, TulgaError) as error:  # the other side's fault: told by its kind, never by its address
            structlog.get_logger("tulga").warning("callback_failed", kind=type(error).__name__)
            taken = False
        if taken:
            self._set(row.id, status=int(Status.COMPLETED), sealed=b"")
            return
        pauses = rules()["retries"]
        if row.attempts >= len(pauses):
            self._set(row.id, status=int(Status.RESPONSE_ERROR))
        else:
            self._set(row.id, attempts=row.attempts + 1, due=int(time.time()) + pauses[row.attempts])

    def _outcome(self, asked: Mapping[str, Any], again: bool) -> tuple[str, Any]:
        try:
            found = self.perform(asked, again)
            return "application/json", "OK" if found is None else found
        except TulgaError as error:
            return "application/error+json", {"code": error.status, "message": error.text("en")}
        except Exception as error:
            structlog.get_logger("tulga").error("task_failed", kind=type(error).__name__)
            return "application/error+json", {"code": _OTHERS, "message": TulgaError("http_500").text("en")}

    def _claim(self) -> Any:
        now = int(time.time())
        free = _is_open() & (osia_tasks.c.due <= now) & (osia_tasks.c.claimed < now - int(rules()["stale_seconds"]))
        with reading(self.store.engine) as connection:
            if connection.execute(select(osia_tasks.c.id).where(free).limit(1)).first() is None:
                return None
        with writing(self.store.engine) as connection:
            self._forget_old(connection, now)
            row = connection.execute(select(osia_tasks).where(free).order_by(osia_tasks.c.due).limit(1)).first()
            if row is None:
                return None
            runs = row.runs + (row.status == Status.PENDING)
            mine = osia_tasks.c.id == row.id
            connection.execute(update(osia_tasks).where(mine).values(claimed=now, runs=runs))
            return connection.execute(select(osia_tasks).where(mine)).first()

    def _set(self, task: str, **values: Any) -> None:
        """Write a step down, and let go of the task unless ``claimed`` says otherwise."""
        with writing(self.store.engine) as connection:
            connection.execute(update(osia_tasks).where(osia_tasks.c.id == task).values(**{"claimed": 0, **values}))

    def _mine(self, connection: Connection, task: str, owner: str) -> Any:
        mine = (osia_tasks.c.id == task) & (osia_tasks.c.owner == self._owner(owner))
        row = connection.execute(select(osia_tasks.c.status).where(mine)).first()
        if row is None:
            raise NotFound("task_not_found", "taskId")
        return row

    def _owner(self, owner: str) -> bytes:
        return self.store.vault.blinder.identity("osia task", owner)

    def _seal(self, task: str, document: Mapping[str, Any]) -> bytes:
        return self.store.vault.keys.cipher("task").seal(orjson.dumps(document), task.encode())

    def _open(self, row: Any) -> Any:
        return orjson.loads(self.store.vault.keys.cipher("task").open(bytes(row.sealed), row.id.encode()))

    @staticmethod
    def _forget_old(connection: Connection, now: int) -> None:
        connection.execute(delete(osia_tasks).where(osia_tasks.c.created < now - int(rules()["keep_seconds"])))


def _is_open() -> ColumnElement[bool]:
    return osia_tasks.c.status.in_([int(status) for status in _OPEN])
