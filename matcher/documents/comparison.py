"""Levels of two records' identifiers: the best pair of all their slots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.documents import faults
from matcher.documents.packing import OPAQUE, REPAIRED, Numbers, Slot

NUMBER_LEVELS: Final = (
    "missing",
    "same",
    "same_repaired",
    "same_zeros",
    "same_series_missing",
    "same_other_type",
    "same_other_series",
    "one_digit",
    "transposed_digits",
    "digit_missing",
    "different",
)
"""Levels of numbers, from the strongest agreement down."""

Judge = Callable[[Slot, Slot], NDArray[np.uint8]]


def best_pair(a: Numbers, b: Numbers, judge: Judge, different: int) -> NDArray[np.uint8]:
    """The lowest level over all pairs of slots; 0 where no two can be compared.

    ``judge`` gets aligned slots that are both filled and says 0 where the two are of kinds that do not compare.
    """
    level = np.full(len(a), different + 1, np.uint8)
    for one in a.slots:
        for other in b.slots:
            both = np.flatnonzero((one.length > 0) & (other.length > 0))
            found = judge(one.take(both), other.take(both))
            found[found == 0] = different + 1
            level[both] = np.minimum(level[both], found)
    level[level > different] = 0
    return level


def number_levels(a: Slot, b: Slot, levels: Sequence[str]) -> NDArray[np.uint8]:
    """How two numbers agree, whatever their kinds; ``levels`` is NUMBER_LEVELS or a part of it."""
    number = {name: np.uint8(i) for i, name in enumerate(levels)}
    level = np.full(len(a.length), number["different"], np.uint8)
    equal = a.digits == b.digits
    plain = (a.length != OPAQUE) & (b.length != OPAQUE)
    apart = np.flatnonzero(plain & ~equal & (np.abs(a.length.astype(np.int16) - b.length) <= 1))
    for name, rows in _faults(a.take(apart), b.take(apart)):
        level[apart[rows]] = number[name]
    repaired = ((a.flags | b.flags) & REPAIRED) > 0
    same_length = a.length == b.length
    level[equal & plain & ~same_length] = number["same_zeros"]
    level[equal & same_length] = np.where(repaired, number["same_repaired"], number["same"])[equal & same_length]
    return level


def _faults(a: Slot, b: Slot) -> list[tuple[str, NDArray[np.bool_]]]:
    same_length = a.length == b.length
    longer, shorter = np.maximum(a.digits, b.digits), np.minimum(a.digits, b.digits)
    a_longer = a.length > b.length
    longer = np.where(same_length, longer, np.where(a_longer, a.digits, b.digits))
    shorter = np.where(same_length, shorter, np.where(a_longer, b.digits, a.digits))
    return [
        ("digit_missing", ~same_length & faults.digit_missing(longer, shorter)),
        ("transposed_digits", same_length & faults.transposed(a.digits, b.digits)),
        ("one_digit", same_length & faults.one_digit(a.digits, b.digits)),
    ]
