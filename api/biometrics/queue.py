"""The queue of pictures that wait for their templates: it is the table of pictures itself.

Any number of processes may take from it: a picture is claimed for a while, worked on outside any transaction, and what
came of it is written in one, with its journal entry. One whose process died is claimed again later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import orjson
import structlog
from sqlalchemy import Connection, func, select, update

from api import journal
from api.biometrics import rows
from api.biometrics.enrolling import Enrolled, Refusals, enrol
from api.biometrics.rows import KINDS, State
from api.biometrics.sealed import context
from api.biometrics.settings import Models, limits
from api.biometrics.tables import media, templates
from api.store.engine import reading, writing
from api.store.sealing import Cipher
from api.store.store import Store
from api.store.tables import records
from matcher.biometrics.worker import Worker, default_worker
from models.biometrics import MediaFile
from models.errors import StoreError, TulgaError

_WAITING: Final = int(State.WAITING)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one picture."""

    number: int
    source: str | None
    kind: str
    refused: TulgaError | None


def waiting(store: Store) -> int:
    """How many pictures wait."""
    with reading(store.engine) as connection:
        query = select(func.count()).select_from(media).where(media.c.state == _WAITING)
        return int(connection.execute(query).scalar_one())


def work(store: Store, models: Models, actor: str, workers: int = 1) -> Iterator[Done]:
    """Take from the queue until it is empty, with so many worker processes; gives what became of each picture."""
    with ThreadPoolExecutor(workers) as pool:
        own = [default_worker() if number == 0 else Worker() for number in range(workers)]
        running = [_Taker(store, models, actor, worker) for worker in own]
        try:
            while round_ := [done for done in pool.map(_Taker.one, running) if done is not None]:
                yield from round_
        finally:
            for worker in own[1:]:
                worker.close()


def run_forever(store: Store, models: Models, stopped: Callable[[], bool]) -> None:
    """Take from the queue while the node runs, with a worker process of its own: nobody's question waits for it."""
    taker = _Taker(store, models, "node", Worker())
    while not stopped():
        try:
            done = taker.one()
        except (TulgaError, OSError) as error:
            structlog.get_logger("tulga").error("queue_error", kind=type(error).__name__)
            done = None
        if done is None:
            time.sleep(float(limits()["queue"]["idle_seconds"]))


def again(store: Store, models: Models) -> int:
    """Put those pictures back into the queue whose templates are of other models than these; how many there were."""
    other = select(templates.c.media).where(templates.c.model.not_in([models.face, models.fingers]))
    stale = (media.c.state == int(State.READY)) & media.c.number.in_(other)
    with writing(store.engine) as connection:
        return int(connection.execute(update(media).where(stale).values(state=_WAITING, claimed=0)).rowcount)


class _Taker:
    """Takes one picture after the other and has it worked on by one worker process."""

    def __init__(self, store: Store, models: Models, actor: str, worker: Worker) -> None:
        self._store, self._models, self._actor, self._worker = store, models, actor, worker

    def one(self) -> Done | None:
        """The next picture of the queue, worked on and written down; None when nothing waits."""
        row = self._claim()
        if row is None:
            return None
        try:
            cipher = self._store.shelf.keys.cipher(bytes(row.identity))
        except StoreError as error:  # deleted meanwhile, or kept elsewhere: nothing can be done with it here
            return Done(row.number, None, KINDS[row.kind].value, error)
        details = orjson.loads(cipher.open(bytes(row.details), b"details"))
        data = cipher.open(bytes(row.image), context("image", row.number))
        file = MediaFile(KINDS[row.kind], data, details["taken_on"], details["source"])
        outcome = self._enrolled(file)
        self._write(row, cipher, details, outcome)
        return Done(row.number, file.source, file.kind.value, outcome if isinstance(outcome, TulgaError) else None)

    def _enrolled(self, file: MediaFile) -> Enrolled | TulgaError:
        try:
            return enrol(file, self._models, self._worker)
        except Refusals as refusal:
            return refusal

    def _claim(self) -> Any:
        now = int(time.time())
        free = (media.c.state == _WAITING) & (media.c.claimed < now - int(limits()["queue"]["stale_seconds"]))
        query = select(media.c.number, media.c.identity, media.c.kind, media.c.details, media.c.image)
        with reading(self._store.engine) as connection:
            if connection.execute(select(media.c.number).where(free).limit(1)).first() is None:
                return None
        with writing(self._store.engine) as connection:
            row = connection.execute(query.where(free).order_by(media.c.number).limit(1)).first()
            if row is not None:
                connection.execute(update(media).where(media.c.number == row.number).values(claimed=now))
        return row

    def _write(self, row: Any, cipher: Cipher, details: dict[str, Any], outcome: Enrolled | TulgaError) -> None:
        """State, template and journal entry in one transaction; nothing when the picture was deleted meanwhile."""
        with writing(self._store.engine) as connection:
            if connection.execute(select(media.c.number).where(media.c.number == row.number)).first() is None:
                return
            details.pop("refused", None)
            if isinstance(outcome, Enrolled):
                details |= outcome.details
                self._template(connection, row, cipher, outcome)
            else:
                details["refused"] = {"code": outcome.code, "facts": dict(outcome.facts)}
            state = State.READY if isinstance(outcome, Enrolled) else State.REFUSED
            rows.set_state(connection, row.number, state, cipher.seal(orjson.dumps(details), b"details"))
            journal.append_within(connection, self._store, self._entry(connection, row, outcome))

    def _template(self, connection: Connection, row: Any, cipher: Cipher, found: Enrolled) -> None:
        """The new templates in place of those that other models have made of the picture."""
        old = connection.execute(select(templates.c.number).where(templates.c.media == row.number)).scalars().all()
        rows.forget_templates(connection, old)
        for part in found.parts:
            values = {"media": row.number, "identity": bytes(row.identity), "kind": row.kind, "model": part.model}
            number = rows.add_template(connection, values | {"sealed": b""})
            sealed = cipher.seal(part.packed, context("template", number))
            connection.execute(update(templates).where(templates.c.number == number).values(sealed=sealed))

    def _entry(self, connection: Connection, row: Any, outcome: Enrolled | TulgaError) -> journal.Entry:
        query = select(records.c.number, records.c.payload).where(records.c.identity == bytes(row.identity))
        record = connection.execute(query).one()
        person = self._store.vault.open_person(bytes(record.payload), record.number)
        said = {"model": outcome.model} if isinstance(outcome, Enrolled) else {"refused": outcome.code}
        return journal.Entry(
            actor=self._actor,
            action="template",
            records=1,
            shown=((person.register, person.record_id),),
            details={"kind": KINDS[row.kind].value, **said},
        )
