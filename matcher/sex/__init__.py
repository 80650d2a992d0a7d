"""Sex, with the gender shown by surname and patronymic as a witness where a source does not state it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import Comparison, Met, Normal, NotesOfEither, Told
from matcher.sex.grammar import FEMALE, MALE, UNKNOWN, data, gender_of_names
from models.person import Person, Sex

LEVELS: Final = ("missing", "agree", "conflict", "conflict_names_agree", "agree_by_grammar", "conflict_by_grammar")
_CODES: Final = {Sex.MALE: MALE, Sex.FEMALE: FEMALE, Sex.UNSPECIFIED: UNKNOWN, None: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Sexes:
    """Columns of n records: stated sex × 3 + gender of the names, each 0 unknown, 1 male, 2 female."""

    code: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: NDArray[np.intp]) -> Sexes:
        """The records at ``index``."""
        return Sexes(self.code[index])


class SexComparator(NotesOfEither[Sexes]):
    """Comparator of the attribute ``sex``; the stated value stands before the one told by grammar."""

    attributes: Final = ("sex",)
    levels: Final = LEVELS

    def normalise(self, person: Person) -> Normal:
        """Stated sex × 3 + gender of the names."""
        return (_code(person),)

    def batch(self, rows: Sequence[Normal]) -> Sexes:
        """Columns for n records."""
        return Sexes(np.fromiter((row[0] for row in rows), np.uint8, len(rows)))

    def compare(self, a: Sexes, b: Sexes) -> Comparison:
        """Levels and shares by one table of 9 × 9 cases; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        levels, shares = _tables()
        case = a.code * np.uint8(9) + b.code
        return Comparison(levels[case][:, None], shares[case][:, None])

    def shown(self, person: Person) -> tuple[str, ...]:
        """The sex code as received, or empty."""
        return ("" if person.sex.value is None else person.sex.value.value,)

    def told(self, person: Person) -> Told:
        """Whether the names speak against the stated sex."""
        return _AGAINST_ITSELF[_code(person)]

    def told_of(self, people: Sequence[Person], met: Met[Sexes]) -> list[Told]:
        """The same, by the codes that were compared."""
        return [_AGAINST_ITSELF[code] for code in met.b.code[met.at].tolist()]


def _code(person: Person) -> int:
    return _CODES[person.sex.value] * 3 + gender_of_names(person.names)


_AGAINST_ITSELF: Final[tuple[Told, ...]] = tuple(
    ("names_against_stated",) if UNKNOWN not in (stated, told) and stated != told else ()
    for stated, told in (divmod(code, 3) for code in range(9))
)


@functools.cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    cases = [_case(a, b) for a in range(9) for b in range(9)]
    shares = (np.nan, data()["shares"]["male"], data()["shares"]["female"])
    levels = np.array([LEVELS.index(level) for level, _ in cases], np.uint8)
    return levels, np.array([shares[value] for _, value in cases], np.float32)


def _case(a: int, b: int) -> tuple[str, int]:
    """Level and agreeing value of two codes."""
    (stated_a, told_a), (stated_b, told_b) = divmod(a, 3), divmod(b, 3)
    one, other = stated_a or told_a, stated_b or told_b
    if not one or not other:
        return "missing", UNKNOWN
    if stated_a and stated_b:
        if one == other:
            return "agree", one
        return ("conflict_names_agree" if told_a and told_a == told_b else "conflict"), UNKNOWN
    return ("agree_by_grammar", one) if one == other else ("conflict_by_grammar", UNKNOWN)


COMPARATOR: Final = SexComparator()
