"""The shipped table of places and its indexes; loaded on first use."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.folding import fold, sounds

SETTLEMENTS: Final = frozenset({"city", "town"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. ``today`` holds the sounds of the names it bears now; all names of a place that is not curated."""

    place_id: str
    country: str
    kind: str
    region: str
    population: int
    today: frozenset[str]


@functools.cache
def entries() -> dict[str, Entry]:
    """All places by their id."""
    return {entry.place_id: entry for entry, _ in _lines()}


@functools.cache
def by_name() -> dict[str, tuple[Entry, ...]]:
    """Places by any of their names, folded, without the word that tells the kind."""
    return _index((name, entry) for entry, names in _lines() for name in names)


@functools.cache
def by_sound() -> dict[str, tuple[Entry, ...]]:
    """Places by the sounds of any of their names."""
    return _index((sound, entry) for entry, names in _lines() for sound in names.values())


@functools.cache
def by_stem() -> dict[str, tuple[Entry, ...]]:
    """Regions and districts by the sounds of the stem of their names: «аштский», «ашт» and «asht» meet."""
    wide = ((entry, names) for entry, names in _lines() if entry.kind not in SETTLEMENTS)
    return _index((stem(name), entry) for entry, names in wide for name in names)


@functools.cache
def by_town_stem() -> dict[str, tuple[Entry, ...]]:
    """Curated towns by stem: a «Гиссарский район» that the table does not have is the district of Гиссар."""
    towns = ((e, names) for e, names in _lines() if e.kind in SETTLEMENTS and curated(e.place_id))
    return _index((stem(name), entry) for entry, names in towns for name in names)


@functools.lru_cache(1 << 14)
def near_miss(sound: str) -> tuple[Entry, ...]:
    """Settlements of a name that differs from this one by a slip."""
    limits = words()["limits"]
    if len(sound) < limits["one_slip"]:
        return ()
    slips = 2 if len(sound) >= limits["two_slips"] else 1
    near = process.extractOne(sound, _alike(sound, slips), scorer=OSA.distance, score_cutoff=slips)
    return _towns_by_sound()[near[0]] if near else ()


def _alike(sound: str, slips: int) -> list[str]:
    """The towns whose letters leave it open that they are so few slips away, in their order.

    A slip adds or takes one letter, or puts one in another's place: two letters at most that only one of the two has.
    """
    towns = _towns_as_letters()
    other = np.bitwise_count(towns.letters ^ np.uint32(_letters_of(sound)))
    near = (other <= 2 * slips) & (np.abs(towns.lengths - len(sound)) <= slips)
    return [towns.sounds[i] for i in np.flatnonzero(near).tolist()]


class _Towns(NamedTuple):
    """Towns by sound, with the letters of each as a set of bits and how many it has."""

    sounds: list[str]
    letters: NDArray[np.uint32]
    lengths: NDArray[np.int64]


@functools.cache
def _towns_as_letters() -> _Towns:
    found = list(_towns_by_sound())
    return _Towns(found, np.array([*map(_letters_of, found)], np.uint32), np.array([*map(len, found)], np.int64))


def _letters_of(sound: str) -> int:
    """The letters as a set of 32 bits; two that share a bit are told apart by the distance."""
    letters = 0
    for c in sound:
        letters |= 1 << (ord(c) & 31)
    return letters


@functools.cache
def _towns_by_sound() -> dict[str, tuple[Entry, ...]]:
    """Towns of the countries near by, by sound: only there is a near miss likelier than another place."""
    limits = words()["limits"]
    found: dict[str, tuple[Entry, ...]] = {}
    for sound, places in by_sound().items():
        towns = [e for e in places if e.kind in SETTLEMENTS and e.country in limits["people"]]
        known = tuple(e for e in towns if curated(e.place_id) or e.population >= limits["slip_people"])
        if known and len(sound) >= limits["shortest_town"]:
            found[sound] = known
    return found


def curated(place_id: str) -> bool:
    """Whether the place stands in the curated table, whose first three names are those of today."""
    return not place_id.startswith("gn-")


def stem(name: str) -> str:
    """The sounds of a folded name without a Russian adjective's ending and without a last vowel."""
    return sounds(name[: len(name) - len(adjective_ending(name))]).rstrip("aeiou")


def adjective_ending(word: str) -> str:
    """The ending of a Russian adjective made from a place's name: -ский of «аштский»; empty for other words."""
    found = (e for e in _adjectives() if word.endswith(e) and len(word) - len(e) >= 3)
    return next(found, "")


@functools.cache
def _adjectives() -> list[str]:
    return [fold(ending) for ending in words()["adjectives"]["endings"]]


@functools.cache
def words() -> dict[str, Any]:
    """``data/words.toml`` as it stands."""
    return tomllib.loads(files("matcher.places").joinpath("data", "words.toml").read_text("utf-8"))


@functools.cache
def markers() -> dict[str, tuple[str, str]]:
    """Folded word to the kind it marks and where it stands: before, after, either."""
    kinds = ("region", "district", "commune", "city", "village", "settlement")
    table = words()
    return {fold(w): (kind, where) for kind in kinds for where, ws in table[kind].items() for w in ws}


def table_lines() -> list[list[str]]:
    """The table as it stands, cut into columns; the order of ``build_gazetteer.COLUMNS``."""
    text = files("matcher.places").joinpath("data", "gazetteer.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


@functools.cache
def _lines() -> list[tuple[Entry, dict[str, str]]]:
    found = []
    for place_id, country, kind, region, population, today, _, folded, heard in table_lines():
        names = dict(zip(folded.split("|"), heard.split("|"), strict=True))
        now = list(names.values())[: int(today)]
        found.append((Entry(place_id, country, kind, region, int(population), frozenset(now)), names))
    return found


def _index(keys: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, dict[str, Entry]] = defaultdict(dict)
    for key, entry in keys:
        if len(key) > 1:
            index[key][entry.place_id] = entry
    return {key: tuple(found.values()) for key, found in index.items()}
