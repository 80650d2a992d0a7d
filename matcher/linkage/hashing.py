"""Several codes as one number, and any numbers as dense ones: the arithmetic under keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.generic import NONE
from matcher.kernels import compiled

_FIRST: Final = np.uint64(0x9E3779B97F4A7C15)
_SECOND: Final = np.uint64(0xBF58476D1CE4E5B9)
"""Odd constants of splitmix64 (Steele, Lea and Flood 2014)."""


def mixed(parts: Sequence[NDArray[np.int32]]) -> NDArray[np.int64]:
    """(n,): several columns of codes as one 63-bit number, NONE where one of them is missing.

    Two of a hundred million different combinations fall together with a chance below one in a thousand; they would
    only be compared for nothing.
    """
    found = np.zeros(len(parts[0]), np.int64)
    for part in parts:
        mix_in(found, part)
    return found


@compiled
def mix_in(found: NDArray[np.int64], part: NDArray[np.int32]) -> None:
    """Add a column of codes to the numbers, in place."""
    for i in range(len(found)):
        if part[i] == NONE or found[i] == NONE:
            found[i] = NONE
        else:
            h = (np.uint64(found[i]) + np.uint64(part[i] + 1)) * _FIRST
            h = (h ^ (h >> np.uint64(29))) * _SECOND
            found[i] = np.int64((h ^ (h >> np.uint64(32))) >> np.uint64(1))


def dense(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The numbers as 0, 1, 2 … in order of first appearance, NONE kept; and how often each stands there."""
    found = np.empty(len(numbers), np.int32)
    counts = np.zeros(len(numbers), np.int64)
    size = 1 << max(4, (2 * len(numbers)).bit_length())
    used = _dense(numbers, np.full(size, NONE, np.int32), np.empty(len(numbers), np.int64), found, counts)
    return found, counts[:used]


@compiled
def _dense(
    numbers: NDArray[np.int64],
    slots: NDArray[np.int32],
    known: NDArray[np.int64],
    found: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> int:
    """Open addressing with linear steps; ``slots`` holds at least twice as many places as there are numbers."""
    mask, used = np.uint64(len(slots) - 1), 0
    for i in range(len(numbers)):
        number = numbers[i]
        if number == NONE:
            found[i] = NONE
            continue
        h = np.uint64(number) * _FIRST
        at = (h >> np.uint64(20)) & mask
        while slots[at] != NONE and known[slots[at]] != number:
            at = (at + np.uint64(1)) & mask
        if slots[at] == NONE:
            slots[at] = used
            known[used] = number
            used += 1
        found[i] = slots[at]
        counts[slots[at]] += 1
    return used


def hashed_texts(texts: pa.StringArray) -> NDArray[np.int64]:
    """(n,): each text of an Arrow array without nulls as a 63-bit number, the same in every process (FNV-1a, mixed)."""
    found = np.empty(len(texts), np.int64)
    if len(texts):
        _, offsets, content = texts.buffers()
        at = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        _hash_texts(np.frombuffer(content or b"", np.uint8), at, found)
    return found


@compiled
def _hash_texts(held: NDArray[np.uint8], at: NDArray[np.int32], found: NDArray[np.int64]) -> None:
    for text in range(len(at) - 1):
        h = np.uint64(0xCBF29CE484222325)
        for i in range(at[text], at[text + 1]):
            h = (h ^ np.uint64(held[i])) * np.uint64(0x100000001B3)
        h = (h ^ (h >> np.uint64(29))) * _SECOND
        found[text] = np.int64((h ^ (h >> np.uint64(32))) >> np.uint64(1))
