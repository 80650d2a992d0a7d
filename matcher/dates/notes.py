"""What the texts of two dates leave open, as codes for the page."""

from __future__ import annotations

from matcher.dates import tables
from models.date import PartialDate, Precision


def date_notes(a: PartialDate | None, b: PartialDate | None) -> tuple[str, ...]:
    """Codes of the notes of ``reasons.toml`` that hold for either date; empty where a side has none."""
    if a is None or b is None:
        return ()
    dates = (a, b)
    found = {
        "two_readings": any(d.alternative for d in dates),
        "century_open": any(d.century_open for d in dates),
        "only_year": any(d.precision is Precision.YEAR for d in dates),
        "only_month": any(d.precision is Precision.MONTH for d in dates),
        "placeholder_day": any(_placeholder(d) for d in dates),
    }
    return tuple(code for code, holds in found.items() if holds)


def _placeholder(date: PartialDate) -> bool:
    return bool(tables.placeholders()[date.month or 0, date.day or 0])
