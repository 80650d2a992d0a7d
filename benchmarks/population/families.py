"""Clans: a couple, its children with their spouses, their children. Vectorised over the clans of a block.

Names follow the male line: a child has the father's given name in the patronymic and the father's surname, or the form
that the year of birth asks for, or the father's given name as a surname.
"""

from __future__ import annotations

import numpy as np

from benchmarks.population.children import with_children
from benchmarks.population.founders import Birth, founders
from benchmarks.population.inventory import MALE
from benchmarks.population.people import NEVER, NOBODY, People, day_number, join
from benchmarks.population.places import draw_places
from benchmarks.population.tables import LANGUAGES, STATES, Ints, draw, practice, shares


def make_block(seed: int, block: int) -> People:
    """The people of block ``block``: always ``block_people`` of them, the same whatever else is made."""
    rng = np.random.default_rng([seed, block])
    size = int(practice()["block_people"])
    people = _clans(rng, clans=size // 5)
    order = np.argsort(people.family, kind="stable")
    people = _renumber(people.take(order[:size]), order, size)
    if len(people) < size:
        raise RuntimeError("a block came out too small: raise the number of clans")
    people.person += block * size
    people.family += block * size
    people.household += block * size
    return people


def _renumber(people: People, order: Ints, size: int) -> People:
    """Family links to the rows after sorting and cutting; a link to somebody cut off becomes -1."""
    place_of = np.full(len(order) + 1, NOBODY, dtype=np.int64)
    place_of[order[:size]] = np.arange(min(size, len(order)))
    people.father, people.mother, people.twin = (place_of[link] for link in (people.father, people.mother, people.twin))
    people.person = np.arange(len(people), dtype=np.int64)
    return people


def _clans(rng: np.random.Generator, clans: int) -> People:
    state = (rng.random(clans) >= practice()["state"]["KZ"]).astype(np.int64)
    language = _languages(rng, state)
    first, last = practice()["family"]["root_birth"]
    born = _spread(rng, first, last, clans)
    husbands = founders(rng, Birth(np.arange(clans), state, language, np.zeros(clans, np.int64), born))
    wives = _spouses(rng, husbands)
    couples = join(husbands, wives)
    _marry(rng, couples, np.arange(clans), clans + np.arange(clans))
    everybody, children = with_children(rng, couples, np.arange(clans), clans + np.arange(clans))
    ready = children[(everybody.year[children] <= practice()["as_of"] - 22)]
    ready = ready[rng.random(len(ready)) < practice()["family"]["marry"]]
    partners = _spouses(rng, everybody.take(ready))
    start = len(everybody)
    everybody = join(everybody, partners)
    partner_rows = start + np.arange(len(ready))
    male = everybody.sex[ready] == MALE
    men, women = np.where(male, ready, partner_rows), np.where(male, partner_rows, ready)
    everybody.household[men] = everybody.household[women] = clans + np.arange(len(men))
    _move_in(rng, everybody, men, women)
    _marry(rng, everybody, men, women)
    return with_children(rng, everybody, men, women)[0]


def _spread(rng: np.random.Generator, first: int, last: int, size: int) -> Ints:
    return day_number(rng.integers(first, last + 1, size), rng.integers(0, 365, size))


def _languages(rng: np.random.Generator, state: Ints) -> Ints:
    result = np.zeros(len(state), dtype=np.int64)
    for code, name in enumerate(STATES):
        languages, running = shares(practice()["languages"][name])
        numbers = np.array([LANGUAGES.index(x) for x in languages])
        where = np.flatnonzero(state == code)
        result[where] = numbers[draw(rng, running, len(where))]
    return result


def _spouses(rng: np.random.Generator, people: People) -> People:
    size = len(people)
    other = rng.random(size) < practice()["family"]["mixed_marriage"]
    language = np.where(other, _languages(rng, people.state), people.language)
    gap = np.where(people.sex == MALE, 1, -1) * rng.integers(-300, 2600, size)
    born = np.minimum(people.born + gap, day_number(np.array([practice()["as_of"] - 19]), np.array([0]))[0])
    return founders(rng, Birth(people.family, people.state, language, 1 - people.sex, born))


def _move_in(rng: np.random.Generator, people: People, men: Ints, women: Ints) -> None:
    """A new couple's own address, mostly in the town of one of them."""
    moved = rng.random(len(men)) < 0.3
    home = np.where(moved, draw_places(rng, people.state[men]), people.home[men])
    address = rng.integers(0, 1 << 40, len(men))
    for rows in (men, women):
        people.home[rows], people.address[rows] = home, address


def _marry(rng: np.random.Generator, people: People, men: Ints, women: Ints) -> None:
    """The wife lives with her husband and may take his surname, in the gender of her own."""
    people.home[women], people.address[women] = people.home[men], people.address[men]
    share = np.array([practice()["family"]["takes_husbands_name"][name] for name in LANGUAGES])
    takes = rng.random(len(men)) < share[people.language[women]]
    year = np.maximum(people.year[women] + rng.integers(18, 30, len(men)), people.year[men] + 18)
    people.stem_married[women], people.form_married[women] = people.stem[men], people.form[men]
    people.married[women] = np.where(takes & (year < practice()["as_of"]), year, NEVER)
