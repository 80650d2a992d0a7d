"""Which links a person should look at first: those whose answer tells most about the others (active learning).

Links that agree in the same way (the same level of every attribute) share one answer more often than not, so an answer
is worth what is still open among its like: the sum of their entropies, less with every one of them already asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Numbers = NDArray[np.intp]


def review_order(links: pa.Table, count: int | None = None, asked: NDArray[np.bool_] | None = None) -> Numbers:
    """Rows of a links table in the order in which to ask, at most ``count``; those already ``asked`` (n,) are left out.

    ``links`` has ``probability`` and a column ``<attribute>_level`` for each attribute, as a job writes it.
    """
    done = np.zeros(links.num_rows, bool) if asked is None else asked
    open_ = entropy(links.column("probability").to_numpy())
    pattern = patterns(links)
    mass = np.bincount(pattern, weights=open_ * ~done)
    before = np.bincount(pattern[done], minlength=len(mass))
    rows = np.flatnonzero(~done)
    rows = rows[np.lexsort((rows, -open_[rows], pattern[rows]))]
    worth = mass[pattern[rows]] / (1.0 + before[pattern[rows]] + _place(pattern[rows]))
    order: Numbers = rows[np.argsort(-worth, kind="stable")]
    return order[:count]


def entropy(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bits that the answer to a question of this probability tells: 1 at one half, 0 at nought and one."""
    p = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.asarray(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)))


def patterns(links: pa.Table) -> NDArray[np.int64]:
    """(n,): the same number for rows with the same level of every attribute."""
    code = np.zeros(links.num_rows, np.int64)
    for name in links.column_names:
        if name.endswith("_level"):
            levels = _codes(links.column(name))
            code = np.unique(code * (levels.max(initial=0) + 1) + levels, return_inverse=True)[1].astype(np.int64)
    return code


def _codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    whole: Any = column.combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().combine_chunks()
    return np.asarray(whole.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64) + 1


def _place(pattern: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,): 0, 1, 2 … within each run of equal values."""
    first = np.flatnonzero(np.append(True, pattern[1:] != pattern[:-1])) if len(pattern) else np.empty(0, np.int64)
    return np.arange(len(pattern)) - np.repeat(first, np.diff(np.append(first, len(pattern))))
