"""The text of a place cut into names, each with the kind of place that the words around it say."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.citizenship.countries import country_named
from matcher.folding import fold, sounds
from matcher.places.gazetteer import adjective_ending, by_name, by_sound, markers, near_miss, words

MAX_WORDS = 5
SCRAP = 2
"""Unknown words of so many letters beside others are scraps of abbreviations."""
LONG_MARKER = 4
_SEGMENTS = re.compile(r"[,;()|\n]+")
_COMPOUND = re.compile(r"(?<=\w)-(?=\w*(?:ск|цк)(?:ий|ая|ой|ого|ом)\b)")
"""The hyphen of a compound adjective: Курган-Тюбинская is one word beside its marker."""


@dataclass(slots=True)
class Part:
    """A name in a text: ``known`` where the table has it; ``kind`` is what the marker beside it says, or empty."""

    name: str
    known: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of a text in their order, and the countries it names (alpha-3)."""

    parts: tuple[Part, ...]
    countries: tuple[str, ...]


def parse(text: str) -> Parsed:
    """Parts and countries of a text."""
    segments = [_segment(segment.strip()) for segment in _SEGMENTS.split(_spelled_out(text))]
    parts = tuple(part for segment in segments for part in segment.parts)
    return Parsed(parts, tuple(country for segment in segments for country in segment.countries))


def _spelled_out(text: str) -> str:
    low = text.casefold()
    for short, long in words()["joined"]["pairs"]:
        if short in low:
            low = low.replace(short, f" {long} ")
    return _COMPOUND.sub("", low)


@functools.lru_cache(1 << 15)
def _segment(segment: str) -> Parsed:
    """Names and markers in order; then every marker is given to the name it stands beside.

    Remembered, because «Хатлонская обл.» stands in many texts.
    """
    if country := country_named(segment):  # as written: ҚР is Kazakhstan, КР is not
        return Parsed((), (country,))
    tokens = fold(segment).split()
    items: list[Part | tuple[str, str]] = []
    countries: list[str] = []
    place = 0
    while place < len(tokens):
        place += _step(tokens, place, items, countries)
    if len(items) > 1 and _torn(items) and near_miss(sounds(" ".join(tokens))):
        items = [Part(" ".join(tokens), False)]
    _give_markers(items)
    return Parsed(tuple(item for item in items if isinstance(item, Part)), tuple(countries))


def _step(tokens: list[str], place: int, items: list[Part | tuple[str, str]], countries: list[str]) -> int:
    """Reads one thing at ``place``; returns how many words it took."""
    for count in range(min(MAX_WORDS, len(tokens) - place), 0, -1):
        phrase = " ".join(tokens[place : place + count])
        if phrase in markers():
            items.append(markers()[phrase])
            return count
        if country := country_named(phrase):
            countries.append(country)
            return count
        heard = len(phrase) > SCRAP + 1 and tokens[place] not in markers() and _sounds_known(phrase)
        if len(phrase) > 1 and (phrase in by_name() or heard):
            items.append(Part(phrase, True))
            return count
    word = tokens[place]
    last = items[-1] if items else None
    if word in _filler() or (len(word) <= SCRAP and not word.isdecimal() and len(tokens) > 1):
        return 1
    if marker := _marker_slip(word):
        items.append(markers()[marker])
        return 1
    if isinstance(last, Part) and not last.known and not adjective_ending(word):
        last.name += f" {word}"
    else:
        items.append(Part(word, False))
    return 1


@functools.lru_cache(1 << 12)
def _marker_slip(word: str) -> str | None:
    """The marker that an unknown word is one slip away from; «райо» is no village."""
    long = [m for m in markers() if len(m) > LONG_MARKER]
    near = process.extractOne(word, long, scorer=OSA.distance, score_cutoff=1) if len(word) >= LONG_MARKER else None
    return near[0] if near else None


def _torn(items: list[Part | tuple[str, str]]) -> bool:
    """Whether a segment without markers has fallen into known and unknown words: perhaps one name with a slip in it."""
    return all(isinstance(item, Part) for item in items) and any(isinstance(i, Part) and not i.known for i in items)


def _sounds_known(phrase: str) -> bool:
    return sounds(phrase) in by_sound()


def _give_markers(items: list[Part | tuple[str, str]]) -> None:
    for place, item in enumerate(items):
        if isinstance(item, Part):
            continue
        kind, where = item
        before = items[place - 1] if place else None
        after = items[place + 1] if place + 1 < len(items) else None
        order = (before, after) if where == "after" or (where == "either" and kind in _AFTER) else (after, before)
        for name in order:
            if isinstance(name, Part) and not name.kind:
                name.kind = kind
                break


_AFTER = frozenset({"region", "district", "commune"})


@functools.cache
def _filler() -> frozenset[str]:
    return frozenset(fold(word) for word in words()["filler"]["words"])
