"""What the text of a date leaves open, as codes for the page."""

from __future__ import annotations

from typing import Final

from matcher.comparator import Told, holding
from matcher.dates import tables
from models.date import PartialDate, Precision

CODES: Final = ("two_readings", "century_open", "only_year", "only_month", "placeholder_day")
"""All notes, in the order in which they are shown."""


def date_notes(date: PartialDate | None) -> Told:
    """Codes of the notes of ``reasons.toml`` that hold for a date; None where there is none."""
    if date is None:
        return None
    year, month = date.precision is Precision.YEAR, date.precision is Precision.MONTH
    known = date.alternative, date.century_open, year, month, _placeholder(date)
    return holding(dict(zip(CODES, known, strict=True)))


def _placeholder(date: PartialDate) -> bool:
    return bool(tables.placeholders()[date.month or 0, date.day or 0])
