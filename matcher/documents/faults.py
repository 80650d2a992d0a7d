"""Which fault of typing parts two numbers: vectorised over digits packed four bits each."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Digits = NDArray[np.uint64]
Mask = NDArray[np.bool_]

_ONES: Final = np.uint64(0x1111111111111111)
_FOUR: Final = np.uint64(4)
_ONE: Final = np.uint64(1)


def one_digit(a: Digits, b: Digits) -> Mask:
    """Whether exactly one digit differs; for numbers of one length."""
    return np.asarray(np.bitwise_count(_unlike(a, b)) == 1)


def transposed(a: Digits, b: Digits) -> Mask:
    """Whether two neighbouring digits changed places; for numbers of one length."""
    marks = _unlike(a, b)
    low = marks & (~marks + _ONE)
    shift = np.bitwise_count(low - _ONE).astype(np.uint64)
    one, other = (a >> shift) & np.uint64(0xFF), (b >> shift) & np.uint64(0xFF)
    swapped = one == ((other & np.uint64(15)) << _FOUR | other >> _FOUR)
    return np.asarray((marks == (low | low << _FOUR)) & (marks != 0) & swapped)


def digit_missing(longer: Digits, shorter: Digits) -> Mask:
    """Whether the second is the first without one digit; the first must have one digit more."""
    low = _unlike(longer, shorter)
    low = low & (~low + _ONE)
    shift = np.bitwise_count(low - _ONE).astype(np.uint64)
    cut = np.minimum(shift + _FOUR, np.uint64(63))
    below = (_ONE << shift) - _ONE
    return np.asarray(((longer >> cut << shift) | (longer & below)) == shorter)


def _unlike(a: Digits, b: Digits) -> Digits:
    """The lowest bit of every four that differ."""
    bits = a ^ b
    return np.asarray((bits | bits >> _ONE | bits >> np.uint64(2) | bits >> np.uint64(3)) & _ONES)
