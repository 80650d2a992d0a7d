"""From raw rows to sealed records: the costly part of loading, in as many processes as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from api.loading.readers import Chunk
from api.loading.rejects import Reject, reject
from api.loading.tables import Plan, table_of
from api.store.preparing import Prepared, TablePreparer
from api.store.sealing import Keys
from api.store.vault import Sealed, Vault
from models.biometrics import MediaKind
from models.errors import StoreError, TulgaError

_AHEAD: Final = 3
"""Chunks in flight for each process: enough to keep it busy, few enough to keep memory bounded."""


_SELDOM: Final = (100_000, 20, 20)


@dataclass(frozen=True, slots=True)
class Named:
    """A picture that a row names: where the row stood, whose it is, and where the file is."""

    line: int
    identity: bytes
    kind: MediaKind
    uri: str


@dataclass(slots=True)
class Ready:
    """A chunk prepared: sealed records with line and number, pictures named, rejects, names that were left out."""

    lines: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    records: list[Sealed] = field(default_factory=list)
    pictures: list[Named] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def add(self, line: int, number: int, record: Prepared) -> None:
        """One more record."""
        self.lines.append(line)
        self.numbers.append(number)
        self.records.append(record.sealed)
        for picture in record.pictures:
            self.pictures.append(Named(line, record.sealed.identity, picture.kind, picture.uri))


class ChunkPreparer:
    """Prepares the chunks of one file, and keeps what repeats from one to the next."""

    def __init__(self, plan: Plan, vault: Vault) -> None:
        self._plan = plan
        self._preparer = TablePreparer(plan.names, plan.register, vault)

    def prepare(self, chunk: Chunk, first: int) -> Ready:
        """The records of a chunk, numbered from ``first``; rows that cannot be read become rejects."""
        ready = Ready(rejects=list(chunk.rejects))
        table = table_of(chunk.raw, self._plan, ready.unknown)
        ready.rejects += [reject(chunk.lines[i], error) for i, error in table.refused.items()]
        numbers = [first + i for i in table.at]
        found = self._preparer.prepare(table.columns, numbers, table.row)
        for i, number, record in zip(table.at, numbers, found, strict=True):
            if isinstance(record, TulgaError):
                ready.rejects.append(reject(chunk.lines[i], record))
            else:
                ready.add(chunk.lines[i], number, record)
        return ready


def prepared(
    chunks: Iterator[Chunk], plan: Plan, keys: Keys, reserve: Callable[[int], int], workers: int
) -> Iterator[Ready]:
    """The chunks prepared, in their order. ``workers`` 0 or 1 prepares in this process."""
    if workers < 2:
        preparer = ChunkPreparer(plan, Vault(keys))
        for chunk in chunks:
            yield preparer.prepare(chunk, reserve(len(chunk.raw)))
        return
    with ProcessPoolExecutor(workers, _fresh_processes(), _start, (keys, plan)) as pool:
        waiting: deque[Future[Ready]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_work, chunk, reserve(len(chunk.raw))))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise StoreError("loader_killed") from None
        finally:
            for future in waiting:
                future.cancel()


def _fresh_processes() -> multiprocessing.context.BaseContext:
    """Processes that inherit no database connection and no lock of this one."""
    return multiprocessing.get_context("spawn")


_worker: dict[str, ChunkPreparer] = {}
"""What a preparing process was started with; set once by ``_start``, never in the main process."""


def _start(keys: Keys, plan: Plan) -> None:
    _worker["preparer"] = ChunkPreparer(plan, Vault(keys))
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def _leave_with_parent() -> None:
    """End this process when the load is killed: the pool's pipes would keep it waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Fewer rounds of the garbage collector, which would look through a batch of records that all still live."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _work(chunk: Chunk, first: int) -> Ready:
    return _worker["preparer"].prepare(chunk, first)
