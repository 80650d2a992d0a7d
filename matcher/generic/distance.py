"""Edit distance up to two over pairs of distinct values, with a bound that spares most of them the computation.

One edit (insertion, deletion, substitution, or transposition of neighbours: optimal string alignment) changes at most
two letters of the set of letters and six of the set of adjacent pairs. Two values whose signatures differ in more bits
are further apart; hash collisions only make signatures more alike, so the bound never loses a pair.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.kernels import compiled

FAR: Final = 3
"""Stands for every distance above two."""

_LETTERS_PER_EDIT: Final = 2
_PAIRS_PER_EDIT: Final = 6


@compiled
def ones(word: np.uint64) -> int:
    """Number of bits that are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def edits(
    a: int,
    b: int,
    code: NDArray[np.uint16],
    at: NDArray[np.int64],
    signature: NDArray[np.uint64],
    rows: NDArray[np.int32],
) -> int:
    """Distance of two values, FAR above two; ``rows`` is scratch, (3, longest value + 1)."""
    size_a, size_b = at[a + 1] - at[a], at[b + 1] - at[b]
    if abs(size_a - size_b) >= FAR:
        return FAR
    if ones(signature[a, 0] ^ signature[b, 0]) > 2 * _LETTERS_PER_EDIT:
        return FAR
    if ones(signature[a, 1] ^ signature[b, 1]) > 2 * _PAIRS_PER_EDIT:
        return FAR
    first, other = at[a], at[b]
    while size_a > 0 and size_b > 0 and code[first] == code[other]:
        first, other, size_a, size_b = first + 1, other + 1, size_a - 1, size_b - 1
    while size_a > 0 and size_b > 0 and code[first + size_a - 1] == code[other + size_b - 1]:
        size_a, size_b = size_a - 1, size_b - 1
    return banded(code, first, size_a, other, size_b, rows)


@compiled
def banded(code: NDArray[np.uint16], first: int, size_a: int, other: int, size_b: int, rows: NDArray[np.int32]) -> int:
    """Optimal string alignment within two of the diagonal; FAR above two."""
    if size_a == 0 or size_b == 0:
        return min(size_a + size_b, FAR)
    for j in range(size_b + 1):
        rows[0, j] = min(j, FAR)
    for i in range(1, size_a + 1):
        now, before, earlier = i % 3, (i - 1) % 3, (i - 2) % 3
        low, high = max(1, i - 2), min(size_b, i + 2)
        rows[now, low - 1] = min(i, FAR) if low == 1 else FAR
        best = rows[now, low - 1]
        for j in range(low, high + 1):
            same = code[first + i - 1] == code[other + j - 1]
            value = rows[before, j - 1] + (0 if same else 1)
            if j < i + 2:
                value = min(value, rows[before, j] + 1)
            value = min(value, rows[now, j - 1] + 1)
            if (
                i > 1
                and j > 1
                and code[first + i - 1] == code[other + j - 2]
                and code[first + i - 2] == code[other + j - 1]
            ):
                value = min(value, rows[earlier, j - 2] + 1)
            rows[now, j] = min(value, FAR)
            best = min(best, rows[now, j])
        if best >= FAR:
            return FAR
    if abs(size_a - size_b) > 2:
        return FAR
    return int(rows[size_a % 3, size_b])
