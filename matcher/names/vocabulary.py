"""Readings: one part of a name in one role, worked out once and then a number.

A reading holds the alternatives under which the part may be compared: its base form, the stem without its ending, each
word of a compound. Numbers index growing numpy columns, so that pairs are compared by gathering. A vocabulary is a
cache: it can be thrown away at any time, and batches keep the vocabulary they were made with.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.names.forms import LONGEST, Column, Forms
from matcher.names.grammar import ending, father
from matcher.names.hygiene import is_cyrillic
from matcher.names.lexicon import UNKNOWN, Entry, look_up, look_up_father
from matcher.names.model import GIVEN, PATRONYMIC, SURNAME
from matcher.names.phonemes import encode, readings

ALTERNATIVES = 5
LIMIT = 1 << 20
TAGS = (
    "none", "base", "word_of_compound", "joined_reversed", "father",
    "ov", "in", "sky", "adj", "zoda", "i", "iyon", "pur", "far", "niyo", "dukht", "uly", "ovich", "honorific",
    "ov_case", "bare", "whole",
)  # fmt: skip
TAG = {name: code for code, name in enumerate(TAGS)}
_GENDER = {"m": 1, "f": 2}
_MADE_OF_NAMES = frozenset({"ov", "zoda", "i", "iyon", "pur", "far", "niyo", "uly", "dukht"})
"""Endings that make a surname of a given name."""
_GENDERED = frozenset({"ov", "sky", "uly", "dukht"})
"""Surname endings whose gender is trusted; -ин also ends many stems."""
_NO_FORMS = [0] * ALTERNATIVES
_NO_TAGS = [0] * ALTERNATIVES


class Vocabulary:
    """Readings and forms interned to numbers. Reading 0 is the absent part."""

    def __init__(self) -> None:
        self.keys: list[tuple[int, str]] = [(0, "")]
        self.ids: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({"": 0}, {"": 0}, {"": 0})
        self.forms = Forms()
        self.form = Column("int32", _NO_FORMS)
        self.tag = Column("int8", _NO_TAGS)
        self.role = Column("int8", 0)
        self.gender = Column("int8", 0)
        self.initial = Column("int8", 0)
        self.size = Column("int16", 0)
        self.rarity = Column("float32", 0.0)
        self.known = Column("float32", 0.0)
        self.ending = Column("int8", 0)
        self.entries: list[Entry] = [UNKNOWN]
        self.kin = Column("uint64", [0, 0])
        """Of each reading's entry, its own name and groups, and its families, as bits by hash: where two readings share
        no bit of either, their entries are no kin."""

    def reading(self, role: int, text: str) -> int:
        """The number of a part in a role."""
        found = self.ids[role].get(text)
        return self._add(role, text) if found is None else found

    def _add(self, role: int, text: str) -> int:
        number = len(self.keys)
        self.keys.append((role, text))
        self.ids[role][text] = number
        found = alternatives(role, text)[:ALTERNATIVES]
        missing = ALTERNATIVES - len(found)
        self.form.append([self.forms.number(form) for form, _ in found] + _NO_FORMS[:missing])
        self.tag.append([tag for _, tag in found] + _NO_TAGS[:missing])
        self.role.append(role)
        self.gender.append(_GENDER.get(gender(role, text), 0))
        self.initial.append(is_initial(text))
        self.size.append(len(text))
        entry, rarity = knowledge(role, text)
        self.entries.append(entry)
        self.kin.append([_bits((id(entry), *entry.groups)), _bits(entry.families)])
        self.known.append(entry.given)
        self.rarity.append(rarity)
        self.ending.append(patronymic_kind(text) if role == PATRONYMIC else 0)
        return number

    def first_codes(self, readings: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The first symbol of each reading's first form."""
        codes: NDArray[np.uint8] = self.forms.codes.values[self.form.values[readings, 0], 0]
        return codes


def _bits(numbers: Iterable[int]) -> int:
    """Each number as one bit of 64 (Fibonacci hashing), together."""
    found = 0
    for number in numbers:
        found |= 1 << ((number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 58)
    return found


def patronymic_kind(text: str) -> int:
    """A number for the kind of patronymic ending (-ович, -ұлы, оглы …), 0 for a bare father's name."""
    tail = ending(text.replace(" ", ""), "patronymic")
    return 0 if tail is None else 1 + zlib.crc32(tail.kind.encode()) % 100


def is_initial(text: str) -> bool:
    """Whether a part is only initials."""
    return len(text) == 1 or (text[1:2] == " " and all(len(word) == 1 for word in text.split()))


@lru_cache(maxsize=1 << 17)
def coded(word: str) -> list[bytes]:
    """The readings of a word as symbol codes."""
    cyrillic = is_cyrillic(word)
    return [encode(symbols, cyrillic)[:LONGEST] for symbols in readings(word)]


def _tagged(word: str, tag: str) -> list[tuple[bytes, int]]:
    number = TAG[tag]
    return [(form, number) for form in coded(word)]


def alternatives(role: int, text: str) -> list[tuple[bytes, int]]:
    """Forms under which a part may be compared, with the tag that says what was done to get them."""
    parts = text.split()
    if len(parts) > 1:
        return _compound(role, parts)
    return _single(role, text)


def _compound(role: int, parts: list[str]) -> list[tuple[bytes, int]]:
    joined = _single(role, "".join(parts))[:1]
    words = [(form, TAG["word_of_compound"]) for part in parts for form, _ in _single(role, part)[:1] if len(part) > 1]
    return joined + words[:3] + _tagged("".join(reversed(parts)), "joined_reversed")[:1]


def _single(role: int, word: str) -> list[tuple[bytes, int]]:
    if role == PATRONYMIC:
        tail = ending(word, "patronymic")
        if tail is not None:
            return _tagged(father(tail.stem), "father") + _tagged(word, "whole")
        bare = _tagged(father(word), "father") + _tagged(word, "bare")
        return bare + [(form, tag) for form, tag in _single(SURNAME, word) if tag != TAG["base"]]
    tail = ending(word, "surname" if role == SURNAME else "given")
    if tail is None:
        return _tagged(word, "base")
    return _tagged(tail.base, "base") + _tagged(tail.stem, tail.kind)


def gender(role: int, text: str) -> str:
    """Gender a part shows by its ending or, for a given name, by the lexicon; "" when it shows none."""
    if role == GIVEN:
        return _gender_of_given(text.split(maxsplit=1)[0]) if text else ""
    for word in text.split():
        tail = ending(word, "patronymic" if role == PATRONYMIC else "surname")
        if tail is not None and tail.gender and (role == PATRONYMIC or tail.kind in _GENDERED):
            return tail.gender
    return ""


def _gender_of_given(word: str) -> str:
    """By the lexicon, or else by an honorific that only men or only women bear (-бек, -гул)."""
    known = look_up(word).gender
    if known:
        return known if known in _GENDER else ""
    tail = ending(word, "given")
    return tail.gender if tail else ""


def knowledge(role: int, text: str) -> tuple[Entry, float]:
    """What the lexicon says of the name in a part (of a surname: of the given name it is made of), and the part's
    rarity in bits."""
    word = text.replace(" ", "")
    if role == PATRONYMIC:
        tail = ending(word, "patronymic")
        stem = father(tail.stem if tail else word)
        entry = look_up_father(stem)
        return entry, _rarity(entry.given, stem)
    entry = look_up(word)
    if role == GIVEN:
        return entry, _rarity(entry.given, word)
    tail = ending(word, "surname")
    made_of = entry if tail is None else look_up(tail.stem) if tail.kind in _MADE_OF_NAMES else UNKNOWN
    return made_of, _rarity(entry.surname, word)


def _rarity(weight: float, symbols: str) -> float:
    if weight > 0:
        return float(max(3.0, 20.0 - math.log2(max(weight, 1.0))))
    return float(min(18.0, 11.0 + 0.8 * len(symbols)))
