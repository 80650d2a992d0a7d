"""The alignment of `distance` as a compiled loop: the same costs to the last bit, in a tenth of the time.

Importing the compiler takes longer than a single question, so only what runs for long asks for it
(`distance.compiled`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.kernels import compiled
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
    tried only where the first one's cost lies between the `limits`.
    """
    codes, sizes = strings
    left, right = pairs
    skips, row = np.empty((2, LONGEST + 1), np.float32), np.empty(LONGEST + 1, np.float32)
    for i in range(len(left)):
        a, b = codes[left[i], : sizes[left[i]]], codes[right[i], : sizes[right[i]]]
        best = aligned((a, b), 0, tables, skips, row)
        if limits[0] < best < limits[1]:
            for habit in range(1, len(tables[2])):
                best = min(best, aligned((a, b), habit, tables, skips, row))
        found[i] = best


@compiled
def aligned(
    pair: tuple[Codes, Codes], habit: int, tables: tuple[Floats, Floats, Floats], skips: Floats, row: Floats
) -> np.float32:
    """Cost of reading one string as the other by a habit; `skips` and `row` are scratch."""
    (a, b), (substitution, gap, assume) = pair, tables
    skipped(a, b, habit, gap, skips[0])
    skipped(b, a, habit, gap, skips[1])
    row[0] = 0.0
    for j in range(len(b)):
        row[j + 1] = row[j] + skips[1, j]
    for i in range(len(a)):
        corner, row[0] = row[0], row[0] + skips[0, i]
        at = (habit * _CODES + a[i]) * _CODES
        for j in range(len(b)):
            met = corner + substitution[at + b[j]]
            corner = row[j + 1]
            row[j + 1] = min(met, corner + skips[0, i], row[j] + skips[1, j])
    cost: np.float32 = row[len(b)] + assume[habit]
    return cost


@compiled
def skipped(codes: Codes, other: Codes, habit: int, gap: Floats, into: Floats) -> None:
    """Cost of leaving out each symbol, by the symbol after it and the script it is left out in."""
    table = 2 * habit + (1 if len(other) and other[0] > _CODES // 2 else 0)
    for i in range(len(codes)):
        after = codes[i + 1] if i + 1 < len(codes) else 0
        into[i] = gap[(table * _CODES + codes[i]) * _CODES + after]
