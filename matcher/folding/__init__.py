"""Spelling of place and country names reduced to what all keyboards and schools of transliteration agree on."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, Final

_NOT_WORD: Final = re.compile(r"[\W_]+")
_DOUBLED: Final = re.compile(r"(.)\1+")


@functools.lru_cache(1 << 15)
def fold(text: str) -> str:
    """Case, marks, national letters, signs and punctuation put aside; words parted by one blank, script kept."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_base())
    if not unicodedata.is_normalized("NFD", plain):
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


@functools.lru_cache(1 << 15)
def sounds(folded: str) -> str:
    """A folded text in one Latin spelling of its sounds: «курган тюбе» and «kurgan tyube» meet; blanks fall away."""
    latin = folded.replace(" ", "")
    if not latin.isascii():
        latin = latin.translate(_latin())
    for many, one in _sounds():
        if many in latin:
            latin = latin.replace(many, one)
    return _DOUBLED.sub(r"\1", latin)


@functools.cache
def _letters() -> dict[str, Any]:
    return tomllib.loads(files("matcher.folding").joinpath("letters.toml").read_text("utf-8"))


@functools.cache
def _base() -> dict[int, int | None]:
    table = _letters()["base"]
    pairs: dict[int, int | None] = {ord(a): ord(b) for a, b in zip(table["from"], table["to"], strict=True)}
    return pairs | {ord(c): None for c in table["dropped"]}


@functools.cache
def _latin() -> dict[int, str]:
    return {ord(letter): latin for letter, latin in _letters()["latin"].items()}


@functools.cache
def _sounds() -> list[tuple[str, str]]:
    return [(many, one) for many, one in _letters()["sounds"]["pairs"]]
