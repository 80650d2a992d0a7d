"""Citizenship: countries by any name or code; a former one may agree with a present one."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np

from matcher.citizenship.comparison import LEVELS, Citizenships, Codes, compare_citizenships
from matcher.citizenship.countries import SOVIET, codes, country_code, says_nothing
from matcher.comparator import Comparison, Normal, NotesOfEither, Told, holding
from matcher.folding import fold
from models.person import Person
from models.place import Citizenship


class CitizenshipComparator(NotesOfEither[Citizenships]):
    """Comparator of the attribute ``citizenship``."""

    attributes: Final = ("citizenship",)
    levels: Final = LEVELS
    codes = ("several", "state_dissolved", "country_unknown")

    def normalise(self, person: Person) -> Normal:
        """Country codes, present and former; a text that names no known country is kept folded in small letters."""
        present = tuple(_kept(c.country) for c in person.citizenships if not _is_former(c))
        former = tuple(_kept(c.country) for c in person.citizenships if _is_former(c))
        return (tuple(filter(None, present)), tuple(filter(None, former)))

    def batch(self, rows: Sequence[Normal]) -> Citizenships:
        """Columns for n records."""
        return Citizenships(_column([row[0] for row in rows]), _column([row[1] for row in rows]))

    def compare(self, a: Citizenships, b: Citizenships) -> Comparison:
        """Levels and shares for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level, share = compare_citizenships(a, b)
        return Comparison(level[:, None], share[:, None])

    def shown(self, person: Person) -> tuple[str, ...]:
        """All citizenships as received."""
        return ("; ".join(c.country for c in person.citizenships),)

    def told(self, person: Person) -> Told:
        """Codes of ``reasons.toml``: several citizenships, a state that is no more, an unknown country."""
        countries = [c.country for c in person.citizenships]
        read = list(map(country_code, countries))
        unknown = any(code is None and not says_nothing(text) for code, text in zip(read, countries, strict=True))
        return holding(dict(zip(self.codes, (len(read) > 1, SOVIET in read, unknown), strict=True)))


def _is_former(citizenship: Citizenship) -> bool:
    return citizenship.former or citizenship.until is not None


@functools.lru_cache(1 << 12)
def _kept(text: str) -> str | None:
    return country_code(text) or (None if says_nothing(text) else fold(text))


@functools.cache
def _numbers() -> dict[str, int]:
    return {code: i + 1 for i, code in enumerate(codes())}


def _column(values: list[tuple[str, ...]]) -> Codes:
    width = max(1, max(map(len, values), default=1))
    column = np.zeros((len(values), width), np.int32)
    for place in range(width):
        column[:, place] = [_number(v[place]) if len(v) > place else 0 for v in values]
    return column


@functools.lru_cache(1 << 12)
def _number(kept: str) -> int:
    """A country's number; a text that is none gets a negative number that is the same in every process."""
    return _numbers().get(kept) or -1 - _checksum(kept)


def _checksum(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest()) & 0x3FFFFFFF


COMPARATOR: Final = CitizenshipComparator()
