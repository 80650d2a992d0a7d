"""Errors of the birth date. Every result is a date of the calendar, or a form that says it is partial."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Final

from benchmarks.population.views import View

_KEYPAD: Final = {
    "0": "1",
    "1": "240",
    "2": "135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "579",
    "9": "68",
}
_TRIES: Final = 60
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2025
_Parts = tuple[int, int, int]
_Change = Callable[[_Parts, random.Random], _Parts | None]


def split_date(text: str) -> _Parts | None:
    """Year, month, day of YYYY-MM-DD or DD.MM.YYYY; None for anything else."""
    if len(text) != 10:
        return None
    if text[4] == "-":
        return int(text[:4]), int(text[5:7]), int(text[8:])
    return (int(text[6:]), int(text[3:5]), int(text[:2])) if text[2] == "." else None


def join_date(parts: _Parts, like: str) -> str:
    """The date in the form of ``like``."""
    year, month, day = parts
    return f"{year:04d}-{month:02d}-{day:02d}" if like[4] == "-" else f"{day:02d}.{month:02d}.{year:04d}"


def is_date(parts: _Parts) -> bool:
    """Whether the calendar of the last 125 years has this day."""
    try:
        datetime.date(*parts)
    except ValueError:
        return False
    return _FIRST_YEAR <= parts[0] <= _LAST_YEAR


def _changed(change: _Change) -> Callable[[View, int, random.Random], bool]:
    def fault(view: View, row: int, chance: random.Random) -> bool:
        column = view.columns["birth_date"]
        parts = split_date(column[row])
        found = change(parts, chance) if parts else None
        if found is None or found == parts or not is_date(found):
            return False
        column[row] = join_date(found, column[row])
        return True

    return fault


def _digits(parts: _Parts) -> str:
    return f"{parts[2]:02d}{parts[1]:02d}{parts[0]:04d}"


def _parts(digits: str) -> _Parts:
    return int(digits[4:]), int(digits[2:4]), int(digits[:2])


def _first_valid(candidates: list[str], chance: random.Random) -> _Parts | None:
    """One of the digit texts that is a date; None if none is."""
    chance.shuffle(candidates)
    return next((_parts(c) for c in candidates if is_date(_parts(c))), None)


def _wrong_digit(parts: _Parts, chance: random.Random) -> _Parts | None:
    text = _digits(parts)
    for _ in range(_TRIES):
        at, digit = chance.randrange(8), chance.choice("0123456789")
        found = text[:at] + digit + text[at + 1 :]
        if found != text and is_date(_parts(found)):
            return _parts(found)
    return None


def _keypad(parts: _Parts, chance: random.Random) -> _Parts | None:
    text = _digits(parts)
    return _first_valid([text[:i] + d + text[i + 1 :] for i in range(8) for d in _KEYPAD[text[i]]], chance)


def _transposed(parts: _Parts, chance: random.Random) -> _Parts | None:
    text = _digits(parts)
    pairs = [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in (0, 2, 6, 5)]
    return _first_valid([p for p in pairs if p != text], chance)


def _month(parts: _Parts, chance: random.Random) -> _Parts:
    return parts[0], (parts[1] - 1 + chance.choice((-1, 1))) % 12 + 1, parts[2]


def _year_only(view: View, row: int, chance: random.Random, slip: int = 0) -> bool:
    parts = split_date(view.columns["birth_date"][row])
    if parts is None:
        return False
    year = parts[0] + slip
    forms = (f"00.00.{year}", f"{year}", f"{year}-00-00")
    view.columns["birth_date"][row] = chance.choice(forms)
    return True


def _year_from_age(view: View, row: int, chance: random.Random) -> bool:
    return _year_only(view, row, chance, slip=chance.choice((-1, 0, 0, 1)))


def _two_digits(view: View, row: int, _: random.Random) -> bool:
    parts = split_date(view.columns["birth_date"][row])
    if parts is None:
        return False
    view.columns["birth_date"][row] = f"{parts[2]:02d}.{parts[1]:02d}.{parts[0] % 100:02d}"
    return True


FAULTS: Final = {
    "day_month_swap": _changed(lambda d, r: (d[0], d[2], d[1])),
    "first_january": _changed(lambda d, r: (d[0], 1, 1)),
    "wrong_digit": _changed(_wrong_digit),
    "keypad_neighbour": _changed(_keypad),
    "digits_transposed": _changed(_transposed),
    "wrong_century": _changed(lambda d, r: (d[0] + (100 if d[0] < 1926 else -100), d[1], d[2])),
    "neighbour_year": _changed(lambda d, r: (d[0] + r.choice((-1, 1)), d[1], d[2])),
    "neighbour_month": _changed(_month),
    "year_only": _year_only,
    "year_from_age": _year_from_age,
    "two_digit_year": _two_digits,
}
