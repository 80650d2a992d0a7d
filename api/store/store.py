"""The store as its users see it: records by register and identifier, retrieval by candidate keys, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, func, select, text

from api.biometrics.keys import RecordKeys
from api.biometrics.shelf import Shelf
from api.store import counters
from api.store import records as rows
from api.store.engine import reading, writing
from api.store.preparing import prepare
from api.store.records import Change
from api.store.tables import postings, recent, records, registers, segments
from api.store.vault import Vault
from api.store.view import View, register_counts
from models.errors import BadValue, Conflict, NotFound, StoreError
from models.person import Person

MAX_REGISTER: Final = 64
Also = Callable[[Connection], None]
"""What is written in the same transaction as a change, such as its entry in the journal: both happen or neither."""
_PAGE: Final = 1000


def _nothing(_: Connection) -> None:
    """Nothing else is written."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A person with the version of its record, for optimistic correction and HTTP's ETag."""

    person: Person
    version: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures of a store. Bytes are of the tables' contents; -1 where the engine does not tell."""

    records: int
    registers: dict[str, int]
    segments: int
    postings: int
    index_bytes: int
    store_bytes: int


class Store:
    """An open store. Safe to share between threads; every write is one transaction."""

    def __init__(self, engine: Engine, vault: Vault, media_keys: RecordKeys, *, new_key: str | None = None) -> None:
        self.engine = engine
        self.vault = vault
        self.shelf = Shelf(engine, vault, media_keys)
        """Photographs and fingerprint cards of the records."""
        self.new_key = new_key
        """Path of the master key when opening the store made it: to be told to the user, who must keep a copy."""

    def get(self, register: str, record_id: str) -> Stored:
        """The record; raises NotFound."""
        identity = self.vault.blinder.identity(register, record_id)
        query = select(records.c.number, records.c.payload, records.c.content).where(records.c.identity == identity)
        with reading(self.engine) as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            raise NotFound("record_not_found", "record_id")
        return Stored(self.vault.open_person(bytes(found[1]), found[0]), bytes(found[2]).hex())

    def add(self, person: Person, also: Also = _nothing) -> Stored:
        """A new record; raises Conflict('record_exists') when its identifier is taken."""
        return self._write(person, "", also)[0]

    def put(self, person: Person, version: str | None = None, also: Also = _nothing) -> tuple[Stored, Change]:
        """Add or correct a record. With ``version`` raises Conflict('record_changed') when the stored one differs."""
        return self._write(person, version, also)

    def delete(self, register: str, record_id: str, version: str | None = None, also: Also = _nothing) -> None:
        """Delete a record with all its keys; raises NotFound, or Conflict when ``version`` is not the stored one."""
        identity = self.vault.blinder.identity(register, record_id)
        with writing(self.engine) as connection:
            head = rows.heads(connection, [identity]).get(identity)
            if head is None:
                raise NotFound("record_not_found", "record_id")
            _require_version(head, version)
            rows.drop(connection, head)
            forgotten = self.shelf.forget(connection, identity)
            also(connection)
        if forgotten:
            self.shelf.finish()

    def registers(self) -> dict[str, int]:
        """Registers with their numbers of records."""
        with reading(self.engine) as connection:
            return register_counts(connection)

    def people(self, register: str | None = None) -> Iterator[Person]:
        """All records, a thousand at a time; a record added or corrected meanwhile may come or not."""
        last = 0
        while True:
            with reading(self.engine) as connection:
                query = select(records.c.number, records.c.payload).where(records.c.number > last)
                if register is not None:
                    chosen = select(registers.c.id).where(registers.c.name == register).scalar_subquery()
                    query = query.where(records.c.register_id == chosen)
                page = connection.execute(query.order_by(records.c.number).limit(_PAGE)).all()
            for number, payload in page:
                yield self.vault.open_person(bytes(payload), number)
            if len(page) < _PAGE:
                return
            last = page[-1][0]

    def stats(self) -> Stats:
        """How many records and how large."""
        with reading(self.engine) as connection:
            counts = register_counts(connection)
            sizes = connection.execute(
                select(func.coalesce(func.sum(func.length(postings.c.entries)), 0), func.count())
            ).one()
            ready = connection.execute(select(func.count(), func.coalesce(func.sum(segments.c.entries), 0))).one()
            waiting = connection.execute(select(func.count()).select_from(recent)).scalar_one()
        return Stats(
            records=sum(counts.values()),
            registers=counts,
            segments=ready[0],
            postings=int(ready[1]) + waiting,
            index_bytes=int(sizes[0]) + 12 * sizes[1] + 20 * waiting,
            store_bytes=self._size(),
        )

    def ready(self) -> None:
        """Raises StoreError unless the store answers; for readiness probes."""
        with reading(self.engine) as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Let go of files and connections."""
        self.engine.dispose()
        self.shelf.close()

    def view(self) -> View:
        """One consistent view for one search; a context manager."""
        return View(self.engine, self.vault)

    def _write(self, person: Person, version: str | None, also: Also) -> tuple[Stored, Change]:
        require_register(person.register)
        content = self.vault.content(person)
        identity = self.vault.blinder.identity(person.register, person.record_id)
        stored = Stored(person, content.hex())
        with writing(self.engine) as connection:
            head = rows.heads(connection, [identity]).get(identity)
            if head is not None and version == "":
                raise Conflict("record_exists", "record_id")
            if version:
                _require_version(head, version)
            if head is not None and head.content == content:
                also(connection)
                return stored, Change.UNCHANGED
            number = reserve(connection, 1)
            sealed = prepare(person, self.vault, number)
            rows.write_one(connection, rows.register_number(connection, person.register), number, sealed, head)
            also(connection)
        return stored, Change.ADDED if head is None else Change.CORRECTED

    def _size(self) -> int:
        """Bytes of the whole database; of SQLite with what still waits in its log to be moved into the file."""
        sqlite = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        query = sqlite if self.engine.dialect.name == "sqlite" else "SELECT pg_database_size(current_database())"
        with reading(self.engine) as connection:
            return int(connection.execute(text(query)).scalar_one())


def reserve(connection: Connection, count: int) -> int:
    """The first of ``count`` fresh record numbers; raises StoreError when four thousand million were given."""
    first = counters.take(connection, "record", count)
    if first + count > rows.MAX_NUMBER:
        raise StoreError("store_numbers_used_up")
    return first


def require_register(name: str) -> None:
    """Raises BadValue for a name that no register may have."""
    if not 0 < len(name) <= MAX_REGISTER or not name.isprintable():
        raise BadValue("register_name", "register", limit=MAX_REGISTER)


def _require_version(head: rows.Head | None, version: str | None) -> None:
    if version and (head is None or head.content.hex() != version):
        raise Conflict("record_changed", "version")
