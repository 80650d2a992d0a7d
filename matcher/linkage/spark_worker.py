"""What runs on Spark's executors: the scorer on the blocks of a task, and its findings as Arrow rows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matcher.linkage.engine import Scorer
from matcher.linkage.links import Links, Scored
from matcher.linkage.shipping import read

SCHEMA: Final = "task int, l int, r int, probability double, bits float, levels binary, weights binary"
"""Rows that come back: a link each, its levels and bits as the bytes of two arrays.

One row a task, with ``l`` = HISTOGRAM, holds the histogram of its pairs (``levels``) and the number of attributes.
"""
HISTOGRAM: Final = -1
_ARROW: Final = pa.schema(
    [("task", pa.int32()), ("l", pa.int32()), ("r", pa.int32()), ("probability", pa.float64()), ("bits", pa.float32()),
     ("levels", pa.binary()), ("weights", pa.binary())]
)  # fmt: skip


def scoring(scorer: str) -> Callable[[pa.Table], pa.Table]:
    """The function of a task: entries (task, block, record) of whole blocks in, rows of SCHEMA out.

    ``scorer``: the file that holds it.
    """

    def score(entries: pa.Table) -> pa.Table:
        block, record = (entries.column(name).to_numpy() for name in ("block", "record"))
        order = np.lexsort((record, block))
        return rows(entries.column("task")[0].as_py(), scorer_at(scorer)((block[order], record[order])))

    return score


@functools.lru_cache(maxsize=1)
def scorer_at(path: str) -> Scorer:
    """The scorer in a file, mapped once a process."""
    found: Scorer = read(Path(path))
    return found


def rows(task: int, found: Scored) -> pa.Table:
    """Findings of a task as rows of SCHEMA."""
    links, width = found.links, np.int64(found.links.levels.shape[1])
    columns = [
        np.full(len(links), task, np.int32),
        links.left.astype(np.int32),
        links.right.astype(np.int32),
        links.probability,
        links.bits,
    ]
    kept = [*map(pa.array, columns), _bytes(links.levels), _bytes(links.weights)]
    counts = [[task], [HISTOGRAM], [HISTOGRAM], [0.0], [0.0], [found.histogram.tobytes()], [width.tobytes()]]
    return pa.concat_tables([pa.table(kept, schema=_ARROW), pa.table(counts, schema=_ARROW)])


def scored(found: pa.Table) -> list[Scored]:
    """Rows of SCHEMA, of one task or of many, as findings; none where there are no rows."""
    counted = pa.array(found.column("l").to_numpy() == HISTOGRAM)
    counts, table = found.filter(counted), found.filter(pc.invert(counted)).combine_chunks()
    if not counts.num_rows:
        return []
    attributes = int(np.frombuffer(counts.column("weights")[0].as_py(), np.int64)[0])
    histogram = _array(counts.column("levels"), np.dtype(np.int64), -1).sum(axis=0)
    links = Links(
        table.column("l").to_numpy().astype(np.intp),
        table.column("r").to_numpy().astype(np.intp),
        table.column("probability").to_numpy(),
        table.column("bits").to_numpy(),
        _array(table.column("levels"), np.dtype(np.uint8), attributes),
        _array(table.column("weights"), np.dtype(np.float32), attributes),
    )
    return [Scored(links, histogram)]


def _bytes(array: NDArray[np.generic]) -> pa.Array:
    """(n, A) as n binary values."""
    width = array.shape[1] * array.itemsize
    offsets = np.arange(len(array) + 1, dtype=np.int32) * width
    data = pa.py_buffer(np.ascontiguousarray(array).tobytes())
    return pa.Array.from_buffers(pa.binary(), len(array), [None, pa.py_buffer(offsets), data])


def _array(column: pa.ChunkedArray, kind: np.dtype[Any], width: int) -> NDArray[Any]:
    """The other way."""
    data = b"".join(column.to_pylist())
    return np.frombuffer(data, kind).reshape(len(column), width)
