"""The scan of a face gallery: products of 8-bit integers, block by block.

A process that compares cards has numba, whose loop is the quickest; one that has not gets them from ONNX Runtime. Both
give the same whole numbers.

ONNX Runtime has the processor's integer instructions and a tenth of the memory that a compiler in the process would
take. On processors without them its kernels add pairs of products in 16 bits: the query is rounded to 7 bits, so that
no sum leaves them and the integers are exact everywhere (``tests/matcher/biometrics/gallery/test_scan.py``).
"""

from __future__ import annotations

import functools
import sys
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.faces.embed import session
from matcher.biometrics.faces.onnx_writer import INT8, INT32, OnnxGraph
from matcher.biometrics.packages import require
from matcher.biometrics.types import Vector

QUERY_STEPS: Final = 63
"""Largest number of a query: 2 x 255 x 63 < 2¹⁵."""
BLOCK: Final = 65_536
"""Rows of a block: its scores stay in the processor's cache."""
Shadow = NDArray[np.int8]


@functools.cache
def _product(dimensions: int) -> Any:
    graph = OnnxGraph()
    out = graph.add("MatMulInteger", "rows", "query")
    sources: dict[str, tuple[int | str, ...]] = {"rows": ("n", dimensions), "query": (dimensions, 1)}
    return session(graph.serialize(sources, {out: ("n", 1)}, {"rows": INT8, "query": INT8, out: INT32}))


def products(rows: Shadow, query: Shadow) -> NDArray[np.int32]:
    """Exact integer products of rows (n, d) with a query (d,) of at most QUERY_STEPS; (n,)."""
    if "numba" in sys.modules:  # never loaded for this alone: it takes 130 MB
        return np.asarray(require("matcher.biometrics.gallery.scan_kernel").products(rows, query.astype(np.int16)))
    run = _product(rows.shape[1]).run
    return np.asarray(run(None, {"rows": rows, "query": np.ascontiguousarray(query[:, None])})[0])[:, 0]


def near(
    columns: tuple[Shadow, Vector, Vector], query: tuple[Shadow, float], best: int, error: float
) -> NDArray[np.int64]:
    """Rows whose score could be among the ``best``, where a rough score is off by ``error`` at most.

    ``columns``: shadows (n, d), their scales (n,), densities (n,), which are taken off; ``query``: shadow and scale.
    """
    small, scale, density = columns
    kept, scores = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    top, least = np.zeros(0, np.float32), np.float32(-np.inf)
    slack = np.float32(2 * error)
    for start in range(0, len(small), BLOCK):
        part = slice(start, start + BLOCK)
        rough = products(small[part], query[0]).astype(np.float32)
        rough *= scale[part]
        rough *= np.float32(query[1])
        rough -= density[part]
        high = np.flatnonzero(rough >= least - slack)
        if len(high) > best:
            high = high[_at_least(rough[high], best, slack)]
        kept.append(high + start)
        scores.append(rough[high])
        top = np.sort(np.concatenate([top, rough[high]]))[-best:]
        least = top[0] if len(top) == best else least
    found = np.concatenate(scores)
    return np.concatenate(kept)[found >= least - slack]


def _at_least(scores: Vector, best: int, slack: np.float32) -> NDArray[np.bool_]:
    """Which scores could still be among the ``best`` of them."""
    edge = np.partition(scores, len(scores) - best)[len(scores) - best]
    return np.asarray(scores >= edge - slack)
