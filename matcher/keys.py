"""Candidate keys: short texts that two records of one person nearly always share at least one of.

Every key joins two or three parts, so that no key is shared by a large part of a register; the few single-part keys
(kinds of ``BROAD``) answer queries that hold nothing else. Parts are folded so far that spelling habits do not part
them: skeletons of names, a date whose day and month stand in order of size, a document number without its zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.dates.packing import DAY_SHIFT, MONTH_SHIFT, YEAR_SHIFT
from matcher.features import ROOMS, Row
from matcher.names import keys as name_keys

KEY_VERSION: Final = 2
"""Raised whenever ``keys`` makes other keys; an index of another version is rebuilt."""

BROAD: Final = frozenset({"s", "d", "sg"})
"""Kinds of keys that many people share; used when the narrow ones find too little."""

_NAMES: Final = 1 + ROOMS.index("matcher.names_comparator")
_DATE: Final = 1 + ROOMS.index("matcher.dates")
_NUMBERS: Final = tuple(1 + ROOMS.index(room) for room in ("matcher.documents", "matcher.documents.personal"))


@dataclass(frozen=True, slots=True)
class Parts:
    """What keys are made of: folded parts of names, the birth date, document numbers."""

    surnames: tuple[str, ...]
    givens: tuple[str, ...]
    fathers: tuple[str, ...]
    pairs: tuple[str, ...]
    year: int
    day: str
    """Day and month in order of size, ``MMDD`` or ``DDMM``; empty when one is unknown."""
    numbers: tuple[str, ...]
    """Digits of documents and personal numbers, without zeros in front; whatever their kind and series."""


def keys(row: Row) -> list[str]:
    """The candidate keys of a record, ``kind:parts``, without repeats."""
    return list(dict.fromkeys(_keys(parts(row))))


def parts(row: Row) -> Parts:
    """The folded parts of a row."""
    names: dict[str, list[str]] = {"s": [], "g": [], "f": [], "sg": []}
    for key in name_keys(row[_NAMES]):
        kind, _, value = key.partition(":")
        names[kind].append(value)
    year, day = _date(row[_DATE][0])
    numbers = dict.fromkeys(f"{packed[0]:x}" for position in _NUMBERS for packed in row[position])
    return Parts(tuple(names["s"]), tuple(names["g"]), tuple(names["f"]), tuple(names["sg"]), year, day, tuple(numbers))


def _date(packed: int) -> tuple[int, str]:
    year, month, day = packed >> YEAR_SHIFT, packed >> MONTH_SHIFT & 15, packed >> DAY_SHIFT & 31
    return year, f"{min(month, day):02d}{max(month, day):02d}" if month and day else ""


def _keys(p: Parts) -> Iterator[str]:
    yield from (f"n:{number}" for number in p.numbers)
    yield from _name_keys(p)
    if p.year:
        yield from _year_keys(p)
    if p.year and p.day:
        yield from _day_keys(p, f"{p.year}{p.day}")


def _name_keys(p: Parts) -> Iterator[str]:
    for surname in p.surnames:
        yield f"s:{surname}"
    for pair in p.pairs:
        yield f"sg:{pair}"
        for father in p.fathers:
            yield f"sgf:{pair}|{father}"
        if p.day:
            yield f"sgm:{pair}|{p.day}"


def _year_keys(p: Parts) -> Iterator[str]:
    for pair in p.pairs:
        yield f"sgy:{pair}|{p.year}"
    for father in p.fathers:
        for given in p.givens:
            yield f"gfy:{given}|{father}|{p.year}"
        for surname in p.surnames:
            yield f"sfy:{surname}|{father}|{p.year}"


def _day_keys(p: Parts, date: str) -> Iterator[str]:
    yield f"d:{date}"
    for kind, values in (("sd", p.surnames), ("gd", p.givens), ("fd", p.fathers)):
        for value in values:
            yield f"{kind}:{value}|{date}"
