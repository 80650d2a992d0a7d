"""Identifiers as columns of integers: digits in four bits each, so that faults of typing are faults of bits."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.documents import kinds
from matcher.documents.canonical import Number

MAX_DIGITS: Final = 15
"""Longer numbers are compared as a whole only."""
OPAQUE: Final = 255
"""The length that marks such a number; its packed value is a hash."""
_STRANGERS: Final = "abcdef"
"""The values beyond 9 that four bits have: a letter among the digits becomes one, and counts as a wrong digit."""
REPAIRED: Final = 1
CHECK_FAILS: Final = 2

Packed = tuple[int, int, int, int, int]
"""Digits, length, series, kind, flags of one identifier."""


def pack(number: Number, check_fails: bool = False) -> Packed:
    """One identifier as plain integers."""
    short = len(number.digits) <= MAX_DIGITS
    plain = number.digits.isascii() and number.digits.isdecimal()
    packed = number.digits if plain else "".join(_four_bits(c) for c in number.digits)
    digits = int(packed, 16) if short else _hash(number.digits, 7)
    length = len(number.digits) if short else OPAQUE
    flags = REPAIRED * (number.repaired or not plain) | CHECK_FAILS * check_fails
    return digits, length, _series(number.series) if number.series else 0, _kind_codes()[number.kind], flags


@dataclass(frozen=True, slots=True)
class Slot:
    """One identifier of each of n records; length 0 where a record has none."""

    digits: NDArray[np.uint64]
    length: NDArray[np.uint8]
    series: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    flags: NDArray[np.uint8]

    def take(self, index: NDArray[np.intp]) -> Slot:
        """The records at ``index``."""
        return Slot(self.digits[index], self.length[index], self.series[index], self.kind[index], self.flags[index])


@dataclass(frozen=True, slots=True)
class Numbers:
    """All identifiers of n records, one slot after the other."""

    slots: tuple[Slot, ...]

    def __len__(self) -> int:
        return len(self.slots[0].length)

    def take(self, index: NDArray[np.intp]) -> Numbers:
        """The records at ``index``."""
        return Numbers(tuple(slot.take(index) for slot in self.slots))


def columns(rows: Sequence[tuple[Packed, ...]]) -> Numbers:
    """Columns for n records with any number of identifiers each."""
    width = max(1, max(map(len, rows), default=1))
    return Numbers(tuple(_slot([row[i] if len(row) > i else _NONE for row in rows]) for i in range(width)))


_NONE: Final[Packed] = (0, 0, 0, 0, 0)


def _slot(packed: list[Packed]) -> Slot:
    digits, length, series, kind, flags = zip(*packed, strict=True) if packed else ((), (), (), (), ())
    return Slot(
        np.array(digits, np.uint64),
        np.array(length, np.uint8),
        np.array(series, np.uint32),
        np.array(kind, np.uint8),
        np.array(flags, np.uint8),
    )


def _four_bits(character: str) -> str:
    return character if character in "0123456789" else _STRANGERS[ord(character) % len(_STRANGERS)]


@functools.lru_cache(1 << 12)
def _series(text: str) -> int:
    """Series repeat from paper to paper."""
    return _hash(text, 4)


def _hash(text: str, size: int) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=size).digest()) | 1


@functools.cache
def _kind_codes() -> dict[str, int]:
    return {kind: code for code, kind in enumerate(kinds.kinds())}
