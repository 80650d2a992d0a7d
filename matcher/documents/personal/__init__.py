"""Personal numbers kept for life (IIN, РМА): two different ones of a kind speak strongly against one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import Comparison, Normal, NotesOfEither, Told, holding
from matcher.documents.canonical import Number, read_document
from matcher.documents.comparison import best_pair, number_levels
from matcher.documents.iin import parse_iin
from matcher.documents.packing import CHECK_FAILS, Numbers, Slot, columns, pack
from models.person import Person

LEVELS: Final = (
    "missing",
    "same",
    "same_repaired",
    "same_zeros",
    "one_digit",
    "transposed_digits",
    "digit_missing",
    "different",
)


class PersonalNumberComparator(NotesOfEither[Numbers]):
    """Comparator of the attribute ``personal_number``, wherever a source typed the number."""

    attributes: Final = ("personal_number",)
    levels: Final = LEVELS
    codes = ("check_digit_fails", "letters_read_as_digits")

    def normalise(self, person: Person) -> Normal:
        """The numbers as integers, with a mark where an IIN's check digit fails."""
        return tuple(dict.fromkeys(pack(n, check_fails(n)) for n in personal_numbers(person)))

    def batch(self, rows: Sequence[Normal]) -> Numbers:
        """Columns for n records."""
        return columns(rows)

    def compare(self, a: Numbers, b: Numbers) -> Comparison:
        """The best pair of numbers of one kind for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level = best_pair(a, b, _judge, len(LEVELS) - 1)
        return Comparison(level[:, None], np.full((len(a), 1), np.nan, np.float32))

    def shown(self, person: Person) -> tuple[str, ...]:
        """The personal numbers, series and digits as read."""
        return ("; ".join(n.series + n.digits for n in personal_numbers(person)),)

    def told(self, person: Person) -> Told:
        """Whether a check digit fails: then a typing fault is likelier than another person."""
        numbers = list(personal_numbers(person))
        known = any(check_fails(n) for n in numbers), any(n.repaired for n in numbers)
        return holding(dict(zip(self.codes, known, strict=True)))


def personal_numbers(person: Person) -> Iterator[Number]:
    """All numbers of a person that are kept for life."""
    return (n for document in person.documents for n in read_document(document) if n.personal)


def check_fails(number: Number) -> bool:
    """Whether the number has a rule for its check digit, and breaks it."""
    if number.kind != "iin":
        return False
    content = parse_iin(number.digits)
    return content is None or not content.check_holds


_LEVEL: Final = {name: np.uint8(i) for i, name in enumerate(LEVELS)}
_IIN_DIGITS: Final = 12


def _judge(a: Slot, b: Slot) -> NDArray[np.uint8]:
    level = number_levels(a, b, LEVELS)
    # Where both check digits hold, two people are likelier than a slip: the rule is blind to the eleventh digit alone,
    # and that one also parts twins and others who were registered one after the other.
    both_hold = (a.length == _IIN_DIGITS) & (b.length == _IIN_DIGITS) & (((a.flags | b.flags) & CHECK_FAILS) == 0)
    level[both_hold & (level >= _LEVEL["one_digit"])] = _LEVEL["different"]
    level[a.kind != b.kind] = _LEVEL["missing"]
    return level


COMPARATOR: Final = PersonalNumberComparator()
