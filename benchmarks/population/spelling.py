"""Native words in Russian spelling, and either of them in Latin by a named scheme (``schemes.toml``)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.population.tables import read_toml

CACHED_WORDS: Final = 1 << 18
"""Distinct words remembered per spelling; a register has fewer distinct names than this in use at a time."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of writing: ordered rules on lower case, then letter by letter."""

    rules: tuple[tuple[re.Pattern[str], str], ...]
    letters: dict[int, str]
    native: bool

    def write(self, word: str) -> str:
        """The word so written, each part with a capital."""
        text = word.lower()
        for pattern, target in self.rules:
            text = pattern.sub(target, text)
        text = text.translate(self.letters)
        if " " in text:
            return " ".join(part[:1].upper() + part[1:] for part in text.split(" "))
        return text[:1].upper() + text[1:]


@functools.cache
def _tables() -> dict[str, Any]:
    return read_toml("schemes.toml")


@functools.cache
def latin_scheme(name: str) -> Scheme:
    """The Latin scheme of this name; a scheme takes over the letters and, where it has none, the rules of its base."""
    row = _tables()["latin"][name]
    return Scheme(_compiled(row["rules"]), _letters(name), row["from"] == "native")


def _letters(name: str) -> dict[int, str]:
    row = _tables()["latin"][name]
    base = _letters(row["base"]) if "base" in row else _ordinals(_tables()["fallback"]["latin"])
    return base | _ordinals(row["letters"])


def _ordinals(letters: dict[str, str]) -> dict[int, str]:
    return {ord(letter): target for letter, target in letters.items()}


def _compiled(rules: list[list[str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), target) for pattern, target in rules)


@functools.cache
def _russian_scheme(name: str) -> Scheme:
    row = _tables()["russian"][name]
    letters = _tables()["fallback"]["russian"] | row["letters"]
    return Scheme(_compiled(row["rules"]), _ordinals(letters), native=True)


@functools.lru_cache(maxsize=CACHED_WORDS)
def russian(word: str, style: str) -> str:
    """A native word in Russian spelling; ``style`` is a language or a language with ``_soviet``."""
    return _russian_scheme(style).write(word) if word else ""


@functools.lru_cache(maxsize=CACHED_WORDS)
def latin(word: str, scheme: str, style: str) -> str:
    """A native word in Latin; schemes that start from the Russian spelling go through ``style`` first."""
    if not word:
        return ""
    found = latin_scheme(scheme)
    return found.write(word if found.native else russian(word, style))


def scheme_choice(language: str, year: int) -> dict[str, float]:
    """Latin schemes and weights of documents issued in this language in this year."""
    rows = [weights for first, weights in _tables()["choice"][language] if first <= year]
    found: dict[str, float] = rows[-1]
    return found
