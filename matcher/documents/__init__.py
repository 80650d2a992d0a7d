"""Document numbers: one number in all the ways it is written; another number on a renewed paper contradicts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import Comparison, Normal, NotesOfEither, Told
from matcher.documents.canonical import read_document
from matcher.documents.comparison import NUMBER_LEVELS, best_pair, number_levels
from matcher.documents.notes import CODES, document_notes
from matcher.documents.packing import Numbers, Slot, columns, pack
from models.person import Person


class DocumentComparator(NotesOfEither[Numbers]):
    """Comparator of the attribute ``document``; numbers that one keeps for life belong to ``personal_number``."""

    attributes: Final = ("document",)
    levels: Final = NUMBER_LEVELS
    codes = CODES

    def normalise(self, person: Person) -> Normal:
        """Every document's number as integers; dummies and personal numbers are left out."""
        found = (number for document in person.documents for number in read_document(document))
        return tuple(dict.fromkeys(pack(number) for number in found if not number.personal))

    def batch(self, rows: Sequence[Normal]) -> Numbers:
        """Columns for n records."""
        return columns(rows)

    def compare(self, a: Numbers, b: Numbers) -> Comparison:
        """The best pair of documents for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level = best_pair(a, b, _judge, len(NUMBER_LEVELS) - 1)
        return Comparison(level[:, None], np.full((len(a), 1), np.nan, np.float32))

    def shown(self, person: Person) -> tuple[str, ...]:
        """All documents' series and numbers as received."""
        return ("; ".join(d.text() for d in person.documents),)

    def told(self, person: Person) -> Told:
        """How the numbers had to be read: codes of ``reasons.toml``."""
        return document_notes(person)


_LEVEL: Final = {name: np.uint8(i) for i, name in enumerate(NUMBER_LEVELS)}


def _judge(a: Slot, b: Slot) -> NDArray[np.uint8]:
    level = number_levels(a, b, NUMBER_LEVELS)
    same = (level >= _LEVEL["same"]) & (level <= _LEVEL["same_zeros"])
    other_series = (a.series != b.series) & (a.series > 0) & (b.series > 0)
    other_kind = (a.kind != b.kind) & (a.kind > 0) & (b.kind > 0)
    level[same & (a.series != b.series)] = _LEVEL["same_series_missing"]
    level[same & other_kind] = _LEVEL["same_other_type"]
    level[same & other_series] = _LEVEL["same_other_series"]
    level[(level >= _LEVEL["one_digit"]) & (other_kind | other_series)] = _LEVEL["different"]
    return level


COMPARATOR: Final = DocumentComparator()
