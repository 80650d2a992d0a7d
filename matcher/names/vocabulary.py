"""Readings: one part of a name in one role, worked out once and then a number.

A reading holds the alternatives under which the part may be compared: its base form, the stem without its ending, each
word of a compound. Numbers index growing numpy columns, so that pairs are compared by gathering. A vocabulary is a cache:
it can be thrown away at any time, and batches keep the vocabulary they were made with.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.names.grammar import ending, father
from matcher.names.hygiene import is_cyrillic
from matcher.names.lexicon import UNKNOWN, Entry, look_up, look_up_father
from matcher.names.model import GIVEN, PATRONYMIC, SURNAME
from matcher.names.phonemes import encode, readings

ALTERNATIVES = 5
LIMIT = 1 << 20
TAGS = (
    "none", "base", "word_of_compound", "joined_reversed", "father",
    "ov", "in", "sky", "adj", "zoda", "i", "iyon", "pur", "far", "niyo", "dukht", "uly", "ovich", "honorific", "ov_case", "bare", "whole",
)  # fmt: skip
TAG = {name: code for code, name in enumerate(TAGS)}
_GENDER = {"m": 1, "f": 2}


class Column:
    """A numpy array that grows at its end."""

    def __init__(self, dtype: str, width: int = 0, fill: int = 0) -> None:
        self._shape = (width,) if width else ()
        self._fill = fill
        self.values: NDArray[np.generic] = np.full((1024, *self._shape), fill, dtype=dtype)

    def put(self, index: int, value: object) -> None:
        """Set row `index`, growing by doubling when it lies beyond the end."""
        if index >= len(self.values):
            more = np.full_like(self.values, self._fill)
            self.values = np.concatenate([self.values, more])
        self.values[index] = value


class Vocabulary:
    """Readings and forms interned to numbers. Reading 0 is the absent part."""

    def __init__(self) -> None:
        self.keys: list[tuple[int, str]] = [(0, "")]
        self.ids: dict[tuple[int, str], int] = {(0, ""): 0, (1, ""): 0, (2, ""): 0}
        self.forms: list[bytes] = []
        self._form_ids: dict[bytes, int] = {}
        self.form = Column("int32", ALTERNATIVES, -1)
        self.tag = Column("int8", ALTERNATIVES)
        self.role = Column("int8")
        self.gender = Column("int8")
        self.initial = Column("int8")
        self.size = Column("int16")
        self.rarity = Column("float32")
        self.known = Column("float32")
        self.ending = Column("int8")
        self.entries: list[Entry] = [UNKNOWN]

    def reading(self, role: int, text: str) -> int:
        """The number of a part in a role."""
        found = self.ids.get((role, text))
        return self._add(role, text) if found is None else found

    def _add(self, role: int, text: str) -> int:
        number = len(self.keys)
        self.keys.append((role, text))
        self.ids[role, text] = number
        forms = np.full(ALTERNATIVES, -1, dtype=np.int32)
        tags = np.zeros(ALTERNATIVES, dtype=np.int8)
        for place, (form, tag) in enumerate(alternatives(role, text)[:ALTERNATIVES]):
            forms[place], tags[place] = self._form(form), tag
        self.form.put(number, forms)
        self.tag.put(number, tags)
        self.role.put(number, role)
        self.gender.put(number, _GENDER.get(gender(role, text), 0))
        self.initial.put(number, is_initial(text))
        self.size.put(number, len(text))
        entry, rarity = knowledge(role, text)
        self.entries.append(entry)
        self.known.put(number, entry.given)
        self.rarity.put(number, rarity)
        self.ending.put(number, patronymic_kind(text) if role == PATRONYMIC else 0)
        return number

    def _form(self, form: bytes) -> int:
        code = self._form_ids.get(form)
        if code is None:
            code = self._form_ids[form] = len(self.forms)
            self.forms.append(form)
        return code


def patronymic_kind(text: str) -> int:
    """A number for the kind of patronymic ending (-ович, -ұлы, оглы …), 0 for a bare father's name."""
    tail = ending(text.replace(" ", ""), "patronymic")
    return 0 if tail is None else 1 + zlib.crc32(tail.kind.encode()) % 100


def is_initial(text: str) -> bool:
    """Whether a part is only initials."""
    return all(len(word) == 1 for word in text.split())


def _coded(word: str) -> list[bytes]:
    return [encode(symbols, is_cyrillic(word)) for symbols in readings(word)]


def _tagged(word: str, tag: str) -> list[tuple[bytes, int]]:
    return [(form, TAG[tag]) for form in _coded(word)]


@lru_cache(maxsize=1 << 16)
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
        found = look_up(text.split(maxsplit=1)[0]).gender if text else ""
        return found if found in _GENDER else ""
    for word in text.split():
        tail = ending(word, "patronymic" if role == PATRONYMIC else "surname")
        if tail is not None and tail.gender:
            return tail.gender
    return ""


def knowledge(role: int, text: str) -> tuple[Entry, float]:
    """What the lexicon says of a part, and its rarity in bits."""
    word = text.replace(" ", "")
    if role == PATRONYMIC:
        tail = ending(word, "patronymic")
        stem = father(tail.stem if tail else word)
        entry = look_up_father(stem)
        return entry, _rarity(entry.given, stem)
    entry = look_up(word)
    return entry, _rarity(entry.given if role == GIVEN else entry.surname, word)


def _rarity(weight: float, symbols: str) -> float:
    if weight > 0:
        return float(max(3.0, 20.0 - np.log2(max(weight, 1.0))))
    return float(min(18.0, 11.0 + 0.8 * len(symbols)))
