"""Loading a file: rows in, records written batch by batch, each batch one transaction with its journal entry.

Killed at any moment, the store holds whole batches; loading the same file again skips what is there and goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from api import journal
from api.loading.columns import ColumnMap
from api.loading.layout import detect
from api.loading.pictures import Pictures
from api.loading.preparation import Ready, collecting_seldom, prepared
from api.loading.readers import Source, open_source
from api.loading.rejects import Reject, RejectsFile
from api.loading.seen import Seen
from api.loading.tables import Plan
from api.store import index
from api.store import records as rows
from api.store.engine import writing
from api.store.store import Store, require_register, reserve
from api.store.vault import Sealed
from models.query import Purpose

BATCH: Final = 20_000
"""Rows a transaction: half a second's work, so that others get their turn to write. Rejected rows count, for a file of
nothing else is not to be kept in memory."""
_SMALL: Final = 2_000_000
"""Bytes of a file below which starting processes costs more than it saves."""
_RESERVED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Totals:
    """What became of the rows read: read = added + corrected + unchanged + rejected."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: int = 0
    pictures: int = 0
    """Photographs and fingerprint cards put on the shelf; a record loads without one that is refused."""
    pictures_refused: int = 0

    @property
    def read(self) -> int:
        """All rows read."""
        return self.added + self.corrected + self.unchanged + self.rejected

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.added + other.added,
            self.corrected + other.corrected,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
            self.pictures + other.pictures,
            self.pictures_refused + other.pictures_refused,
        )


@dataclass(frozen=True, slots=True)
class Load:
    """How to load: into which register, by whom and why, with which map."""

    register: str
    actor: str
    purpose: Purpose = Purpose.IDENTIFICATION
    case: str | None = None
    mapping: ColumnMap = field(default_factory=ColumnMap)
    encoding: str | None = None
    workers: int = 1
    language: str = "en"
    templates: bool = True
    """Whether to make the pictures' templates before the load ends; else they wait for the node or a later load."""
    progress: Callable[[Totals, float], None] = lambda _totals, _share: None
    """Called after each batch with the totals and the share of the file that was read."""
    pictures: Callable[[int, int], None] = lambda _done, _waiting: None
    """Called after each picture with how many are done and how many waited at the start."""
    warn: Callable[[str], None] = lambda _: None
    """Called with the name of each column that is left out."""


@dataclass(frozen=True, slots=True)
class Result:
    """The totals of one file, and its file of rejects if there is one."""

    totals: Totals
    rejects: Path | None


def load_file(store: Store, path: Path, load: Load) -> Result:
    """Load one file; raises BadFile or StoreError. What was committed before the error stays."""
    require_register(load.register)
    source = open_source(path, detect(path, load.encoding), load.mapping)
    workers = load.workers if path.stat().st_size > _SMALL else 1
    with closing(source), RejectsFile(path, load.language) as rejects, collecting_seldom():
        shelf = Pictures(store, path, load.actor)
        totals = _Loader(store, load, rejects, shelf).run(source, workers)
        index.tidy(store.engine, settle=True)
        if load.templates and totals.pictures:
            refused = shelf.make_templates(load.workers, load.pictures)
            rejects.write(refused)
            totals += Totals(pictures_refused=len(refused))
    return Result(totals, rejects.path if totals.rejected or totals.pictures_refused else None)


class _Loader:
    """One load under way."""

    def __init__(self, store: Store, load: Load, rejects: RejectsFile, shelf: Pictures) -> None:
        self._store, self._load, self._rejects, self._shelf = store, load, rejects, shelf
        self._seen, self._warned = Seen(), set[str]()
        self._next = self._end = 0
        self._batch = Ready()
        self._totals = Totals()
        self._share: Callable[[], float] = float

    def run(self, source: Source, workers: int) -> Totals:
        load = self._load
        self._share = source.share
        plan = Plan(source.form, source.separator, source.columns.fields, load.mapping, load.register)
        self._warn(source.columns.unknown)
        for ready in prepared(source.chunks, plan, self._store.vault.keys, self._reserve, workers):
            self._warn(sorted(ready.unknown))
            self._collect(ready)
            if len(self._batch.records) + len(self._batch.rejects) >= BATCH:
                self._write()
        self._write()
        return self._totals

    def _warn(self, names: tuple[str, ...] | list[str]) -> None:
        for name in names:
            if name not in self._warned:
                self._warned.add(name)
                self._load.warn(name)

    def _reserve(self, count: int) -> int:
        """Fresh record numbers, taken from the store many at a time."""
        if self._next + count > self._end:
            with writing(self._store.engine) as connection:
                self._next = reserve(connection, _RESERVED + count)
            self._end = self._next + _RESERVED + count
        first, self._next = self._next, self._next + count
        return first

    def _collect(self, ready: Ready) -> None:
        """Add a chunk to the batch, without the rows whose record_id this file has had already."""
        repeated = set[int]()
        for new, line, number, sealed in zip(
            self._seen.add([r.identity for r in ready.records]),
            ready.lines,
            ready.numbers,
            ready.records,
            strict=True,
        ):
            if new:
                self._batch.numbers.append(number)
                self._batch.records.append(sealed)
            else:
                repeated.add(line)
                ready.rejects.append(Reject(line, "record_id", "record_id_repeated", {}))
        self._batch.pictures.extend(p for p in ready.pictures if p.line not in repeated)
        self._batch.rejects.extend(sorted(ready.rejects))

    def _write(self) -> None:
        batch, self._batch = self._batch, Ready()
        self._rejects.write(batch.rejects)
        totals = Totals(rejected=len(batch.rejects))
        if batch.records:
            totals += self._commit(list(zip(batch.numbers, batch.records, strict=True)))
            index.tidy(self._store.engine, settle=False)
        if batch.pictures:
            put, refused = self._shelf.put(batch.pictures)
            self._rejects.write(refused)
            totals += Totals(pictures=put, pictures_refused=len(refused))
        self._totals += totals
        self._load.progress(self._totals, self._share())

    def _commit(self, found: list[tuple[int, Sealed]]) -> Totals:
        with writing(self._store.engine) as connection:
            register_id = rows.register_number(connection, self._load.register)
            heads = rows.heads(connection, [sealed.identity for _, sealed in found])
            changed = [(n, s) for n, s in found if s.identity not in heads or heads[s.identity].content != s.content]
            old = [heads[s.identity] for _, s in changed if s.identity in heads]
            rows.write_many(connection, register_id, changed, old)
            totals = Totals(len(changed) - len(old), len(old), len(found) - len(changed))
            journal.append_within(connection, self._store, self._entry(totals))
        return totals

    def _entry(self, totals: Totals) -> journal.Entry:
        load = self._load
        return journal.Entry(
            actor=load.actor,
            action="load",
            purpose=load.purpose,
            case=load.case,
            records=totals.added + totals.corrected,
            details={"register": load.register, "added": totals.added, "corrected": totals.corrected},
        )
