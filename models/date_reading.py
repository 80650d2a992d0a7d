"""Reading a date from the text of a source, with the precision it has and without filling anything up.

Rules where a text allows more than one answer:

* Dots and dashes put the day first, ISO and other texts that open with four digits the year. Where that order gives
  no date of the calendar and the swapped one does (02.13.1990, 1990-25-01), the swapped one is read: only one reading
  is left, and refusing the row would help nobody. Where neither does (31.02), the date is impossible.
* Slashes are read day first; if both orders are dates, the other is kept as ``alternative``.
* A two-digit year is put into the latest century that is not in the future, and ``century_open`` is set.
* ``00`` (also ``XX``, ``??``, ``--``) for a day or month means unknown; an unknown month makes the day unknown too.
* A time of day behind the date (spreadsheets) is dropped.
"""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, Final

from models.date import PartialDate
from models.errors import BadValue

CACHED_TEXTS: Final = 1 << 16
"""How many distinct date texts are remembered; a register of any size has fewer than this many birthdays in use."""

_UNREADABLE: Final = "date_unreadable"
_IMPOSSIBLE: Final = "date_impossible"
_LEAP_YEAR: Final = 2000


def read_date(text: str, field: str) -> PartialDate:
    """The date in ``text``; raises BadValue (date_unreadable, date_impossible, date_out_of_range) naming ``field``."""
    found = _read(text)
    if isinstance(found, str):
        raise BadValue(found, field)
    _check_bounds(found, field)
    return found


def read_mrz_date(text: str) -> PartialDate:
    """YYMMDD of a machine readable zone, unknown parts ``<``; an unreadable part becomes unknown, never an error.

    Source: ICAO Doc 9303 part 3, 4.8. The century is open; the latest one that is not in the future is set.
    """
    year, month, day = (_digits(text[i : i + 2]) for i in (0, 2, 4))
    if year is None:
        return PartialDate(text)
    full = _century(year)
    if month is None or not 1 <= month <= 12:
        return PartialDate(text, full, century_open=True)
    known_day = day if day is not None and _exists(full, month, day) else None
    return PartialDate(text, full, month, known_day, century_open=True)


def _check_bounds(date: PartialDate, field: str) -> None:
    bounds = _words()["bounds"]
    latest = bounds["latest_year"]
    if field.endswith("birth_date"):
        latest = datetime.date.today().year + bounds["birth_years_ahead"]
    if date.year is not None and not bounds["earliest_year"] <= date.year <= latest:
        raise BadValue("date_out_of_range", field, earliest=bounds["earliest_year"], latest=latest)


@functools.lru_cache(CACHED_TEXTS)
def _read(text: str) -> PartialDate | str:
    """The date, or the code of the error."""
    if fast := _iso(text):
        return fast
    plain = _without_time(unicodedata.normalize("NFKC", text).casefold())
    if plain.isdecimal():
        return _bare(text, plain)
    if numeric := _pattern("numeric").fullmatch(plain):
        return _numeric(text, numeric)
    return _worded(text, plain)


def _iso(text: str) -> PartialDate | None:
    """The commonest form without any ceremony: a valid YYYY-MM-DD."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return PartialDate(text, date.year, date.month, date.day)


def _without_time(plain: str) -> str:
    plain = _pattern("time").sub("", plain.strip().replace("'", "").replace("’", ""))
    return _pattern("tail").sub("", plain).strip(" ,.;")


def _bare(text: str, digits: str) -> PartialDate | str:
    """Digits alone: YYYY, YYYYMMDD, or DDMMYYYY where the first reading is no date."""
    if len(digits) == 4:
        return PartialDate(text, int(digits))
    if len(digits) != 8:
        return _UNREADABLE
    for y, m, d in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        found = _assemble(text, int(y), int(m), int(d))
        if isinstance(found, PartialDate) and int(y) >= _words()["bounds"]["earliest_year"]:
            return found
    return _IMPOSSIBLE


def _numeric(text: str, match: re.Match[str]) -> PartialDate | str:
    first, second, third, mark = match["a"], match["b"], match["c"], match["mark"]
    if third is None:
        return _year_and_month(text, first, second)
    if len(first) == 4:
        return _ordered(text, first, second, third)
    if len(third) in (2, 4) and len(first) <= 2:
        return _ordered(text, third, second, first, both=mark == "/")
    return _UNREADABLE


def _year_and_month(text: str, first: str, second: str) -> PartialDate | str:
    year, month = (first, second) if len(first) == 4 else (second, first)
    if len(year) != 4 or len(month) > 2 or not year.isdecimal():
        return _UNREADABLE
    return _assemble(text, int(year), _part(month), 0)


def _ordered(text: str, year: str, month: str, day: str, both: bool = False) -> PartialDate | str:
    if not year.isdecimal():
        return _UNREADABLE
    open_ = len(year) == 2
    y, m, d = _century(int(year)) if open_ else int(year), _part(month), _part(day)
    found = _assemble(text, y, m, d, open_)
    if isinstance(found, str):
        return _assemble(text, y, d, m, open_) if m and d else found
    if both and m and d and m != d and _exists(y, d, m):
        return PartialDate(text, y, m, d, (d, m), open_)
    return found


def _worded(text: str, plain: str) -> PartialDate | str:
    """A date with its month as a word or Roman number: 1 февраля 1990 г., Feb 1, 1990, 12.IV.1990."""
    months, numbers = _tokens(plain)
    if months is None or not 1 <= len(numbers) + len(months) <= 3:
        return _UNREADABLE
    if not months:
        return _assemble(text, int(numbers[0]), 0, 0) if len(numbers) == 1 and len(numbers[0]) == 4 else _UNREADABLE
    if len(months) > 1 or not numbers:
        return _UNREADABLE
    years = [n for n in numbers if len(n) == 4]
    if not years and len(numbers) == 2 and len(numbers[-1]) == 2:
        years = numbers[-1:]
    if len(years) != 1:
        return _UNREADABLE
    day = next((n for n in numbers if n is not years[0]), "0")
    open_ = len(years[0]) == 2
    return _assemble(text, _century(int(years[0])) if open_ else int(years[0]), months[0], int(day), open_)


def _tokens(plain: str) -> tuple[list[int] | None, list[str]]:
    """Month numbers and digit groups in order; months is None when a word is neither month nor filler."""
    table, filler = month_words(), _filler()
    months: list[int] = []
    numbers: list[str] = []
    for token in _pattern("token").findall(plain):
        if token.isdecimal() and len(token) <= 4:
            numbers.append(token)
        elif token in table:
            months.append(table[token])
        elif token not in filler:
            return None, numbers
    return months, numbers


def _assemble(text: str, year: int, month: int, day: int, century_open: bool = False) -> PartialDate | str:
    """A date from numbers in which 0 means unknown."""
    if month > 12 or day > 31:
        return _IMPOSSIBLE
    if not month:
        return PartialDate(text, year, century_open=century_open)
    if not day:
        return PartialDate(text, year, month, century_open=century_open)
    if not _exists(year, month, day):
        return _IMPOSSIBLE
    return PartialDate(text, year, month, day, century_open=century_open)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year or _LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def _part(text: str) -> int:
    """A day or month in digits; letters, question marks and dashes stand for an unknown one."""
    return int(text) if text.isdecimal() else 0


def _digits(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _century(year: int) -> int:
    """The latest year that ends in these two digits and is not in the future."""
    today = datetime.date.today().year
    return today - (today - year) % 100


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    unknown = r"[xх?_*-]{2}"
    return re.compile(
        {
            "time": r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?( ?(z|utc|[+-]\d{2}:?\d{2}))?$",
            "tail": r"[\s,]*(?<![^\W\d_])(г\.?\s*р|г|год|года|ж\.?\s*т|ж|жылы|с)\.?$",
            "numeric": rf"(?P<a>\d{{1,4}}|{unknown})\s*(?P<mark>[./,\-\s–])\s*(?P<b>\d{{1,4}}|{unknown})"
            rf"(?:\s*(?P=mark)\s*(?P<c>\d{{1,4}}|{unknown}))?",
            "token": r"\d+|[^\W\d_]+",
        }[name]
    )


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("models").joinpath("date_words.toml").read_text("utf-8"))


@functools.cache
def month_words() -> dict[str, int]:
    """Case-folded month word, abbreviation or Roman number to 1–12; source: ``date_words.toml``."""
    return {word: int(number) for number, words in _words()["months"].items() for word in words}


@functools.cache
def _filler() -> frozenset[str]:
    return frozenset(_words()["filler"]["words"])
