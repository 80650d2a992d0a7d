"""The shipped table of places and its indexes; loaded on first use."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

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
    return _index(lambda entry, name: {name})


@functools.cache
def by_sound() -> dict[str, tuple[Entry, ...]]:
    """Places by the sounds of any of their names."""
    return _index(lambda entry, name: {sounds(name)})


@functools.cache
def by_stem() -> dict[str, tuple[Entry, ...]]:
    """Regions and districts by the sounds of the stem of their names: «аштский», «ашт» and «asht» meet."""
    return _index(lambda entry, name: {stem(name)} if entry.kind not in SETTLEMENTS else set())


def curated(place_id: str) -> bool:
    """Whether the place stands in the curated table, whose first three names are those of today."""
    return not place_id.startswith("gn-")


def stem(name: str) -> str:
    """The sounds of a folded name without a Russian adjective's ending and without a last vowel."""
    for ending in _adjectives():
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            name = name[: -len(ending)]
            break
    return sounds(name).rstrip("aeiou")


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


@functools.cache
def _lines() -> list[tuple[Entry, list[str]]]:
    text = files("matcher.places").joinpath("data", "gazetteer.tsv").read_text("utf-8")
    found = []
    for line in text.splitlines()[1:]:
        place_id, country, kind, region, population, names = line.split("\t")
        folded = [_bare(fold(name), kind) for name in names.split("|")]
        now = folded[:3] if curated(place_id) else folded
        today = frozenset(sounds(name) for name in now)
        found.append((Entry(place_id, country, kind, region, int(population), today), folded))
    return found


def _bare(folded: str, kind: str) -> str:
    """A name without the words that mark its kind: «согдийская область» → «согдийская»."""
    if kind in SETTLEMENTS:
        return folded
    kept = [w for w in folded.split() if w not in markers()]
    return " ".join(kept) or folded


def _index(keys: Callable[[Entry, str], set[str]]) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry, names in _lines():
        for name in names:
            for key in keys(entry, name):
                if len(key) > 1:
                    index[key][entry.place_id] = entry
    return {key: tuple(found.values()) for key, found in index.items()}
