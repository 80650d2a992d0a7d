"""Kazakhstan's individual identification number (ИИН, ЖСН): YYMMDD G NNNN C.

Source: government decree 565 of 11.06.2003 (two rows of weights); Law 223, Art. 9: since 2013 the number stays when the
date of birth or the sex is corrected, so a contradiction to them is evidence and never an error. G gives century and
sex (1/2, 3/4, 5/6: male/female of the 1800s, 1900s, 2000s); 0 is met in numbers of foreigners and says neither.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from models.date import PartialDate
from models.person import Sex

LENGTH: Final = 12
_FIRST_ROW: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_ROW: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURIES: Final = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}


@dataclass(frozen=True, slots=True)
class Iin:
    """What the digits say. ``sex`` is None and the century open where the seventh digit is 0."""

    number: str
    birth_date: PartialDate
    sex: Sex | None
    check_holds: bool

    @property
    def foreigner(self) -> bool:
        """Whether the seventh digit is 0, as met in numbers given to foreigners."""
        return self.number[6] == "0"


def parse_iin(digits: str) -> Iin | None:
    """The number's content; None where twelve digits cannot be an IIN (no such date or century, or a BIN)."""
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        return None
    mark = int(digits[6])
    if mark > 6:
        return None
    date = _birth_date(digits, mark)
    if date is None:
        return None
    sex = None if mark == 0 else Sex.MALE if mark % 2 else Sex.FEMALE
    return Iin(digits, date, sex, check_digit(digits[:11]) == int(digits[11]))


def check_digit(first: str) -> int | None:
    """The twelfth digit for the first eleven; None where both rows give 10 and the number is never issued."""
    for row in (_FIRST_ROW, _SECOND_ROW):
        rest = sum(weight * int(digit) for weight, digit in zip(row, first, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def is_bin(digits: str) -> bool:
    """Whether twelve digits are a business number: the fifth digit is 4 to 6 where an IIN has the tens of the day."""
    return len(digits) == LENGTH and digits.isdecimal() and digits[4] in "456"


def _birth_date(digits: str, mark: int) -> PartialDate | None:
    short, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    today = datetime.date.today().year
    year = _CENTURIES[mark] + short if mark else today - (today - short) % 100
    try:
        datetime.date(year, month, day)
    except ValueError:
        return None
    return PartialDate(digits[:6], year, month, day, century_open=not mark)
