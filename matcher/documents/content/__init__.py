"""What an IIN says about its bearer, held against what the other record states about birth date and sex.

An IIN that only repeats its own record's date and sex is no second witness: ``birth_date`` and ``sex`` have been
compared already. It is heard where its own record is silent or says something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import Comparison, Normal, NotesOfEither, Told, holding
from matcher.dates.comparison import LEVELS as DATE_LEVELS
from matcher.dates.comparison import compare_dates
from matcher.dates.packing import Dates
from matcher.dates.packing import columns as date_columns
from matcher.dates.packing import pack as pack_date
from matcher.documents.iin import Iin, parse_iin
from matcher.documents.personal import personal_numbers
from models.person import Person, Sex

LEVELS: Final = ("missing", "agree", "near", "agree_sex", "contradict_sex", "contradict_date", "contradict_both")
_SEXES: Final = {Sex.MALE: 1, Sex.FEMALE: 2}


@dataclass(frozen=True, slots=True)
class Contents:
    """Of n records: date and sex told by an IIN that its own record does not repeat, and date and sex as stated."""

    told_date: Dates
    told_sex: NDArray[np.uint8]
    date: Dates
    sex: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.sex)

    def take(self, index: NDArray[np.intp]) -> Contents:
        """The records at ``index``."""
        return Contents(self.told_date.take(index), self.told_sex[index], self.date.take(index), self.sex[index])


class IinContentComparator(NotesOfEither[Contents]):
    """Comparator of the attribute ``iin_content``."""

    attributes: Final = ("iin_content",)
    levels: Final = LEVELS
    codes = ("foreigner_number", "check_digit_fails")

    def normalise(self, person: Person) -> Normal:
        """Date and sex told by the IIN where they are news, then date and sex as stated."""
        date, sex = pack_date(person.birth_date.value), _sex(person.sex.value)
        content = person_iin(person)
        if content is None:
            return (0, 0, date, sex)
        told_date, told_sex = pack_date(content.birth_date), _sex(content.sex)
        return (told_date if told_date != date else 0, told_sex if told_sex != sex else 0, date, sex)

    def batch(self, rows: Sequence[Normal]) -> Contents:
        """Columns for n records."""
        told_date, told_sex, date, sex = np.array(rows, np.int32).reshape(len(rows), 4).T
        return Contents(date_columns(told_date), told_sex.astype(np.uint8), date_columns(date), sex.astype(np.uint8))

    def compare(self, a: Contents, b: Contents) -> Comparison:
        """The better of both directions for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level = np.zeros(len(a), np.uint8)
        news = np.flatnonzero((a.told_date.packed | b.told_date.packed | a.told_sex | b.told_sex) > 0)
        if len(news):
            a, b = a.take(news), b.take(news)
            one, other = _direction(a, b), _direction(b, a)
            level[news] = np.where((one > 0) & (other > 0), np.minimum(one, other), np.maximum(one, other))
        return Comparison(level[:, None], np.full((len(level), 1), np.nan, np.float32))

    def shown(self, person: Person) -> tuple[str, ...]:
        """Date and sex that the IIN tells, or empty."""
        content = person_iin(person)
        if content is None:
            return ("",)
        return (" ".join(p for p in (content.birth_date.iso(), content.sex.value if content.sex else "") if p),)

    def told(self, person: Person) -> Told:
        """What makes the witness weaker: codes of ``reasons.toml``."""
        told = person_iin(person)
        return (
            () if told is None else holding(dict(zip(self.codes, (told.foreigner, not told.check_holds), strict=True)))
        )


def person_iin(person: Person) -> Iin | None:
    """The content of the person's first IIN whose date can be read."""
    contents = (parse_iin(n.digits) for n in personal_numbers(person) if n.kind == "iin")
    return next((c for c in contents if c is not None), None)


def _sex(sex: Sex | None) -> int:
    return _SEXES.get(sex, 0) if sex else 0


_FIRST_APART: Final = DATE_LEVELS.index("same_day_month")
_AGREE: Final = (DATE_LEVELS.index("exact"), DATE_LEVELS.index("exact_alternate"))


def _direction(teller: Contents, other: Contents) -> NDArray[np.uint8]:
    """What the one's IIN says about the other's statements."""
    date, _ = compare_dates(teller.told_date, other.date)
    agree, apart = np.isin(date, _AGREE), date >= _FIRST_APART
    known = (teller.told_sex > 0) & (other.sex > 0)
    sexes = known & (teller.told_sex == other.sex)
    level = np.where(sexes, LEVELS.index("agree_sex"), 0).astype(np.uint8)
    level[(date > 0) & ~apart] = LEVELS.index("near")
    level[agree] = LEVELS.index("agree")
    level[known & ~sexes] = LEVELS.index("contradict_sex")
    level[apart] = LEVELS.index("contradict_date")
    level[apart & known & ~sexes] = LEVELS.index("contradict_both")
    return level


COMPARATOR: Final = IinContentComparator()
