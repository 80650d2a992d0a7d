"""Birth dates: how two of them agree, down to the wrong digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from matcher.comparator import Comparison, Normal, NotesOfEither, Told
from matcher.dates.comparison import LEVELS, compare_dates
from matcher.dates.notes import CODES, date_notes
from matcher.dates.packing import Dates, columns, pack
from models.person import Person


class BirthDates(NotesOfEither[Dates]):
    """Comparator of the attribute ``birth_date``."""

    attributes: Final = ("birth_date",)
    levels: Final = LEVELS
    codes = CODES

    def normalise(self, person: Person) -> Normal:
        """The date packed into one integer, 0 for none."""
        return (pack(person.birth_date.value),)

    def batch(self, rows: Sequence[Normal]) -> Dates:
        """Columns for n records."""
        return columns(np.fromiter((row[0] for row in rows), np.int32, len(rows)))

    def compare(self, a: Dates, b: Dates) -> Comparison:
        """Levels and shares for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level, share = compare_dates(a, b)
        return Comparison(level[:, None], share[:, None])

    def shown(self, person: Person) -> tuple[str, ...]:
        """The date as received, or empty."""
        date = person.birth_date.value
        return ("" if date is None else date.text,)

    def told(self, person: Person) -> Told:
        """What the text leaves open: codes of ``reasons.toml``."""
        return date_notes(person.birth_date.value)


COMPARATOR: Final = BirthDates()
