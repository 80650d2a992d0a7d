"""Spelling of place and country names reduced to what all keyboards and schools of transliteration agree on."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, Final

_NOT_WORD: Final = r"[\W_]+"


def fold(text: str) -> str:
    """Case, marks, national letters, signs and punctuation put aside; words parted by one blank, script kept."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_base())
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return re.sub(_NOT_WORD, " ", plain).strip()


def sounds(folded: str) -> str:
    """A folded text in one Latin spelling of its sounds: «курган тюбе» and «kurgan tyube» meet; blanks fall away."""
    latin = folded if folded.isascii() else "".join(_latin().get(c, c) for c in folded)
    for many, one in _letters()["sounds"]["pairs"]:
        latin = latin.replace(many, one)
    return re.sub(r"(.)\1+", r"\1", latin.replace(" ", ""))


@functools.cache
def _letters() -> dict[str, Any]:
    return tomllib.loads(files("matcher.folding").joinpath("letters.toml").read_text("utf-8"))


@functools.cache
def _base() -> dict[int, int | None]:
    table = _letters()["base"]
    pairs: dict[int, int | None] = {ord(a): ord(b) for a, b in zip(table["from"], table["to"], strict=True)}
    return pairs | {ord(c): None for c in table["dropped"]}


@functools.cache
def _latin() -> dict[str, str]:
    return dict(_letters()["latin"])
