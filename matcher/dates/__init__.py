"""Birth dates: how two of them agree, down to the wrong digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from matcher.comparator import Comparison, Normal
from matcher.dates.comparison import LEVELS, compare_dates
from matcher.dates.notes import date_notes
from matcher.dates.packing import Dates, columns, pack
from models.person import Person


class BirthDates:
    """Comparator of the attribute ``birth_date``."""

    attributes: Final = ("birth_date",)
    levels: Final = LEVELS

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

    def notes(self, a: Person, b: Person) -> tuple[tuple[str, ...], ...]:
        """What the two texts leave open: codes of ``reasons.toml``."""
        return (date_notes(a.birth_date.value, b.birth_date.value),)


COMPARATOR: Final = BirthDates()
