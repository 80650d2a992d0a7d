"""Given names and surname stems as numbered lists, drawn by language, sex and birth year."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.population.tables import ERAS, LANGUAGES, Floats, Ints, draw, practice, read_tsv, zipf

MALE: Final = 0
FEMALE: Final = 1
_ALL_TIME: Final = len(ERAS)
_COMPOUND: Final = len(ERAS) + 1


@dataclass(frozen=True, slots=True)
class Pool:
    """Numbers of the names of one list, and their running shares."""

    ids: Ints
    running: Floats


@dataclass(frozen=True, slots=True)
class Inventory:
    """All given names and stems. ``words[i]`` is name ``i``; pools say which are drawn where."""

    words: list[str]
    given: dict[tuple[int, int, int], Pool]
    stems: dict[int, Pool]


@functools.cache
def inventory() -> Inventory:
    """The inventory made from ``given.tsv`` and ``surnames.tsv``; the same in every process."""
    words: list[str] = []
    numbers: dict[str, int] = {}

    def number(word: str) -> int:
        if word not in numbers:
            numbers[word] = len(words)
            words.append(word)
        return numbers[word]

    given: dict[tuple[int, int, int], Pool] = {}
    exponent = practice()["family"]["given_name_zipf"]
    for (language, sex, era), names in _given_lists().items():
        ids = np.array([number(n) for n in names], dtype=np.int64)
        given[language, sex, era] = Pool(ids, zipf(len(ids), exponent))
    stems = {language: _stem_pool([number(s) for s in _stems(language)]) for language in range(len(LANGUAGES))}
    return Inventory(words, given, stems)


def _stem_pool(ids: list[int]) -> Pool:
    family = practice()["family"]
    return Pool(np.array(ids, dtype=np.int64), zipf(len(ids), family["surname_zipf"], family["surname_zipf_shift"]))


@functools.cache
def _given_lists() -> dict[tuple[int, int, int], list[str]]:
    eras = {**{e: i for i, e in enumerate(ERAS)}, "a": _ALL_TIME}
    lists = {
        (LANGUAGES.index(r["lang"]), "mf".index(r["sex"]), eras[r["era"]]): list(dict.fromkeys(r["names"].split()))
        for r in read_tsv("given.tsv")
    }
    for language in range(len(LANGUAGES)):
        if LANGUAGES[language] != "ru":
            lists[language, MALE, _COMPOUND] = _compounds(language)
    return lists


@functools.cache
def _parts() -> dict[tuple[str, str], list[str]]:
    return {(r["lang"], r["part"]): r["items"].split() for r in read_tsv("surnames.tsv")}


def _compounds(language: int) -> list[str]:
    """Every first half with every second half, in an order that is mixed but always the same."""
    lang = LANGUAGES[language]
    firsts, seconds = _parts().get((lang, "first"), []), _parts().get((lang, "second"), [])
    pairs = [a + b for a in firsts for b in seconds if not a.casefold().endswith(b) and a[-1] != b[0]]
    random.Random(lang).shuffle(pairs)  # a fixed order, not chance: rank stands for frequency
    return pairs


def _stems(language: int) -> list[str]:
    """Surname stems, most frequent first: whole stems, then fathers' names of the older eras, then compounds."""
    lang = LANGUAGES[language]
    lists = _given_lists()
    fathers = [n for era in (0, 1, _ALL_TIME) for n in lists.get((language, MALE, era), [])]
    middle = [] if lang == "ru" else fathers
    return list(dict.fromkeys([*_parts()[lang, "stem"], *middle, *_compounds(language)]))


def draw_given(rng: np.random.Generator, language: Ints, sex: Ints, year: Ints) -> Ints:
    """A given name for each person by language, sex and birth year."""
    list_of = _era(rng, year)
    result = np.zeros(len(language), dtype=np.int64)
    pools = inventory().given
    key = (language * 2 + sex) * 8 + list_of
    for code in np.unique(key):
        where = np.flatnonzero(key == code)
        pool = pools.get((int(code) // 16, int(code) // 8 % 2, int(code) % 8))
        if pool is None:  # no compounds or no timeless list in this language: the cohort's own list
            pool = pools[int(code) // 16, int(code) // 8 % 2, 1]
        result[where] = pool.ids[draw(rng, pool.running, len(where))]
    return result


def _era(rng: np.random.Generator, year: Ints) -> Ints:
    """Which list a person's name comes from: mostly of the own cohort, some of the one before, some timeless."""
    eras = practice()["eras"]
    own = np.searchsorted(np.array([eras[e] for e in ERAS]), year).astype(np.int64)
    chance = rng.random(len(year))
    limits = np.cumsum([eras["own"], eras["before"], eras["all"], eras["compound"]])
    chance = chance * limits[-1]
    result = np.where(chance < limits[0], own, np.maximum(own - 1, 0))
    result = np.where(chance >= limits[1], _ALL_TIME, result)
    return np.where(chance >= limits[2], _COMPOUND, result)


def draw_stems(rng: np.random.Generator, language: Ints) -> Ints:
    """A surname stem for each person by language."""
    result = np.zeros(len(language), dtype=np.int64)
    for code in np.unique(language):
        where = np.flatnonzero(language == code)
        pool = inventory().stems[int(code)]
        result[where] = pool.ids[draw(rng, pool.running, len(where))]
    return result
