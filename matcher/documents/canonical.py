"""A document number as every clerk means it: one series in Latin letters, one run of digits."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from matcher.documents import iin, kinds
from matcher.documents.mrz import looks_like_mrz, parse_mrz
from models.document import Document
from models.errors import BadValue

MARKS: Final = re.compile(r"№|N[°º]|\bNO\b\.?|[^\w]|_")
"""Signs that stand between or before series and number."""

SEVERAL: Final = re.compile(r"[;,/|]")
ENOUGH_DIGITS: Final = 6
_PLAIN: Final = re.compile(r"(?!NO$)[A-Z]{0,3}")
"""Series that need no mending; one of other letters or with digits in it is read in full."""
LABEL: Final = re.compile(r"\s*([^\W\d_]{3,}(?:\s+[^\W\d_]{3,})*)[\s:.]+")


@dataclass(frozen=True, slots=True)
class Number:
    """One identifier: its kind (``kinds.kinds``), series and digits; ``repaired`` where a letter became a digit."""

    kind: str
    series: str
    digits: str
    repaired: bool = False

    @property
    def personal(self) -> bool:
        """Whether a person keeps it for life."""
        return self.kind in kinds.personal_kinds()


def read_document(document: Document) -> tuple[Number, ...]:
    """The identifiers a document field holds: one, none for a dummy, several where a machine zone is pasted."""
    return _read(document.series or "", document.number, document.type or "")


@functools.lru_cache(1 << 12)
def _read(series: str, number: str, type_: str) -> tuple[Number, ...]:
    text = f"{series} {number}".strip()
    if looks_like_mrz(text):
        return _from_zone(text)
    first, *others = _numbers_in(number)
    found = (read_number(series, first, type_), *(read_number("", other, type_) for other in others))
    return tuple(number for number in found if number)


def read_number(series: str, number: str, type_: str) -> Number | None:
    """Series and number, joined or split in any way, brought to one form; None where there is nothing to compare."""
    if _PLAIN.fullmatch(series) and number.isascii() and number.isdecimal():
        label, letters, digits, repaired = kinds.UNKNOWN, series, number, False
    else:
        label, number = _label(number)
        letters, digits, repaired = _zones(_letters_and_digits(f"{series} {number}"))
    if not digits or kinds.is_dummy(letters, digits):
        return None
    stated = label or (kinds.kind_by_word(type_) if type_ else kinds.UNKNOWN)
    return Number(_kind(stated, letters, digits), letters, digits, repaired)


def _numbers_in(text: str) -> list[str]:
    """The numbers of a cell: several, where signs part runs that are each long enough to be one."""
    parts = SEVERAL.split(text)
    whole = len(parts) == 1 or any(sum(c.isdecimal() for c in part) < ENOUGH_DIGITS for part in parts)
    return [text] if whole else parts


def _label(number: str) -> tuple[str, str]:
    """A kind of paper written before the number in its own cell («ИИН 9002…»), and the number without it."""
    match = LABEL.match(number)
    kind = kinds.kind_by_word(match[1]) if match else kinds.UNKNOWN
    return (kind, number[match.end() :]) if match and kind else (kinds.UNKNOWN, number)


def _kind(stated: str, letters: str, digits: str) -> str:
    """A twelve-digit number with a birth date in it is an IIN, whatever the source calls it."""
    if not letters and len(digits) == iin.LENGTH and iin.parse_iin(digits) is not None:
        return "iin"
    if stated == "iin" and not (10 <= len(digits) <= 13):
        return kinds.UNKNOWN
    return stated or kinds.kind_by_shape(letters + digits)


def _from_zone(text: str) -> tuple[Number, ...]:
    try:
        reading = parse_mrz(text)
    except BadValue:
        return ()
    found = (read_number(d.series or "", d.number, d.type or "") for d in reading.person.documents)
    return tuple(n for n in found if n)


def _letters_and_digits(text: str) -> str:
    upper = text.upper()
    upper = MARKS.sub(" ", upper)
    plain = unicodedata.normalize("NFKC", upper).replace(" ", "")
    return _roman(plain).translate(_look_alikes())


def _zones(plain: str) -> tuple[str, str, bool]:
    """Series letters, digits, and whether a letter in the digit zone had to be read as a digit."""
    first = next((i for i, c in enumerate(plain) if c.isdecimal()), len(plain))
    series, rest = plain[:first], plain[first:]
    digits = rest.translate(_digit_letters())
    return series, digits, digits != rest


def _roman(plain: str) -> str:
    """Soviet series: «П-ШВ», «11-ШВ», «ІІ-ШВ» before six digits are all II-ШВ."""
    match = re.fullmatch(r"(1{1,3}|[ПШ])([^\W\d_]{2}\d{6})", plain)
    return kinds.data()["roman"][match[1]] + match[2] if match else plain


@functools.cache
def _look_alikes() -> dict[int, int]:
    table = kinds.data()["lookalikes"]
    return str.maketrans(table["cyrillic"], table["latin"])


@functools.cache
def _digit_letters() -> dict[int, int]:
    table = kinds.data()["lookalikes"]
    return str.maketrans(table["letters"], table["digits"])
