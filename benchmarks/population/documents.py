"""Identity documents over a life: which one a person held in a year, its number, issuer and date. Also the IIN.

Formats: Kazakhstan's identity card (9 digits) and passport (N + 8, before 2009 N + 7), the foreigner's residence
permit; Tajikistan's passport (A + 7, since 2014 A + 8), passport for going abroad (9 digits that begin with 4, since
2010); the Soviet passport (II-ШВ 123456). See ``numbering`` for the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from benchmarks.population.numbering import Counter
from benchmarks.population.people import People, day_number
from benchmarks.population.tables import Ints

KINDS: Final = (
    "none",
    "kz_id",
    "kz_passport",
    "kz_residence_permit",
    "tj_national",
    "tj_abroad",
    "ussr",
    "certificate",
)
TYPES: Final = ("", "id_card", "passport", "residence_permit", "passport", "passport", "passport", "birth_certificate")
NONE, KZ_ID, KZ_PASSPORT, KZ_PERMIT, TJ_NATIONAL, TJ_ABROAD, USSR, CERTIFICATE = range(len(KINDS))
KZ: Final = 0
TJ: Final = 1
_TEN_YEARS: Final = 10
_PER_TOGETHER: Final = 4
"""One household in so many applies for papers together, on one day."""
_FIRST_NATIONAL: Final = 1996
_LAST_SOVIET_BIRTH: Final = 1974
_KEPT_SOVIET: Final = 0.95
LAST_DAY: Final = 46_020
"""Days since 1900-01-01 of the last day of 2025: nothing is issued later."""
_EIGHT_DIGITS_KZ: Final = 2009
_EIGHT_DIGITS_TJ: Final = 2014
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI")
_SERIES_LETTERS: Final = "АБВГДЕЖЗИКЛМНОПРСТШЯ"
_WEIGHTS: Final = (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


@dataclass(frozen=True, slots=True)
class Held:
    """Documents of many people: kind, day of issue, and what its number is made from."""

    kind: Ints
    issued: Ints
    counter: Counter
    lead: Ints
    """decides leading digits and series"""


def held_in(rng: np.random.Generator, people: People, year: Ints, register: int) -> Held:
    """The document each person showed in a year to the body of state ``register``."""
    age = year - people.year
    step = np.maximum((age - 16) // _TEN_YEARS, -1)
    since = people.year + 16 + step * _TEN_YEARS
    kind = _kind(rng, people, since, age, register)
    issued_year = np.where(step < 0, np.minimum(people.year + people.taste % 16, year), np.minimum(since, year))
    issued_year = np.where(kind == CERTIFICATE, people.year, issued_year)
    issued_year = np.where(kind == USSR, np.minimum(issued_year, people.year + 16 + people.taste % 3), issued_year)
    together = people.household % _PER_TOGETHER == 0
    day = np.where(together, people.household, people.taste) * 7 % 364
    issued = np.maximum(day_number(issued_year, day), np.minimum(people.born + 20, LAST_DAY))
    lead = np.where(together, people.household, people.taste)
    return Held(kind, issued, Counter(people.person, step, together.astype(np.int64)), lead)


def _kind(rng: np.random.Generator, people: People, since: Ints, age: Ints, register: int) -> Ints:
    """At home an identity card or passport; abroad that for abroad or the host's permit; under 16 a certificate."""
    chance = rng.random(len(people))
    kz = np.where(chance < (0.72 if register == KZ else 0.12), KZ_ID, KZ_PASSPORT)
    abroad = np.where((chance < 0.62) & (since >= 2010), TJ_ABROAD, TJ_NATIONAL)
    tj = np.where(chance < 0.15, KZ_PERMIT, abroad) if register == KZ else np.where(chance < 0.75, TJ_NATIONAL, abroad)
    kind = np.where(people.state == KZ, kz, tj)
    kept = (chance > _KEPT_SOVIET) & (people.year <= _LAST_SOVIET_BIRTH)
    kind = np.where((since < _FIRST_NATIONAL) | kept, USSR, kind)
    child = np.where(people.taste % 5 < 3, CERTIFICATE, np.where(people.state == KZ, KZ_PASSPORT, TJ_ABROAD))
    return np.where(age < 16, child, kind)


class _Digits(NamedTuple):
    """What one number is made of."""

    year: int
    eight: int
    seven: int
    six: int
    lead: int


def numbers(held: Held) -> tuple[list[str], list[str]]:
    """Series and number of each document as two lists of text."""
    eight = np.where(held.kind == KZ_ID, held.counter.numbers(8, 60), held.counter.numbers(8, 3))
    seven, six = held.counter.numbers(7, 5), held.counter.numbers(6, 8)
    columns = (held.issued // 365 + 1900, eight, seven, six, held.lead)
    digits = map(_Digits, *(c.tolist() for c in columns))
    pairs = [_WRITTEN[kind](d) for kind, d in zip(held.kind.tolist(), digits, strict=True)]
    return [p[0] for p in pairs], [p[1] for p in pairs]


def _ussr(d: _Digits) -> tuple[str, str]:
    return f"{_ROMAN[d.lead % len(_ROMAN)]}-{_letters(d.lead)}", f"{d.six:06d}"


_WRITTEN: Final[tuple[Callable[[_Digits], tuple[str, str]], ...]] = (
    lambda d: ("", ""),
    lambda d: ("", f"{d.lead % 5}{d.eight:08d}"),
    lambda d: ("N", f"{d.eight:08d}" if d.year >= _EIGHT_DIGITS_KZ else f"{d.seven:07d}"),
    lambda d: ("", f"{5 + d.lead % 4}{d.eight:08d}"),
    lambda d: ("A", f"{d.eight:08d}" if d.year >= _EIGHT_DIGITS_TJ else f"{d.seven:07d}"),
    lambda d: ("", f"4{d.eight:08d}"),
    _ussr,
    lambda d: ("", f"{d.seven:07d}"),
)
"""Series and number, in the order of KINDS."""


def _letters(lead: int) -> str:
    size = len(_SERIES_LETTERS)
    return _SERIES_LETTERS[lead % size] + _SERIES_LETTERS[lead // size % size]


def iin(born: str, female: bool, counter: int) -> str:
    """A valid IIN for a birth date (YYYY-MM-DD) and sex: YYMMDD, century and sex, four digits, check digit.

    Source: decree 565 of 11.06.2003. A number whose check digit is ten in both rows is never issued; the next is.
    """
    century = {"18": 1, "19": 3, "20": 5}[born[:2]] + female
    head = born[2:4] + born[5:7] + born[8:10] + str(century)
    while True:
        body = f"{head}{counter % 10_000:04d}"
        check = _check_digit(body)
        if check is not None:
            return body + str(check)
        counter += 1


def _check_digit(body: str) -> int | None:
    digits = [int(d) for d in body]
    for weights in _WEIGHTS:
        found = sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        if found != 10:
            return found
    return None
