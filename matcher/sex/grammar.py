"""The gender that a surname or patronymic shows by its ending."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, Final

from models.name import Name

MALE: Final = 1
FEMALE: Final = 2
UNKNOWN: Final = 0
_GENDERS: Final = {"male": MALE, "female": FEMALE, "neutral": UNKNOWN}
_FOLD: Final = str.maketrans("әғқңөұүһіҷҳӣӯўё", "агкноуухичхиууе", "ъьʼʻ’‘`'")


def gender_of_names(names: tuple[Name, ...]) -> int:
    """MALE, FEMALE or UNKNOWN from all names of a person; patronymics are heard first, a contradiction says nothing."""
    told = {_heard(n.patronymic.value or "", "patronymic") for n in names} - {UNKNOWN}
    if not told:
        told = {_heard(n.surname.value or "", "surname") for n in names} - {UNKNOWN}
    if not told:
        told = {_whole(n.whole) for n in names if n.whole} - {UNKNOWN}
    return told.pop() if len(told) == 1 else UNKNOWN


@functools.lru_cache(1 << 16)
def _heard(text: str, part: str) -> int:
    """What the last word of a part tells."""
    words = _words(text)
    return _ending(words[-1], part) if words else UNKNOWN


@functools.lru_cache(1 << 14)
def _whole(text: str) -> int:
    """What a whole name tells: any word that ends as a patronymic, else any that ends as a surname."""
    for part in ("patronymic", "surname"):
        told = {_ending(word, part) for word in _words(text)} - {UNKNOWN}
        if told:
            return told.pop() if len(told) == 1 else UNKNOWN
    return UNKNOWN


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    return re.sub(r"[^\w\s-]|_", "", plain.replace("-", " ")).split()


def _ending(word: str, part: str) -> int:
    endings, longest, stem = _endings(part)
    alone = part == "patronymic"  # "Сапар кызы": the ending is a word of its own
    for length in range(min(longest, len(word)), 1, -1):
        ending = word[-length:]
        if ending in endings and (len(word) - length >= stem or (alone and len(word) == length and length > 2)):
            return endings[ending]
    return UNKNOWN


@functools.cache
def data() -> dict[str, Any]:
    """``data/endings.toml`` as it stands."""
    return tomllib.loads(files("matcher.sex").joinpath("data", "endings.toml").read_text("utf-8"))


@functools.cache
def _endings(part: str) -> tuple[dict[str, int], int, int]:
    table = {e: _GENDERS[gender] for gender, endings in data()[part].items() for e in endings}
    return table, max(map(len, table)), data()["limits"]["stem"]
