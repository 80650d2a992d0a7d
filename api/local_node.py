"""The node on its own store: what ``api.node.Node`` promises, by way of the store, the search and the journal.

What is shown is journalled first: when the journal cannot be written, nobody sees anything. What is changed is
journalled in the transaction of the change: both happen or neither.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from sqlalchemy import Connection, Engine

from api import journal
from api.biometrics.desk import Desk
from api.node import Asking, Both, Files, Register, StoredRecord
from api.search import compare, search
from api.store.engine import writing
from api.store.store import Also, Store
from matcher.features import batch
from matcher.names import compiled
from matcher.weights import default_model
from models.evidence import Answer, Judgement
from models.flat import read_flat
from models.person import Person
from models.query import Query

MET: Final = 20_000
"""Records whose names are worked out when a node starts. At a million people a query then meets half as many new
names as without; more records cost more time for ever rarer names."""
_PORTION: Final = 100
_SELDOM: Final = (20_000, 20, 20)
"""Thresholds of the garbage collector in a node: an answer makes thousands of small objects and no cycles of them."""


class LocalNode:
    """Answers from one store. Safe to share between threads, as the store is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cipher = store.vault.keys.cipher("session")
        self.desk = Desk(store)
        """Photographs and fingerprint cards of the records."""

    @property
    def engine(self) -> Engine:
        """The store's engine."""
        return self._store.engine

    def seal(self, data: bytes) -> bytes:
        """``data`` encrypted with a key of its own for what sessions hold."""
        return self._cipher.seal(data)

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given; raises StoreError when it was changed."""
        return self._cipher.open(sealed)

    def match(self, queries: Sequence[Query], asking: Asking) -> list[Answer]:
        """An answer for each query; each is an entry of the journal with the records it shows."""
        answers = [search(self._store, query) for query in queries]
        with writing(self.engine) as connection:
            for found in answers:
                shown = tuple((c.register, c.record_id) for c in found.candidates)
                journal.append_within(connection, self._store, _entry("search", asking, found.searched, shown))
        return answers

    def compare(self, a: Person, b: Person, asking: Asking, media: Both = ((), ())) -> Judgement:
        """The judgement on one pair, with the prior of a search in all registers."""
        journal.append(self._store, _entry("compare", asking, 0, ()))
        return compare(a, b, max(2, sum(self._store.registers().values())), media=media)

    def show(self, register: str, record_id: str, asking: Asking) -> StoredRecord:
        """A record that a person opens beside a query."""
        stored = self._store.get(register, record_id)
        journal.append(self._store, _entry("show", asking, 1, ((register, record_id),)))
        return StoredRecord(stored.person, stored.version)

    def read(self, register: str, record_id: str, actor: str) -> StoredRecord:
        """A record as it stands in the register."""
        stored = self._store.get(register, record_id)
        with writing(self.engine) as connection:
            self._noting("read", actor, register, record_id)(connection)
        return StoredRecord(stored.person, stored.version)

    def create(self, person: Person, actor: str, media: Files = ()) -> StoredRecord:
        """A new record. Its pictures are looked at before anything is written: a bad one leaves nothing behind."""
        self.desk.check(media)
        stored = self._store.add(person, self._noting("create", actor, person.register, person.record_id))
        self._put(person, media, actor)
        return StoredRecord(stored.person, stored.version)

    def replace(self, person: Person, version: str, actor: str, media: Files = ()) -> StoredRecord:
        """A corrected record."""
        self._store.get(person.register, person.record_id)
        self.desk.check(media)
        stored, _ = self._store.put(person, version, self._noting("correct", actor, person.register, person.record_id))
        self._put(person, media, actor)
        return StoredRecord(stored.person, stored.version)

    def delete(self, register: str, record_id: str, version: str, actor: str) -> None:
        """No record any more."""
        self._store.delete(register, record_id, version, self._noting("delete", actor, register, record_id))

    def registers(self) -> list[Register]:
        """All registers with their size."""
        return [Register(name, records) for name, records in sorted(self._store.registers().items())]

    def warm_up(self) -> None:
        """Read the tables and the model before the first person asks: that takes seconds once. They live as long as
        the process, so the garbage collector need not look through them ever again. The compiler is loaded here as
        well: loaded by one thread while another loads scipy, which it looks at, it fails."""
        import_module("matcher.kernels")
        nobody = read_flat({"surname_ru": "Тестов", "given_ru": "Тест", "birth_date": "1990", "birth_place": "Тест"})
        compare(nobody, nobody)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_SELDOM)

    def meet_names(self) -> None:
        """Work out the names of some records spread over the registers, in small portions that let others in: what
        most people are called need not be worked out while somebody waits. Nor need the compiler be loaded then."""
        compiled()
        with self._store.view() as view:
            last = view.last()
        numbers = range(1, last + 1, max(1, last // MET))
        for start in range(0, len(numbers), _PORTION):
            with self._store.view() as view:
                rows = [row for _, row in view.features(numbers[start : start + _PORTION])]
            batch(rows)

    def meet_names_meanwhile(self) -> None:
        """The same in a thread of this process, while it serves already."""
        threading.Thread(target=self.meet_names, name="names", daemon=True).start()

    def take_pictures(self) -> None:
        """Fill the galleries and make templates of waiting pictures, in a thread, as long as this process runs."""
        self._store.shelf.finish()
        threading.Thread(target=self._pictures, name="pictures", daemon=True).start()

    def _pictures(self) -> None:
        from api.biometrics.queue import run_forever  # noqa: PLC0415 - the matchers: only in a node
        from api.biometrics.settings import models_in_use  # noqa: PLC0415 - the same

        models = models_in_use()
        with self._store.view() as view:
            self._store.shelf.galleries(models).follow(view.connection)
        run_forever(self._store, models, lambda: False)

    def note(self, action: str, actor: str) -> None:
        """An act that touches no record: a login, a logout."""
        journal.append(self._store, journal.Entry(actor=actor, action=action))

    def ready(self) -> None:
        """The store answers and the model is read; raises StoreError or BadFile."""
        self._store.ready()
        default_model()

    def _put(self, person: Person, media: Files, actor: str) -> None:
        if media:
            added = self._store.shelf.add(person.register, person.record_id, media)
            self.desk.note("add picture", actor, person.register, person.record_id, pictures=len(added))

    def _noting(self, action: str, actor: str, register: str, record_id: str) -> Also:
        """Writes the entry in the transaction of what it reports: no change without its entry."""
        entry = journal.Entry(actor=actor, action=action, records=1, shown=((register, record_id),))

        def write(connection: Connection) -> None:
            journal.append_within(connection, self._store, entry)

        return write


def _entry(action: str, asking: Asking, records: int, shown: tuple[tuple[str, str], ...]) -> journal.Entry:
    return journal.Entry(
        actor=asking.actor, action=action, purpose=asking.purpose, case=asking.case, records=records, shown=shown
    )
