"""Reading a date from the text of a source."""

from __future__ import annotations

from models.date import PartialDate


def read_date(text: str, field: str) -> PartialDate:
    """The date in ``text``; raises BadValue('date_unreadable' or 'date_impossible') naming ``field``."""
    raise NotImplementedError
