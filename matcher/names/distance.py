"""Weighted edit distance between symbol strings, in bits, worked out for many pairs at once.

The costs are conditional surprises learned from aligned spellings of one name (see `train`): −log2 of the share with which
one symbol stands where the other does, and of the share with which a symbol is left out before another. Zero is what every
scribe would write; ten is a letter nobody writes for another.

Needleman & Wunsch (1970) over anti-diagonals, so that numpy works on all pairs of a bucket in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CODES = 128
_FAR = np.float32(60.0)
_BUCKET = 1500
_SETTLED, _HOPELESS = 1.0, 45.0
_DATA = Path(__file__).parent / "data" / "letter_costs.npz"

Floats = NDArray[np.float32]

HABITS = ("russian", "ukrainian", "belarusian", "kazakh_kyrgyz", "tajik_uzbek", "marks_lost")
"""Spelling habits, each with costs of its own: a token is read wholly by one habit, the cheapest."""


class Costs(NamedTuple):
    """Costs of one habit: substitution (128, 128), gaps by the other side's script, symbol and next symbol (2, 128, 128), and
    what it costs to assume the habit, all in bits."""

    substitution: Floats
    gap: Floats
    assume: float


@cache
def costs() -> tuple[Costs, ...]:
    """The shipped costs of each habit, in the order of `HABITS`."""
    with np.load(_DATA) as data:
        tables = zip(data["substitution"], data["gap"], data["assume"], strict=True)
        return tuple(prepare_costs(sub, gap, float(assume)) for sub, gap, assume in tables)


def prepare_costs(substitution: Floats, gap: Floats, assume: float = 0.0) -> Costs:
    """The tables with the padding code made free against itself and impossible against a symbol."""
    sub, skip = substitution.astype(np.float32), gap.astype(np.float32)
    sub[0, :], sub[:, 0], skip[:, 0, :] = _FAR, _FAR, 0.0
    sub[0, 0] = 0.0
    return Costs(sub, skip, assume)


def distances(left: Sequence[bytes], right: Sequence[bytes], tables: tuple[Costs, ...] | None = None) -> Floats:
    """Cost in bits of reading left[i] as right[i] by the habit that explains it best; float32 (n,)."""
    used = tables or costs()
    found = np.empty(len(left), dtype=np.float32)
    sizes = np.fromiter((max(len(a), len(b)) for a, b in zip(left, right, strict=True)), np.int64, count=len(left))
    order = np.argsort(sizes, kind="stable")
    for start in range(0, len(order), _BUCKET):
        rows = order[start : start + _BUCKET]
        a, b = pad([left[i] for i in rows]), pad([right[i] for i in rows])
        found[rows] = _cheapest(a, b, used)
    return found


def _cheapest(a: NDArray[np.intp], b: NDArray[np.intp], tables: tuple[Costs, ...]) -> Floats:
    """The lowest cost over the habits; those after the first are tried only where they could change the matter."""
    best = _align(a, b, tables[0]) + np.float32(tables[0].assume)
    open_ = np.flatnonzero((best > _SETTLED) & (best < _HOPELESS))
    if len(open_):
        a, b = np.ascontiguousarray(a[:, open_]), np.ascontiguousarray(b[:, open_])
        others = [_align(a, b, table) + np.float32(table.assume) for table in tables[1:]]
        best[open_] = np.min([best[open_], *others], axis=0)
    return best


def pad(strings: Sequence[bytes]) -> NDArray[np.intp]:
    """Codes as a matrix (longest, n), padded with zeros, so that one position of all pairs lies together."""
    width = max(1, *(len(s) for s in strings)) if strings else 1
    flat = np.frombuffer(b"".join(s.ljust(width, b"\0") for s in strings), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(strings), width).T).astype(np.intp)


def _skips(codes: NDArray[np.intp], other: NDArray[np.intp], gap: Floats) -> Floats:
    """Cost of leaving out each symbol, by the symbol after it and the script it is left out in."""
    after = np.zeros_like(codes)
    after[:-1] = codes[1:]
    script = (other[0] > CODES // 2) * (CODES * CODES)
    return gap.ravel().take(codes * CODES + after + script)


def _align(a: NDArray[np.intp], b: NDArray[np.intp], table: Costs) -> Floats:
    sub, gap = table.substitution, table.gap
    (rows, n), columns = a.shape, b.shape[0]
    skip_a, skip_b = _skips(a, b, gap), _skips(b, a, gap)[::-1]
    across, flat = b[::-1], sub.ravel()
    base = a * CODES
    older = np.full((rows + 1, n), _FAR, dtype=np.float32)
    old = older.copy()
    old[0] = 0.0
    for k in range(1, rows + columns + 1):
        new = np.full((rows + 1, n), _FAR * 4, dtype=np.float32)
        low, high = max(0, k - columns), min(k, rows)
        top = min(high, k - 1)
        if low <= top:
            at = columns - k + low
            new[low : top + 1] = old[low : top + 1] + skip_b[at : at + top + 1 - low]
        first = max(low, 1)
        if first <= high:
            np.minimum(
                new[first : high + 1], old[first - 1 : high] + skip_a[first - 1 : high], out=new[first : high + 1]
            )
        if first <= top:
            at = columns - k + first
            met = flat.take(base[first - 1 : top] + across[at : at + top + 1 - first])
            np.minimum(new[first : top + 1], older[first - 1 : top] + met, out=new[first : top + 1])
        older, old = old, new
    return old[rows]
