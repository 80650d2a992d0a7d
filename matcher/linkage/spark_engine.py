"""The engine on many machines: Spark spreads the blocks over its executors, which score them where they are.

Blocks and scorer are the same objects that DuckDB gets. The blocks lie as Parquet files, the scorer as a file that all
executors of a machine map together, in a folder that driver and executors all see. Tasks are cut by the number of
*pairs* in them, which the driver knows beforehand: a common key makes tasks of its own and no straggler. What is lost
with a machine is worked out again from the files; nothing is iterated, so nothing can fail to end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from matcher.linkage.engine import Scorer
from matcher.linkage.links import Scored
from matcher.linkage.meeting import Blocks, Pairs
from matcher.linkage.shipping import write
from matcher.linkage.spark_worker import SCHEMA, scored, scoring
from models.errors import StoreError

TASK_PAIRS: Final = 1_000_000
"""Pairs, repeats included, that make a task: some seconds of one core's work."""
LEAST_TASKS: Final = 32
TASKS_A_CORE: Final = 4
"""Parts are scored several at once: so many tasks for each core of the cluster, that none waits for the last."""
UNSEEN_CORES: Final = 64
PARTITIONS_A_TASK: Final = 3
"""Partitions for each task of an exchange, so that few of them hold two."""
MOST_PARTITIONS: Final = 4_000
ROWS_A_PARTITION: Final = 1_000_000
"""Entries in one partition of the join that gives the sample."""
ROWS_A_FILE: Final = 8_000_000
"""Entries in one Parquet file of blocks."""

Part = tuple[int, int]
"""Blocks numbered low ≤ number < high."""


class SparkEngine:
    """Keeps the protocol ``matcher.linkage.engine.Engine``; ``session``: a SparkSession, classic or Connect."""

    name: Final = "spark"

    def __init__(self, session: Any, folder: Path) -> None:
        """``folder``: seen under this path by the driver and every executor; emptied by its owner."""
        self._session = session
        self._folder = folder.resolve()
        self._blocks: Blocks | None = None
        self._parts: list[Part] = []
        self._task: NDArray[np.int32] = np.empty(0, np.int32)
        self._ahead: dict[Part, list[Scored]] = {}
        self._shipped: Scorer | None = None

    def load(self, blocks: Blocks) -> None:
        """Lay the entries of all blocks out as files, with the task that each belongs to."""
        place = self._folder / "blocks"
        place.mkdir()
        task, record = tasks(blocks), blocks.record
        for number, low in enumerate(range(0, max(len(record), 1), ROWS_A_FILE)):
            part = slice(low, low + ROWS_A_FILE)
            columns = {"task": task[blocks.block[part]], "block": blocks.block[part], "record": record[part]}
            pq.write_table(pa.table(columns), place / f"{number:05d}.parquet")
        self._session.read.parquet(place.as_uri()).createOrReplaceTempView("blocks")
        self._blocks, self._task, self._parts = blocks, task, blocks.parts()

    def sampled(self, every: int) -> Iterator[Pairs]:
        """Pairs whose left record's number ``every`` divides."""
        if self._blocks is None:
            raise ValueError("blocks come first")
        query = (
            "SELECT a.block, a.record AS l, b.record AS r FROM blocks a JOIN blocks b "
            f"ON a.block = b.block AND a.record < b.record WHERE a.record % {every} = 0"
        )
        self._partitions(len(self._blocks.block) // ROWS_A_PARTITION)
        for batch in self._arrow(self._session.sql(query)).to_batches():
            block, left, right = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
            first = self._blocks.first_met(block, left, right)
            yield left[first].astype(np.intp), right[first].astype(np.intp)

    def scored(self, part: Part, scorer: Scorer) -> list[Scored]:
        """The scorer's findings in a part, task by task on the executors; the parts after it are scored along."""
        if part not in self._ahead:
            self._ahead = self._sweep(self._next_parts(part), scorer)
        return self._ahead.pop(part)

    def _next_parts(self, first: Part) -> list[Part]:
        """``first`` and as many of the parts after it as keep the cluster busy."""
        last = self._task[first[0]] + max(LEAST_TASKS, TASKS_A_CORE * self._cores)
        return [first, *(p for p in self._parts if p[0] >= first[1] and self._task[p[1] - 1] < last)]

    def _sweep(self, parts: list[Part], scorer: Scorer) -> dict[Part, list[Scored]]:
        low, high = parts[0][0], parts[-1][1]
        entries = self._session.sql(f"SELECT task, block, record FROM blocks WHERE block >= {low} AND block < {high}")
        self._partitions(PARTITIONS_A_TASK * len(np.unique(self._task[low:high])))
        rows = self._arrow(entries.groupBy("task").applyInArrow(scoring(self._ship(scorer)), SCHEMA))
        task = rows.column("task").to_numpy()
        return {
            part: scored(rows.filter(pa.array((task >= self._task[part[0]]) & (task <= self._task[part[1] - 1]))))
            for part in parts
        }

    @property
    def _cores(self) -> int:
        """Of the cluster; a Connect client does not see them and counts on many."""
        context = getattr(self._session, "_sc", None)
        return int(context.defaultParallelism) if context is not None else UNSEEN_CORES

    def close(self) -> None:
        """Let go of what was scored ahead; files and session are their owners' to end."""
        self._ahead, self._blocks = {}, None

    def _partitions(self, wanted: int) -> None:
        """How finely the next exchange is cut; not merged afterwards by bytes, for the work is in the pairs."""
        self._session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")
        self._session.conf.set("spark.sql.shuffle.partitions", str(min(max(wanted, 1), MOST_PARTITIONS)))

    def _arrow(self, frame: Any) -> pa.Table:
        """All rows of a frame; raises StoreError where Spark gives up."""
        try:
            return frame.toArrow()
        except Exception as error:  # py4j, gRPC and Spark itself share no base
            raise told(error, self._folder.name) from error

    def _ship(self, scorer: Scorer) -> str:
        path = self._folder / "scorer"
        if self._shipped is not scorer:
            write(scorer, path)
            self._shipped = scorer
        return str(path)


def tasks(blocks: Blocks) -> NDArray[np.int32]:
    """(blocks,): the task of each block: consecutive blocks of one part with about TASK_PAIRS pairs together."""
    sizes = np.bincount(blocks.block).astype(np.int64)
    pairs = np.cumsum(sizes * (sizes - 1) // 2)
    cuts = (pairs - 1) // TASK_PAIRS
    first = np.zeros(len(sizes), np.int64)
    first[[low for low, _ in blocks.parts()]] = 1  # a part begins a task of its own
    fresh = (np.diff(cuts, prepend=cuts[:1]) > 0) | (first > 0)
    return np.asarray(np.cumsum(fresh) - 1, np.int32)


def told(error: Exception, folder: str) -> StoreError:
    """An executor's or the cluster's failure in words; the text of a stack may hold values and is not repeated."""
    said = str(error)
    if "ModuleNotFoundError" in said:
        return StoreError("spark_python")
    if "PATH_NOT_FOUND" in said or "FileNotFoundError" in said or "FileNotFoundException" in said:
        return StoreError("spark_folder", folder)
    return StoreError("spark_failed", error=type(error).__name__)
