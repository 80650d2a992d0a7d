"""A date as one integer, and as eight decimal digits of four bits each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.date import PartialDate

YEAR_SHIFT: Final = 11
MONTH_SHIFT: Final = 7
DAY_SHIFT: Final = 2
SWAPPABLE: Final = 2
"""Bit: the source allows day and month to be read the other way round."""
CENTURY_OPEN: Final = 1
"""Bit: the year came with two digits."""


def pack(date: PartialDate | None) -> int:
    """The date in 23 bits, 0 for none; unknown parts are 0."""
    if date is None or date.year is None:
        return 0
    month, day = date.month or 0, (date.day or 0) if date.month else 0
    swappable = SWAPPABLE if date.alternative == (day, month) and month != day else 0
    return date.year << YEAR_SHIFT | month << MONTH_SHIFT | day << DAY_SHIFT | swappable | bool(date.century_open)


@dataclass(frozen=True, slots=True)
class Dates:
    """Columns of n packed dates; ``digits`` holds YYYYMMDD with one decimal digit in each nibble."""

    packed: NDArray[np.int32]
    digits: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.packed)

    def take(self, index: NDArray[np.intp]) -> Dates:
        """The dates at ``index``."""
        return Dates(self.packed[index], self.digits[index])

    def parts(self) -> DateParts:
        """Year, month and day as columns of their own, 0 where unknown."""
        packed = self.packed
        year, month, day = packed >> YEAR_SHIFT, (packed >> MONTH_SHIFT) & 15, (packed >> DAY_SHIFT) & 31
        return DateParts(year, month, day, packed, self.digits)


class DateParts(NamedTuple):
    """Columns of n dates, taken apart for a comparison."""

    year: NDArray[np.int32]
    month: NDArray[np.int32]
    day: NDArray[np.int32]
    packed: NDArray[np.int32]
    digits: NDArray[np.uint32]


def columns(packed: NDArray[np.int32]) -> Dates:
    """Columns from packed dates."""
    year, month, day = packed >> YEAR_SHIFT, (packed >> MONTH_SHIFT) & 15, (packed >> DAY_SHIFT) & 31
    digits = _decimal(year) << 16 | _decimal(month) << 8 | _decimal(day)
    return Dates(packed, digits.astype(np.uint32))


def _decimal(number: NDArray[np.int32]) -> NDArray[np.int32]:
    """Binary-coded decimal of numbers up to 9999."""
    return number // 1000 << 12 | number // 100 % 10 << 8 | number // 10 % 10 << 4 | number % 10
