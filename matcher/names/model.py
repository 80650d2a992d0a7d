"""Value types of the name comparator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

ROLES = ("surname", "given", "patronymic")
SURNAME, GIVEN, PATRONYMIC = range(3)

LEVELS = (
    "missing",
    "identical",
    "same_reading",
    "same_grammar",
    "same_family",
    "kindred",
    "honorific",
    "compound",
    "initial",
    "close_1",
    "close_2",
    "close_3",
    "similar_1",
    "similar_2",
    "similar_3",
    "distant_1",
    "distant_2",
    "different",
    "other_name_near",
    "other_name",
    "other_gender",
)
"""Agreement levels of one part.

`missing`: one side lacks it, which is no evidence. `identical` letters; `same_reading` by an official or habitual
transliteration; `same_grammar`: another ending of one name (reform, patronymic form, case, gender); `same_family`:
forms of one name that one person's papers swap; `kindred`: names of one origin, or a short form; `honorific`: -ҷон,
-бек, -хон come or go;
`compound`: one of several words; `initial`. `close_1` … `different` grow with the cost of the spelling difference.
`other_name(_near)`: two names the lexicon holds to be different; `other_gender`: a man's part against a woman's."""

LEVEL = {name: code for code, name in enumerate(LEVELS)}


class Spelling(NamedTuple):
    """One spelling of a person's name as received: its parts, or `whole` when the parts are not told apart."""

    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None
    script_hint: str | None = None
    whole: str | None = None


NameInput = tuple[Spelling, ...]
"""All spellings of one record (Russian, Latin, native, earlier surnames)."""

SlotRow = tuple[str, str, str, int]
"""Surname, given name and patronymic as mended words joined by spaces ("" is absent), and how sure each role is: three
base-4 digits, the surname's lowest."""

Row = tuple[SlotRow, ...]
"""One record as stored: primitives only, so that msgpack takes it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an explanation: both values of one role, their level, its bits and the rules that link or part
    them."""

    role: str
    left: str
    right: str
    level: str
    bits: float
    rules: tuple[str, ...] = ()
