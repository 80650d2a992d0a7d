"""An address cut into settlement, street, house and flat."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Reader:
    place: list[str] = field(default_factory=list)
    street: list[str] = field(default_factory=list)
    house: str = ""
    flat: str = ""


@functools.lru_cache(1 << 16)
def read_address(text: str) -> Address:
    """The parts of an address; what is no street, house or flat belongs to the place."""
    reader = _Reader()
    for segment in re.split(r"[,;()|\n]+", _spelled_out(text)):
        tokens = re.findall(r"\d+[^\W_]?(?:[/-]\d*[^\W_]?(?![^\W_]))*|[^\W\d_]+(?:-[^\W\d_]+)*", segment)
        _read_segment([t for t in tokens if t], reader)
    place = kept(resolve(", ".join(reader.place))) if reader.place else EMPTY
    street = " ".join(sounds(fold(w)) for w in reader.street)
    house, flat = _split_number(reader.house, reader.flat)
    return Address(place, street, house, flat)


def _spelled_out(text: str) -> str:
    low = text.casefold()
    for short, long in words()["joined"]["pairs"]:
        low = low.replace(short, f" {long} ")
    return low


def _read_segment(tokens: list[str], reader: _Reader) -> None:
    """Sorts the words of one segment; a number ends a street's name."""
    folded = [t if NUMBER.match(t) else fold(t) for t in tokens]
    start = 0
    for place, word in enumerate(folded):
        where = _street_words().get(word)
        if where == "after" or (where == "either" and place and place + 1 == len(folded)):
            reader.street = _names(folded[start:place])
            start = place + 1
        elif where:
            _plain(tokens[start:place], reader)
            end = _end_of_name(folded, place + 1)
            reader.street = _names(folded[place + 1 : end])
            start = max(start, end)
            break
    _plain(tokens[start:], reader)


def _end_of_name(folded: list[str], place: int) -> int:
    """Where a street's name ends: at a word of houses, or at a number behind a name; «8 Марта» begins with one."""
    for end in range(place, len(folded)):
        number = NUMBER.match(folded[end]) is not None
        if folded[end] in _house_words() or folded[end] in _flat_words() or (number and end > place):
            return end
    return len(folded)


def _names(words_: list[str]) -> list[str]:
    return [w for w in words_ if w not in _filler() and (len(w) > 1 or w.isdecimal())]


def _plain(tokens: list[str], reader: _Reader) -> None:
    """Words without a street's marker: numbers and their markers, else the place."""
    place: list[str] = []
    target = ""
    for token in tokens:
        word = fold(token)
        if word in _house_words() or word in _flat_words():
            target = "flat" if word in _flat_words() else "house"
        elif NUMBER.match(token):
            _number(token, target, reader)
            target = ""
        else:
            place.append(token)
    _place_or_street(place, reader)


def _number(token: str, target: str, reader: _Reader) -> None:
    if target == "flat" or (not target and reader.house):
        reader.flat = reader.flat or token
    else:
        reader.house = reader.house or token


def _place_or_street(place: list[str], reader: _Reader) -> None:
    """Words beside a house number are a street where none was named and a place was."""
    if not place:
        return
    if reader.house and reader.place and not reader.street and not any(fold(w) in markers() for w in place):
        reader.street = _names([fold(w) for w in place])
    else:
        reader.place.append(" ".join(place))


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
