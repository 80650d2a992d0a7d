"""Dates with the precision they were received in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as received (``text``) and as read; an unknown part is None, never filled up.

    ``alternative`` is the other reading (month, day) where the text allows both (01/02/1990). ``century_open`` says
    that the year came with two digits and ``year`` is only the likelier century.
    """

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    alternative: tuple[int, int] | None = None
    century_open: bool = False

    @property
    def precision(self) -> Precision:
        """The finest part that is known without a gap above it."""
        if self.year is None:
            return Precision.NONE
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    def iso(self) -> str:
        """The date as ISO 8601 with the precision it has: 1990-02-01, 1990-02, 1990, or empty."""
        year = "" if self.year is None else f"{self.year:04d}"
        month = "" if self.month is None else f"-{self.month:02d}"
        return year + (month + ("" if self.day is None else f"-{self.day:02d}") if year and month else "")
