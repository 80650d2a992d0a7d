"""The engine on one machine: DuckDB sorts the blocks, and spills to disk when the memory it may take is used up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.linkage.engine import Scorer
from matcher.linkage.links import Scored
from matcher.linkage.meeting import Blocks, Pairs, Run, whole_runs
from models.errors import BadValue, StoreError

ROWS: Final = 200_000
"""Rows of sorted blocks that are handed out at a time."""


class DuckDBEngine:
    """Keeps the protocol ``matcher.linkage.engine.Engine``; the scorer runs on threads of this process."""

    name: Final = "duckdb"

    def __init__(self, memory: str | None = None, spill: Path | None = None, threads: int = 2) -> None:
        """``memory``: most memory the engine may take (``4GB``); ``spill``: folder for what does not fit."""
        settings: dict[str, str | int] = {"threads": threads}
        if memory:
            settings["memory_limit"] = memory
        if spill:
            settings["temp_directory"] = str(spill)
        try:
            self._connection = duckdb.connect(config=settings)
        except duckdb.Error as error:
            raise BadValue("memory_unreadable", memory or "") from error
        self._memory = memory or ""
        self._threads = threads
        self._blocks: Blocks | None = None

    def load(self, blocks: Blocks) -> None:
        """Sort the entries of all blocks."""
        entries = pa.table({"block": blocks.block, "record": blocks.record})
        self._connection.register("entries", entries)
        with self._within_memory():
            self._connection.execute("CREATE OR REPLACE TABLE blocks AS SELECT * FROM entries ORDER BY block, record")
        self._connection.unregister("entries")
        self._blocks = blocks

    def sampled(self, every: int) -> Iterator[Pairs]:
        """Pairs whose left record's number ``every`` divides."""
        query = (
            "SELECT a.block, a.record AS l, b.record AS r FROM blocks a JOIN blocks b "
            f"ON a.block = b.block AND a.record < b.record WHERE a.record % {every} = 0"
        )
        for block, left, right in self._rows(query):
            first = self._loaded.first_met(block, left, right)
            yield left[first].astype(np.intp), right[first].astype(np.intp)

    def scored(self, part: tuple[int, int], scorer: Scorer) -> list[Scored]:
        """The scorer's findings in a part, run by run on the engine's threads."""
        found: list[Scored] = []
        with ThreadPoolExecutor(self._threads) as pool:
            under_way: deque[Future[Scored]] = deque()
            for run in whole_runs(self._runs(part)):
                under_way.append(pool.submit(scorer, run))
                if len(under_way) > 2 * self._threads:  # no more in memory than keeps the threads busy
                    found.append(under_way.popleft().result())
            found += [future.result() for future in under_way]
        return found

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    @property
    def _loaded(self) -> Blocks:
        if self._blocks is None:
            raise ValueError("blocks come first")
        return self._blocks

    def _runs(self, part: tuple[int, int]) -> Iterator[Run]:
        low, high = part
        query = f"SELECT block, record FROM blocks WHERE block >= {low} AND block < {high} ORDER BY block, record"
        return ((block, record) for block, record in self._rows(query))

    def _rows(self, query: str) -> Iterator[tuple[NDArray[np.int32], ...]]:
        with (
            self._within_memory(),
            self._connection.cursor() as cursor,
        ):  # a query of its own: the caller may stop half-way
            for batch in cursor.sql(query).to_arrow_reader(ROWS):
                yield tuple(column.to_numpy(zero_copy_only=False) for column in batch.columns)

    @contextmanager
    def _within_memory(self) -> Iterator[None]:
        """Raises StoreError where the limit is too low for sorting, or the disk too full for what does not fit."""
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise StoreError("memory_too_small", self._memory) from error
        except duckdb.IOException as error:
            raise StoreError("output_not_written", "spill") from error
