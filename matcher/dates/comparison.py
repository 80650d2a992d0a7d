"""Agreement levels of two columns of dates."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.dates import tables
from matcher.dates.packing import CENTURY_OPEN, SWAPPABLE, DateParts, Dates

LEVELS: Final = (
    "missing",
    "exact",
    "exact_alternate",
    "century",
    "month_precision",
    "year_precision",
    "placeholder",
    "day_month_swap",
    "neighbour_day",
    "neighbour_month",
    "neighbour_year",
    "neighbour_year_alone",
    "keypad_digit",
    "one_digit",
    "year_digit",
    "transposed_digits",
    "same_day_month",
    "same_month_year",
    "same_year",
    "different",
    "different_generation",
)
LEVEL: Final = {name: np.uint8(number) for number, name in enumerate(LEVELS)}

Mask = NDArray[np.bool_]

_NIBBLES: Final = np.uint32(0x11111111)


def compare_dates(a: Dates, b: Dates) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The level of each pair, and the share of people who have the agreeing date, each (n,)."""
    one, other = a.parts(), b.parts()
    level = _levels(one, other)
    return level, _frequency(one, level)


def _levels(a: DateParts, b: DateParts) -> NDArray[np.uint8]:
    """Where several levels hold, the strongest counts: the rules stand from the weakest to the strongest."""
    same_year, same_month, same_day = a.year == b.year, a.month == b.month, a.day == b.day
    full = (a.day > 0) & (b.day > 0)
    same_birthday = same_month & same_day & full
    exact = same_birthday & same_year
    level = _apart(a, b)
    level[_years_alone(a, b) & (np.abs(a.year - b.year) == 1)] = LEVEL["neighbour_year_alone"]
    level[same_year] = LEVEL["same_year"]
    level[same_year & same_month & full] = LEVEL["same_month_year"]
    level[same_birthday] = LEVEL["same_day_month"]
    _typing_faults(level, a, b, full & ~exact)
    _neighbours(level, a, b, full & ~exact)
    crossed = full & same_year & (a.month == b.day) & (a.day == b.month)
    level[crossed] = LEVEL["day_month_swap"]
    level[same_year & full & (_is_placeholder(a) | _is_placeholder(b))] = LEVEL["placeholder"]
    _partial(level, a, b, same_year & ~full, same_month)
    level[same_birthday & _same_short_year(a, b)] = LEVEL["century"]
    level[crossed & (((a.packed | b.packed) & SWAPPABLE) > 0)] = LEVEL["exact_alternate"]
    level[exact] = LEVEL["exact"]
    level[(a.packed == 0) | (b.packed == 0)] = LEVEL["missing"]
    return level


def _frequency(a: DateParts, level: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Share of people who have the agreeing date (or year and month, or year); NaN where no one value agrees."""
    share = np.full(len(a.packed), np.nan, np.float32)
    exact = level == LEVEL["exact"]
    share[exact] = tables.day_share()[a.month[exact], a.day[exact]]
    share[level == LEVEL["month_precision"]] = tables.day_share()[1, 0]
    share[(level == LEVEL["year_precision"]) | (level == LEVEL["placeholder"])] = 1.0
    return np.asarray(share * tables.year_share()[a.year], np.float32)


def _apart(a: DateParts, b: DateParts) -> NDArray[np.uint8]:
    gap = np.abs(a.year - b.year)
    far = gap >= tables.data()["keypads"]["generation_years"]
    return np.where(far, LEVEL["different_generation"], LEVEL["different"])


def _typing_faults(level: NDArray[np.uint8], a: DateParts, b: DateParts, full: Mask) -> None:
    """One wrong digit, and two neighbouring digits that changed places."""
    unlike = a.digits ^ b.digits
    marks = np.asarray((unlike | unlike >> 1 | unlike >> 2 | unlike >> 3) & _NIBBLES, np.uint32)
    count = np.bitwise_count(marks)
    twice = np.flatnonzero(full & (count == 2))
    level[twice[_transposed(a.digits[twice], b.digits[twice], marks[twice])]] = LEVEL["transposed_digits"]
    once = np.flatnonzero(full & (count == 1))
    level[once] = np.where(marks[once] >= 1 << 16, LEVEL["year_digit"], LEVEL["one_digit"])
    level[once[_near_keys(a.digits[once], b.digits[once], marks[once])]] = LEVEL["keypad_digit"]


def _transposed(a: NDArray[np.uint32], b: NDArray[np.uint32], marks: NDArray[np.uint32]) -> Mask:
    low = marks & (~marks + np.uint32(1))
    shift = np.bitwise_count(low - np.uint32(1))
    one, other = (a >> shift) & 0xFF, (b >> shift) & 0xFF
    adjacent = marks == low | low << np.uint32(4)
    return np.asarray(adjacent & (one == ((other & 15) << 4 | other >> 4)))


def _near_keys(a: NDArray[np.uint32], b: NDArray[np.uint32], mark: NDArray[np.uint32]) -> Mask:
    shift = np.bitwise_count(mark - np.uint32(1))
    return np.asarray(tables.key_neighbours()[(a >> shift) & 15, (b >> shift) & 15])


def _neighbours(level: NDArray[np.uint8], a: DateParts, b: DateParts, full: Mask) -> None:
    """The next day, month or year: a miscount rather than a typing fault."""
    same_day = full & (a.day == b.day)
    level[same_day & (a.month == b.month) & (np.abs(a.year - b.year) == 1)] = LEVEL["neighbour_year"]
    months = np.abs((a.year - b.year) * 12 + a.month - b.month)
    level[same_day & (a.year == b.year) & (months == 1)] = LEVEL["neighbour_month"]
    close = np.flatnonzero(full & (months <= 1))
    next_day = np.abs(_day_number(a, close) - _day_number(b, close)) == 1
    level[close[next_day]] = LEVEL["neighbour_day"]


def _day_number(dates: DateParts, index: NDArray[np.intp]) -> NDArray[np.int64]:
    months = (dates.year[index].astype(np.int64) - 1970) * 12 + dates.month[index] - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.asarray(first + dates.day[index])


def _is_placeholder(dates: DateParts) -> Mask:
    return np.asarray(tables.placeholders()[dates.month, dates.day])


def _years_alone(a: DateParts, b: DateParts) -> Mask:
    """Pairs of which one side knows no more than the year: what is reckoned from an age is often one off."""
    return np.asarray((a.month == 0) | (b.month == 0) | _is_placeholder(a) | _is_placeholder(b))


def _partial(level: NDArray[np.uint8], a: DateParts, b: DateParts, same_year: Mask, same_month: Mask) -> None:
    no_month = (a.month == 0) | (b.month == 0)
    no_day = (a.day == 0) | (b.day == 0)
    level[same_year & no_month] = LEVEL["year_precision"]
    level[same_year & ~no_month & no_day & same_month] = LEVEL["month_precision"]


def _same_short_year(a: DateParts, b: DateParts) -> Mask:
    """Years that end in the same two digits and differ: a two-digit year put into the wrong century."""
    gap = np.abs(a.year - b.year)
    open_ = ((a.packed | b.packed) & CENTURY_OPEN) > 0
    return np.asarray((gap == 100) | (open_ & (gap > 0) & (gap % 100 == 0)))
