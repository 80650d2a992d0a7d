"""An address cut into settlement, street, house and flat."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from matcher.folding import fold, sounds
from matcher.places.columns import EMPTY, PlaceRow, kept
from matcher.places.gazetteer import markers
from matcher.places.resolving import resolve

NUMBER: Final = re.compile(r"\d+[a-zа-я]?(?:[/-]\d*[a-zа-я]?)*$")


@dataclass(frozen=True, slots=True)
class Address:
    """``place`` as the gazetteer understands it; ``street`` as the spelling of its sounds; house, flat as written."""

    place: PlaceRow = EMPTY
    street: str = ""
    house: str = ""
    flat: str = ""


Item = tuple[str, str]
"""A role (street, house, flat, number, place, words) and the text that plays it."""

_TOKEN: Final = re.compile(r"\d+[^\W_]?(?:[/-]\d*[^\W_]?(?![^\W_]))*|[^\W\d_]+(?:-[^\W\d_]+)*")
_SEGMENTS: Final = re.compile(r"[,;()|\n]+")


@functools.lru_cache(1 << 14)
def read_address(text: str) -> Address:
    """The parts of an address; what is no street, house or flat belongs to the place."""
    found: dict[str, str] = {}
    places: list[str] = []
    for segment in _SEGMENTS.split(_spelled_out(text)):
        for role, value in _items(segment):
            _put(role, value, found, places)
    place = kept(resolve(", ".join(places))) if places else EMPTY
    house, flat = _split_number(found.get("house", ""), found.get("flat", ""))
    return Address(place, found.get("street", ""), house, flat)


def _put(role: str, value: str, found: dict[str, str], places: list[str]) -> None:
    """Gives a text its place; bare numbers are house, then flat, and words beside a house number may be the street."""
    if role == "number":
        role = "flat" if "house" in found else "house"
    elif role == "words":
        role = "street" if "house" in found and places and "street" not in found else "place"
    if role == "place":
        places.append(value)
    elif role == "street":
        found[role] = " ".join(sounds(word) for word in _names(fold(value).split()))
    else:
        found.setdefault(role, value)


def _spelled_out(text: str) -> str:
    low = text.casefold()
    for short, long in words()["joined"]["pairs"]:
        if short in low:
            low = low.replace(short, f" {long} ")
    return low


@functools.lru_cache(1 << 15)
def _items(segment: str) -> tuple[Item, ...]:
    """The words of one segment by role; segments («ул. Абая», «д. 12») are far fewer than addresses."""
    tokens = _TOKEN.findall(segment)
    folded = [t if NUMBER.match(t) else fold(t) for t in tokens]
    items: list[Item] = []
    start = 0
    for place, word in enumerate(folded):
        where = _street_words().get(word)
        if where == "after" or (where == "either" and place and place + 1 == len(folded)):
            items.append(("street", " ".join(folded[start:place])))
            start = place + 1
        elif where:
            items += _plain(tokens[start:place])
            end = _end_of_name(folded, place + 1)
            items.append(("street", " ".join(folded[place + 1 : end])))
            start = max(start, end)
            break
    return (*items, *_plain(tokens[start:]))


def _end_of_name(folded: list[str], place: int) -> int:
    """Where a street's name ends: at a word of houses, or at a number behind a name; «8 Марта» begins with one."""
    for end in range(place, len(folded)):
        number = NUMBER.match(folded[end]) is not None
        if folded[end] in _house_words() or folded[end] in _flat_words() or (number and end > place):
            return end
    return len(folded)


def _names(words_: list[str]) -> list[str]:
    return [w for w in words_ if w not in _filler() and (len(w) > 1 or w.isdecimal())]


def _plain(tokens: list[str]) -> list[Item]:
    """Words without a street's marker: numbers with what marks them, then the words that are left."""
    items: list[Item] = []
    left: list[str] = []
    target = "number"
    for token in tokens:
        word = fold(token)
        if word in _flat_words():
            target = "flat"
        elif word in _house_words():
            target = "house"
        elif NUMBER.match(token):
            items.append((target, token))
            target = "number"
        else:
            left.append(token)
    if left:
        items.append(("place" if any(fold(w) in markers() for w in left) else "words", " ".join(left)))
    return items


def _split_number(house: str, flat: str) -> tuple[str, str]:
    """«12-45» is house 12, flat 45; leading zeros and capital letters say nothing."""
    if not flat and (match := re.fullmatch(r"(\d+[^\W\d_]?)-(\d+)", house)):
        house, flat = match[1], match[2]
    return house.lstrip("0"), flat.lstrip("0")


@functools.cache
def words() -> dict[str, Any]:
    """``words.toml`` as it stands."""
    return tomllib.loads(files("matcher.addresses").joinpath("words.toml").read_text("utf-8"))


@functools.cache
def _street_words() -> dict[str, str]:
    return {fold(w): where for where, ws in words()["street"].items() for w in ws}


@functools.cache
def _house_words() -> frozenset[str]:
    return frozenset(fold(w) for w in (*words()["house"]["words"], *words()["building"]["words"]))


@functools.cache
def _flat_words() -> frozenset[str]:
    return frozenset(fold(w) for w in words()["flat"]["words"])


@functools.cache
def _filler() -> frozenset[str]:
    return frozenset(fold(w) for w in words()["filler"]["words"])
