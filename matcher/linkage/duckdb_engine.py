"""The join on one machine: DuckDB, which spills to disk when the memory it may take is used up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.linkage.blocking import SOURCES, pairs_sql, shared_keys_sql, shared_pairs_sql

BATCH: Final = 500_000
"""Pairs that are handed out at a time."""
RECORDS_A_PART: Final = 250_000
"""Left records whose pairs of shared keys are worked out in one part."""

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]


class DuckDBEngine:
    """Holds a job's records as keys; gives the pairs that share one by parts (a rule, or a range of records)."""

    def __init__(self, memory: str | None = None, spill: Path | None = None, threads: int | None = None) -> None:
        """``memory``: most memory the engine may take (``4GB``); ``spill``: folder for what does not fit."""
        settings: dict[str, str | int] = {}
        if memory:
            settings["memory_limit"] = memory
        if spill:
            settings["temp_directory"] = str(spill)
        if threads:
            settings["threads"] = threads
        self._connection = duckdb.connect(config=settings)
        self._queries: list[str] = []

    @property
    def parts(self) -> int:
        """Number of parts the pairs come in."""
        return len(self._queries)

    def prepare(self, keys: pa.Table, rules: int, link_type: str) -> None:
        """Block on rules; ``keys`` has columns rec, source and k0…, NULL where a record has no key.

        Raises KeyError for an unknown link type.
        """
        self._table("keys", keys, lambda name: f"SELECT * FROM {name}")
        self._queries = [pairs_sql(i, "keys", SOURCES[link_type]) for i in range(rules)]

    def prepare_shared(self, keys: pa.Table, cap: int, link_type: str) -> None:
        """Block on any shared key; ``keys`` has columns key, rec and source."""
        self._table("keys", keys, lambda name: shared_keys_sql(name, cap))
        last = self._number("SELECT coalesce(max(rec), 0) FROM keys")
        self._queries = [
            shared_pairs_sql("keys", f"{SOURCES[link_type]} AND a.rec >= {low} AND a.rec < {low + RECORDS_A_PART}")
            for low in range(0, last + 1, RECORDS_A_PART)
        ]

    def pairs(self, part: int, every: int = 1) -> Iterator[Pairs]:
        """Record numbers (l, r) of a part, batch by batch; ``every``: only left records whose number it divides."""
        query = self._queries[part] + (f" AND a.rec % {every} = 0" if every > 1 else "")
        with self._connection.cursor() as cursor:  # a query of its own: the caller may stop half-way
            for batch in cursor.sql(query).to_arrow_reader(BATCH):
                yield _numbers(batch, 0), _numbers(batch, 1)

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    def _table(self, name: str, content: pa.Table, query: Callable[[str], str]) -> None:
        self._connection.register("content", content)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query('content')}")
        self._connection.unregister("content")

    def _number(self, query: str) -> int:
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0


def _numbers(batch: pa.RecordBatch, column: int) -> NDArray[np.intp]:
    numbers: NDArray[np.intp] = batch.column(column).to_numpy(zero_copy_only=False).astype(np.intp, copy=False)
    return numbers
