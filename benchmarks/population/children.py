"""Children: births of a couple, the names they inherit, twins."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np

from benchmarks.population.founders import Birth, founders
from benchmarks.population.inventory import draw_given, inventory
from benchmarks.population.people import People, day_number, join
from benchmarks.population.tables import LANGUAGES, Ints, practice, read_toml

_MAX_CHILDREN: Final = 9
_LAST_CHILD: Final = 46 * 365


def with_children(rng: np.random.Generator, people: People, men: Ints, women: Ints) -> tuple[People, Ints]:
    """The people and their new children; also the children's rows."""
    means = np.array([practice()["family"]["children"][name] for name in LANGUAGES])
    count = np.minimum(rng.poisson(means[people.language[men]]), _MAX_CHILDREN)
    father, mother = np.repeat(men, count), np.repeat(women, count)
    order = _order_within(count)
    born = _births(rng, people, mother, order)
    end = day_number(np.array([practice()["as_of"]]), np.array([0]))[0]
    alive = (born < end) & (born - people.born[mother] < _LAST_CHILD)
    father, mother, born = father[alive], mother[alive], born[alive]
    rows = len(people) + np.arange(len(father))
    children = _children(rng, people, father, mother, born)
    _tell_apart(rng, children, np.arange(len(inventory().words)))
    everybody = join(people, children)
    twins = _twins(rng, everybody, rows)
    rows = np.concatenate([rows, len(everybody) + np.arange(len(twins))])
    everybody = join(everybody, twins)
    born_here = everybody.take(rows)
    # draws of its own: few paired names are taken already, and all who come after stay as they are
    _tell_apart(rng.spawn(1)[0], born_here, _plain())
    everybody.given[rows] = born_here.given
    return everybody, rows


def _order_within(count: Ints) -> Ints:
    """0, 1, 2 … within each repeated couple."""
    starts = np.repeat(np.cumsum(count) - count, count)
    found: Ints = np.arange(count.sum()) - starts
    return found


def _births(rng: np.random.Generator, people: People, mother: Ints, order: Ints) -> Ints:
    """Birth days: the first child at 18–27 of the mother, then one every one to four years."""
    first = np.where(order == 0, rng.integers(18 * 365, 27 * 365, len(order)), 0)
    gaps = np.where(order > 0, 300 + rng.exponential(700, len(order)).astype(np.int64), 0)
    total = np.cumsum(first + gaps)
    base = np.maximum.accumulate(np.where(order == 0, np.arange(len(order)), 0))
    found: Ints = people.born[mother] + first[base] + total - total[base] if len(order) else np.zeros(0, np.int64)
    return found


def _children(rng: np.random.Generator, people: People, father: Ints, mother: Ints, born: Ints) -> People:
    sex = (rng.random(len(father)) < 0.488).astype(np.int64)
    language, state = people.language[father], people.state[father]
    children = founders(rng, Birth(people.family[father], state, language, sex, born))
    children.household = people.household[father].copy()
    children.father, children.mother = father.copy(), mother.copy()
    children.father_given = people.given[father].copy()
    children.home, children.address = people.home[father].copy(), people.address[father].copy()
    stays = rng.random(len(father)) >= practice()["family"]["born_elsewhere"]
    children.birth_place = np.where(stays, people.home[father], children.birth_place)
    _inherit(rng, people, children, father)
    return children


def _tell_apart(rng: np.random.Generator, children: People, names: Ints) -> None:
    """Brothers and sisters do not share a given name; ``names`` (words,) numbers what counts as one name."""
    for _ in range(3):
        key = children.father * len(names) + names[children.given]
        _, first = np.unique(key, return_index=True)
        again = np.setdiff1d(np.arange(len(children)), first)
        sex, year = children.sex[again], children.year[again]
        children.given[again] = draw_given(rng, children.language[again], sex, year)


@functools.cache
def _plain() -> Ints:
    """(words,): the number of each name without its honorific: Ilhom and Ilhomjon are one name, for two twins too."""
    words = inventory().words
    numbers = {word: i for i, word in enumerate(words)}
    endings = sorted({e for found in read_toml("faults_letters.toml")["honorific"].values() for e in found}, key=len)
    found = np.arange(len(words))
    for i, word in enumerate(words):
        bare = next((word.removesuffix(e) for e in endings if word.endswith(e)), word)
        found[i] = numbers.get(bare, i)
    return found


def _inherit(rng: np.random.Generator, people: People, children: People, father: Ints) -> None:
    """The father's surname as it is, or his stem in the form of the year, or his given name as the stem."""
    rule = practice()["surname_inherit"]
    as_is = np.array([rule["as_is"][name] for name in LANGUAGES])[children.language]
    by_given = np.array([rule["father_given"][name] for name in LANGUAGES])[children.language]
    old = children.year < rule["as_is_before"]
    same = old | (rng.random(len(father)) < as_is)
    given = ~same & (rng.random(len(father)) < by_given)
    reformed = people.reformed[father] <= children.year
    fathers_form = np.where(reformed, people.form_reformed[father], people.form[father])
    children.stem = np.where(given, people.given[father], people.stem[father])
    children.form = np.where(same, fathers_form, children.form)


def _twins(rng: np.random.Generator, people: People, rows: Ints) -> People:
    """For a few births a second child of the same day, often with a rhyming or traditional pair of names."""
    first = rows[rng.random(len(rows)) < practice()["family"]["twins"]]
    twins = people.take(first)
    twins.twin = first.copy()
    twins.taste = rng.integers(0, 1 << 16, len(first))
    twins.sex = np.where(rng.random(len(first)) < 0.7, people.sex[first], 1 - people.sex[first])
    twins.given = draw_given(rng, twins.language, twins.sex, twins.year)
    rhymes = (twins.sex == people.sex[first]) & (rng.random(len(first)) < practice()["family"]["rhyming_twins"])
    for i in np.flatnonzero(rhymes):
        elder, younger = _twin_names(rng, LANGUAGES[twins.language[i]], int(twins.sex[i]), int(people.given[first[i]]))
        people.given[first[i]], twins.given[i] = elder, younger
    same = twins.given == people.given[first]
    twins.given[same] = draw_given(rng, twins.language[same], twins.sex[same], twins.year[same])
    return twins


def _twin_names(rng: np.random.Generator, language: str, sex: int, given: int) -> tuple[int, int]:
    """A traditional pair, or a name that begins or ends like the elder twin's."""
    pairs = _traditional(language, sex)
    if rng.random() < 0.4 and pairs:
        return pairs[int(rng.integers(len(pairs)))]
    alike = _rhymes(language, sex).get(inventory().words[given][:3], ())
    if len(alike) > 1:
        return given, alike[int(rng.integers(len(alike)))]
    return given, given


@functools.cache
def _traditional(language: str, sex: int) -> list[tuple[int, int]]:
    numbers = {w: i for i, w in enumerate(inventory().words)}
    pairs = practice()["twin_pairs"][language]["mf"[sex]]
    return [(numbers[a], numbers[b]) for a, b in pairs if a in numbers and b in numbers]


@functools.cache
def _rhymes(language: str, sex: int) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for era in (1, 2, 3):
        pool = inventory().given[LANGUAGES.index(language), sex, era]
        for number in pool.ids.tolist():
            groups.setdefault(inventory().words[number][:3], []).append(number)
    return groups
