"""Machine readable zones TD1 (3×30), TD2 (2×36) and TD3 (2×44), read and checked.

Source: ICAO Doc 9303, parts 3 to 6. A failed check digit is reported, never fatal: the reader decides. A name field
that ends in a letter is full, so the name may be cut off: it is to be compared as a prefix, and a patronymic may be
missing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from models.date import PartialDate
from models.date_reading import read_mrz_date
from models.document import Document
from models.errors import BadValue
from models.name import Name, Spelling
from models.person import Person, Sex
from models.place import Citizenship
from models.presence import Value, given, missing

FILLER: Final = "<"
_WEIGHTS: Final = (7, 3, 1)
_SHAPES: Final = {(30, 3): "TD1", (36, 2): "TD2", (44, 2): "TD3"}
_FIELD: Final = "documents[0].number"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields stand, as (line, first, last + 1); a check digit follows its field directly."""

    number: tuple[int, int, int]
    nationality: tuple[int, int, int]
    birth: tuple[int, int, int]
    sex: tuple[int, int, int]
    expiry: tuple[int, int, int]
    optional: tuple[tuple[int, int, int], ...]
    names: tuple[int, int, int]
    composite: tuple[tuple[int, int, int], ...]


LAYOUTS: Final = {
    "TD1": Layout(
        number=(0, 5, 14), nationality=(1, 15, 18), birth=(1, 0, 6), sex=(1, 7, 8), expiry=(1, 8, 14),
        optional=((0, 15, 30), (1, 18, 29)), names=(2, 0, 30),
        composite=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    ),
    "TD2": Layout(
        number=(1, 0, 9), nationality=(1, 10, 13), birth=(1, 13, 19), sex=(1, 20, 21), expiry=(1, 21, 27),
        optional=((1, 28, 35),), names=(0, 5, 36), composite=((1, 0, 10), (1, 13, 20), (1, 21, 35)),
    ),
    "TD3": Layout(
        number=(1, 0, 9), nationality=(1, 10, 13), birth=(1, 13, 19), sex=(1, 20, 21), expiry=(1, 21, 27),
        optional=((1, 28, 42),), names=(0, 5, 44), composite=((1, 0, 10), (1, 13, 20), (1, 21, 43)),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MrzReading:
    """What a zone says. ``failed`` names the fields whose check digit does not hold.

    The expiry date is checked and not kept: it is not among the items that may be exchanged.
    """

    format: str
    person: Person
    failed: tuple[str, ...]
    names_truncated: bool

    @property
    def valid(self) -> bool:
        """Whether every check digit holds."""
        return not self.failed


def looks_like_mrz(text: str) -> bool:
    """Whether a text is a machine readable zone rather than a number."""
    return FILLER in text and len(text) >= 60


def check_digit(field: str) -> int:
    """The check digit of a field: weights 7, 3, 1; 0–9 as they are, A–Z as 10–35, filler 0."""
    return sum(_value(c) * _WEIGHTS[i % 3] for i, c in enumerate(field)) % 10


def parse_mrz(text: str) -> MrzReading:
    """The person a zone describes; raises BadValue('mrz_unreadable') for an unknown shape or a strange letter."""
    lines = _lines(text)
    format_ = _SHAPES[(len(lines[0]), len(lines))]
    layout = LAYOUTS[format_]
    number, number_holds, optional = _number(lines, layout, format_)
    names = _cut(lines, layout.names)
    checks = {
        "number": number_holds,
        "birth_date": _holds(lines, layout.birth),
        "expiry": _holds(lines, layout.expiry),
        "optional": format_ != "TD3" or _optional_holds(lines, layout.optional[0]),
        "composite": _same(check_digit("".join(_cut(lines, part) for part in layout.composite)), lines[1][-1]),
    }
    person = Person(
        names=_names(names),
        sex=_sex(_cut(lines, layout.sex)),
        birth_date=_birth(_cut(lines, layout.birth)),
        citizenships=_citizenships(_cut(lines, layout.nationality)),
        documents=_documents(lines, number, optional),
    )
    return MrzReading(format_, person, tuple(k for k, holds in checks.items() if not holds), names[-1] != FILLER)


def _lines(text: str) -> list[str]:
    plain = text.upper().replace("«", "<<").replace("‹", "<")
    lines = [re.sub(r"\s", "", line) for line in re.split(r"[\r\n]+", plain.strip()) if line.strip()]
    if len(lines) == 1:
        lines = _split_evenly(lines[0])
    if not lines or (len(lines[0]), len(lines)) not in _SHAPES or len({len(line) for line in lines}) > 1:
        raise BadValue("mrz_unreadable", _FIELD)
    if not all(c == FILLER or (c.isascii() and c.isalnum()) for line in lines for c in line):
        raise BadValue("mrz_unreadable", _FIELD)
    return lines


def _split_evenly(joined: str) -> list[str]:
    for width, count in _SHAPES:
        if len(joined) == width * count:
            return [joined[i * width : (i + 1) * width] for i in range(count)]
    return []


def _cut(lines: list[str], place: tuple[int, int, int]) -> str:
    line, first, end = place
    return lines[line][first:end]


def _holds(lines: list[str], place: tuple[int, int, int]) -> bool:
    line, _, end = place
    return _same(check_digit(_cut(lines, place)), lines[line][end])


def _optional_holds(lines: list[str], place: tuple[int, int, int]) -> bool:
    """An empty optional field may carry 0 or a filler as its check digit."""
    line, _, end = place
    return _holds(lines, place) or (not _cut(lines, place).strip(FILLER) and lines[line][end] == FILLER)


def _number(lines: list[str], layout: Layout, format_: str) -> tuple[str, bool, list[str]]:
    """The document number with what spilled into the optional field, whether its check holds, and the optional data."""
    line, _, end = layout.number
    optional = [_cut(lines, place) for place in layout.optional]
    head = _cut(lines, layout.number)
    if format_ == "TD3" or lines[line][end] != FILLER or not optional[0].strip(FILLER):
        return head.strip(FILLER), _holds(lines, layout.number), optional
    spilled, _, rest = optional[0].partition(FILLER)
    number = head + spilled[:-1]
    return number, _same(check_digit(number), spilled[-1:]), [rest, *optional[1:]]


def _same(digit: int, character: str) -> bool:
    return character == str(digit)


def _names(field: str) -> tuple[Name, ...]:
    surname, _, rest = field.strip(FILLER).partition(FILLER * 2)
    parts = [p.replace(FILLER, " ").strip() for p in (surname, rest)]
    values = [given(p) if p else missing() for p in parts]
    return (Name(surname=values[0], given=values[1], spelling=Spelling.LATIN),) if any(parts) else ()


def _sex(code: str) -> Value[Sex]:
    return given(Sex(code)) if code in ("M", "F") else missing()


def _birth(field: str) -> Value[PartialDate]:
    date = read_mrz_date(field)
    return missing() if date.year is None else given(date)


def _citizenships(code: str) -> tuple[Citizenship, ...]:
    plain = code.strip(FILLER)
    return (Citizenship(plain),) if plain else ()


def _documents(lines: list[str], number: str, optional: list[str]) -> tuple[Document, ...]:
    """The document itself, and any number in the optional data as the state concerned uses that field."""
    state = lines[0][2:5].strip(FILLER)
    kind = "passport" if lines[0][0] == "P" else "id card"
    own = (Document(number.replace(FILLER, ""), type=kind, country=state or None),) if number else ()
    extra = (Document(n, type=_optional_types().get(state), country=state) for o in optional for n in _digits_in(o))
    return (*own, *(d for d in extra if d.type))


def _digits_in(optional: str) -> list[str]:
    return [run for run in optional.split(FILLER) if run.isdecimal() and len(run) >= 9]


@functools.cache
def _optional_types() -> dict[str, str]:
    """Which lifelong number a state prints in the optional data."""
    return {"KAZ": "ИИН", "TJK": "РМА"}


def _value(character: str) -> int:
    if character == FILLER:
        return 0
    return int(character) if character.isdecimal() else ord(character) - ord("A") + 10
