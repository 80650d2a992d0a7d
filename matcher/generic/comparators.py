"""The comparator types that a map file may declare for a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import Comparison, Normal
from matcher.generic.cards import Cards
from matcher.generic.coded import Coded, Vocabulary, encode
from matcher.generic.levels import cards_for, levels_of, step_levels
from models.errors import BadFile
from models.person import Person

Codes = NDArray[np.int32]

TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("missing", "same", "one_edit", "two_edits", "associated", "same_start", "shared_word", "different"),
    "code": ("missing", "same", "one_edit", "two_edits", "associated", "same_start", "different"),
    "date": ("missing", "same", "one_edit", "swapped", "two_edits", "same_year", "same_day_month", "different"),
    "category": ("missing", "same", "associated", "different"),
}
"""Level names of each type. ``code`` is for numbers, postcodes and other identifiers, where words mean nothing.

``associated``: two values that stand together in one person's records far more often than chance (Tom and Thomas, a
village and its district); a job learns such pairs from its own surest links, see ``matcher.linkage.associations``.
"""


@dataclass(frozen=True)
class ColumnComparator:
    """Compares one column of plain values; keeps the Comparator protocol, ``Normal`` being the value itself."""

    column: str
    kind: str
    associated: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """Sorted ``low code * V + high code`` of the pairs of values that were learned to go together."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The column's name."""
        return (self.column,)

    @property
    def levels(self) -> tuple[str, ...]:
        """Level names of the type."""
        return TYPES[self.kind]

    def normalise(self, person: Person) -> Normal:
        """A person of Art. 6 has no such column: missing."""
        return (None,)

    def batch(self, rows: Sequence[Normal]) -> Coded:
        """Codes of the values."""
        return encode([row[0] for row in rows])

    def compare(self, a: Coded, b: Coded) -> Comparison:
        """Levels and shares; both sides must have been encoded together, else ValueError."""
        if len(a) != len(b) or a.vocabulary is not b.vocabulary:
            raise ValueError("pairs must be aligned and encoded together")
        level = self._levels(a.codes, b.codes, a.vocabulary)
        share = np.full(len(level), np.nan, np.float32)
        same = np.flatnonzero(level == 1)
        share[same] = a.vocabulary.share[a.codes[same]]
        return Comparison(level[:, None], share[:, None])

    def shown(self, person: Person) -> tuple[str, ...]:
        """Nothing: the job shows its own columns."""
        return ("",)

    def notes(self, a: Person, b: Person) -> tuple[tuple[str, ...], ...]:
        """None."""
        return ((),)

    def cards(self, vocabulary: Vocabulary) -> Cards:
        """What comparing values of this vocabulary looks at."""
        return cards_for(vocabulary, self.levels, self.associated)

    def _levels(self, a: Codes, b: Codes, vocabulary: Vocabulary) -> NDArray[np.uint8]:
        cards, found = self.cards(vocabulary), np.empty(len(a), np.uint8)
        levels_of(a, b, step_levels(self.levels)[None], cards.card, cards.at, cards.associated, found)
        return found


def pair_codes(a: Codes, b: Codes, size: int) -> NDArray[np.int64]:
    """One number for each unordered pair of codes."""
    pair: NDArray[np.int64] = np.minimum(a, b).astype(np.int64) * size + np.maximum(a, b)
    return pair


def column_comparator(column: str, kind: str) -> ColumnComparator:
    """The comparator a map file asks for; raises BadFile('comparator_unknown') naming the column."""
    if kind not in TYPES:
        raise BadFile("comparator_unknown", column, known=", ".join(TYPES))
    return ColumnComparator(column, kind)
