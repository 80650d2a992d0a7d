"""What is true of the people of one block: numbers in arrays, one row a person."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np

from benchmarks.population.tables import Ints

NEVER: Final = 9999
"""A year that does not come: no marriage, no reform."""

NOBODY: Final = -1
"""No father, mother or twin in the population."""

FIRST_STRANGER: Final = 1 << 33
"""Persons from this number on stand in no register; only queries ask for them."""


@dataclass(slots=True)
class People:
    """Parallel arrays of one length. Numbers of names point into ``inventory().words``.

    ``father`` and ``mother`` are rows of this block or -1; ``twin`` is the elder twin's row or -1.
    """

    person: Ints
    family: Ints
    household: Ints
    state: Ints
    language: Ints
    sex: Ints
    born: Ints
    """days since 1900-01-01"""
    given: Ints
    father_given: Ints
    stem: Ints
    form: Ints
    stem_married: Ints
    form_married: Ints
    married: Ints
    """year of taking the spouse's surname, or NEVER"""
    form_reformed: Ints
    reformed: Ints
    """year of the surname reform, or NEVER"""
    patronymic_form: Ints
    patronymic_reformed: Ints
    birth_place: Ints
    home: Ints
    """place of registration"""
    address: Ints
    """a number that street, house and flat are read from; shared by a household"""
    father: Ints
    mother: Ints
    twin: Ints
    taste: Ints
    """0…65535: the person's constant habits (which Latin scheme, which clerk)"""

    def __len__(self) -> int:
        return len(self.person)

    def take(self, index: Ints) -> Self:
        """The people of these rows; family links keep pointing to rows of the whole block."""
        return type(self)(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    @property
    def year(self) -> Ints:
        """Birth years."""
        return years(self.born)


_EPOCH: Final = np.datetime64("1900-01-01")


def years(days: Ints) -> Ints:
    """Calendar years of days since 1900-01-01."""
    found: Ints = (_EPOCH + days).astype("datetime64[Y]").astype(np.int64) + 1970
    return found


def day_number(year: Ints, day_of_year: Ints) -> Ints:
    """Days since 1900-01-01 of the n-th day (0…) of a year."""
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    found: Ints = (start - _EPOCH).astype(np.int64) + day_of_year
    return found


def iso(days: Ints) -> list[str]:
    """YYYY-MM-DD of days since 1900-01-01."""
    texts: list[str] = np.datetime_as_string(_EPOCH + days).tolist()
    return texts


def join(a: People, b: People) -> People:
    """The people of both, the second's rows behind the first's."""
    return People(**{name: np.concatenate([getattr(a, name), getattr(b, name)]) for name in People.__slots__})
