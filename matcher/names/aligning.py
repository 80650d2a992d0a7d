"""The alignment of `distance` as a compiled loop: the same costs to the last bit, in a tenth of the time.

Importing the compiler takes longer than a single question, so only what runs for long asks for it
(`distance.compiled`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.kernels import compiled, inlined
from matcher.names.forms import LONGEST

Floats = NDArray[np.float32]
Codes = NDArray[np.uint8]
_CODES = 128


@compiled
def cheapest(
    strings: tuple[Codes, NDArray[np.int64]],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    tables: tuple[Floats, Floats, Floats],
    limits: tuple[float, float],
    found: Floats,
) -> None:
    """Fill `found` (n,) with the cost of each pair of `strings` (codes and sizes) by the habit that explains it best.

    `tables` are the substitutions, gaps and prices of all habits, each behind the other; habits after the first are
    tried only where the first one's cost lies between the `limits`. What the loops look at is taken out of the tuples
    first: a compiled call counts the references to each array that it is given.
    """
    codes, sizes = strings
    left, right = pairs
    substitution, gap, assume = tables
    low, high = limits
    skips, row = np.empty((2, LONGEST + 1), np.float32), np.empty(LONGEST + 1, np.float32)
    for i in range(len(left)):
        a, b = left[i], right[i]
        best = aligned(codes, a, sizes[a], b, sizes[b], 0, substitution, gap, skips, row) + assume[0]
        if low < best < high:
            for habit in range(1, len(assume)):
                cost = aligned(codes, a, sizes[a], b, sizes[b], habit, substitution, gap, skips, row) + assume[habit]
                best = min(best, cost)
        found[i] = best


@inlined
def aligned(
    codes: Codes,
    a: int,
    size_a: int,
    b: int,
    size_b: int,
    habit: int,
    substitution: Floats,
    gap: Floats,
    skips: Floats,
    row: Floats,
) -> np.float32:
    """Cost of reading one string as the other by a habit, its own price aside; `skips` and `row` are scratch."""
    skipped(codes, a, size_a, b, size_b, habit, gap, skips, 0)
    skipped(codes, b, size_b, a, size_a, habit, gap, skips, 1)
    row[0] = 0.0
    for j in range(size_b):
        row[j + 1] = row[j] + skips[1, j]
    for i in range(size_a):
        corner, left_out = row[0], skips[0, i]
        before = corner + left_out
        row[0] = before
        at = (habit * _CODES + codes[a, i]) * _CODES
        for j in range(size_b):
            met = corner + substitution[at + codes[b, j]]
            corner = row[j + 1]
            before = min(met, corner + left_out, before + skips[1, j])
            row[j + 1] = before
    cost: np.float32 = row[size_b]
    return cost


@inlined
def skipped(
    codes: Codes, own: int, size: int, other: int, other_size: int, habit: int, gap: Floats, skips: Floats, side: int
) -> None:
    """Cost of leaving out each symbol, by the symbol after it and the script it is left out in."""
    table = 2 * habit + (1 if other_size and codes[other, 0] > _CODES // 2 else 0)
    for i in range(size):
        after = codes[own, i + 1] if i + 1 < size else 0
        skips[side, i] = gap[(table * _CODES + codes[own, i]) * _CODES + after]
