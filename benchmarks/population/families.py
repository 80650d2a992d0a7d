"""Clans: a couple, its children with their spouses, their children. Vectorised over the clans of a block.

Names follow the male line: a child has the father's given name in the patronymic and the father's surname, or the form
that the year of birth asks for, or the father's given name as a surname.
"""

from __future__ import annotations

import functools
from typing import Any, Final

import numpy as np

from benchmarks.population.grammar import PATRONYMIC_FORMS, SURNAME_FORMS
from benchmarks.population.inventory import MALE, draw_given, draw_stems, inventory
from benchmarks.population.people import NEVER, People, day_number
from benchmarks.population.places import draw_abroad, draw_places
from benchmarks.population.tables import LANGUAGES, STATES, Floats, Ints, draw, practice, shares

_NOBODY: Final = -1
_MAX_CHILDREN: Final = 9


def make_block(seed: int, block: int) -> People:
    """The people of block ``block``: always ``block_people`` of them, the same for the same seed, whatever else is made."""
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
    place_of = np.full(len(order) + 1, _NOBODY, dtype=np.int64)
    place_of[order[:size]] = np.arange(min(size, len(order)))
    people.father, people.mother, people.twin = (place_of[link] for link in (people.father, people.mother, people.twin))
    people.person = np.arange(len(people), dtype=np.int64)
    return people


def _clans(rng: np.random.Generator, clans: int) -> People:
    state = (rng.random(clans) >= practice()["state"]["KZ"]).astype(np.int64)
    language = _languages(rng, state)
    first, last = practice()["family"]["root_birth"]
    husbands = _founders(
        rng, np.arange(clans), state, language, np.zeros(clans, np.int64), _spread(rng, first, last, clans)
    )
    wives = _spouses(rng, husbands)
    couples = _join(husbands, wives)
    _marry(rng, couples, np.arange(clans), clans + np.arange(clans))
    everybody, children = _with_children(rng, couples, np.arange(clans), clans + np.arange(clans))
    ready = children[(everybody.year[children] <= practice()["as_of"] - 22)]
    ready = ready[rng.random(len(ready)) < practice()["family"]["marry"]]
    partners = _spouses(rng, everybody.take(ready))
    start = len(everybody)
    everybody = _join(everybody, partners)
    partner_rows = start + np.arange(len(ready))
    male = everybody.sex[ready] == MALE
    men, women = np.where(male, ready, partner_rows), np.where(male, partner_rows, ready)
    everybody.household[men] = everybody.household[women] = clans + np.arange(len(men))
    _move_in(rng, everybody, men, women)
    _marry(rng, everybody, men, women)
    return _with_children(rng, everybody, men, women)[0]


def _spread(rng: np.random.Generator, first: int, last: int, size: int) -> Ints:
    days = day_number(rng.integers(first, last + 1, size), rng.integers(0, 365, size))
    return days


def _languages(rng: np.random.Generator, state: Ints) -> Ints:
    result = np.zeros(len(state), dtype=np.int64)
    for code, name in enumerate(STATES):
        languages, running = shares(practice()["languages"][name])
        numbers = np.array([LANGUAGES.index(x) for x in languages])
        where = np.flatnonzero(state == code)
        result[where] = numbers[draw(rng, running, len(where))]
    return result


def _founders(rng: np.random.Generator, family: Ints, state: Ints, language: Ints, sex: Ints, born: Ints) -> People:
    """People without parents in the population."""
    size = len(family)
    year = born // 365.2425 + 1900
    fathers_year = (year - rng.integers(19, 45, size)).astype(np.int64)
    home = draw_places(rng, state)
    elsewhere = rng.random(size)
    share = practice()["family"]["born_elsewhere"]
    birth_place = np.where(elsewhere < share, draw_places(rng, state), home)
    birth_place = np.where(elsewhere < share / 4, draw_abroad(rng, size), birth_place)
    people = People(
        person=np.zeros(size, np.int64), family=family.astype(np.int64), household=family.astype(np.int64), state=state,
        language=language, sex=sex, born=born, given=draw_given(rng, language, sex, year.astype(np.int64)),
        father_given=draw_given(rng, language, np.zeros(size, np.int64), fathers_year), stem=draw_stems(rng, language),
        form=_by_year(rng, "surname", SURNAME_FORMS, language, year.astype(np.int64)), stem_married=np.zeros(size, np.int64),
        form_married=np.zeros(size, np.int64), married=np.full(size, NEVER), form_reformed=np.zeros(size, np.int64),
        reformed=np.full(size, NEVER),
        patronymic_form=_by_year(rng, "patronymic", PATRONYMIC_FORMS, language, year.astype(np.int64)),
        patronymic_reformed=np.zeros(size, np.int64), birth_place=birth_place, home=home,
        address=rng.integers(0, 1 << 40, size), father=np.full(size, _NOBODY), mother=np.full(size, _NOBODY),
        twin=np.full(size, _NOBODY), taste=rng.integers(0, 1 << 16, size),
    )  # fmt: skip
    _reform(rng, people)
    return people


def _by_year(rng: np.random.Generator, table: str, forms: tuple[str, ...], language: Ints, year: Ints) -> Ints:
    """A form for each person by language and birth year, from a table of [first year, shares]."""
    result = np.zeros(len(language), dtype=np.int64)
    for code, name in enumerate(LANGUAGES):
        for numbers, running, low, high in _periods(table, name, forms):
            where = np.flatnonzero((language == code) & (year >= low) & (year < high))
            result[where] = numbers[draw(rng, running, len(where))]
    return result


@functools.cache
def _periods(table: str, language: str, forms: tuple[str, ...]) -> list[tuple[Ints, Floats, int, int]]:
    rows: list[Any] = practice()[table][language]
    ends = [row[0] for row in rows[1:]] + [NEVER]
    found = []
    for (first, weights), end in zip(rows, ends, strict=True):
        names, running = shares(weights)
        found.append((np.array([forms.index(n) for n in names]), running, first, end))
    return found


def _reform(rng: np.random.Generator, people: People) -> None:
    """Adults who change the form of their surname in the years when their state invited them to."""
    for code, name in enumerate(LANGUAGES):
        rule = practice()["reform"][name]
        names, running = shares(rule["forms"])
        numbers = np.array([SURNAME_FORMS.index(n) for n in names])
        first, last = rule["years"]
        year = rng.integers(first, last + 1, len(people))
        chosen = (people.language == code) & (rng.random(len(people)) < rule["share"])
        people.form_reformed = np.where(
            people.language == code, numbers[draw(rng, running, len(people))], people.form_reformed
        )
        people.reformed = np.where(chosen & (people.year + 16 <= year), year, people.reformed)
    people.patronymic_reformed = _by_year(
        rng, "patronymic", PATRONYMIC_FORMS, people.language, np.full(len(people), practice()["as_of"])
    )


def _spouses(rng: np.random.Generator, people: People) -> People:
    size = len(people)
    other = rng.random(size) < practice()["family"]["mixed_marriage"]
    language = np.where(other, _languages(rng, people.state), people.language)
    gap = np.where(people.sex == MALE, 1, -1) * rng.integers(-300, 2600, size)
    born = np.minimum(people.born + gap, day_number(np.array([practice()["as_of"] - 19]), np.array([0]))[0])
    return _founders(rng, people.family, people.state, language, 1 - people.sex, born)


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


def _with_children(rng: np.random.Generator, people: People, men: Ints, women: Ints) -> tuple[People, Ints]:
    """The people and their new children; also the children's rows."""
    means = np.array([practice()["family"]["children"][name] for name in LANGUAGES])
    count = np.minimum(rng.poisson(means[people.language[men]]), _MAX_CHILDREN)
    father, mother = np.repeat(men, count), np.repeat(women, count)
    order = _order_within(count)
    born = _births(rng, people, mother, order)
    alive = (born < day_number(np.array([practice()["as_of"]]), np.array([0]))[0]) & (
        born - people.born[mother] < 46 * 365
    )
    father, mother, born = father[alive], mother[alive], born[alive]
    rows = len(people) + np.arange(len(father))
    children = _children(rng, people, father, mother, born)
    everybody = _join(people, children)
    twins = _twins(rng, everybody, rows)
    return _join(everybody, twins), np.concatenate([rows, len(everybody) + np.arange(len(twins))])


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
    children = _founders(rng, people.family[father], state, language, sex, born)
    children.household = people.household[father].copy()
    children.father, children.mother = father.copy(), mother.copy()
    children.father_given = people.given[father].copy()
    children.home, children.address = people.home[father].copy(), people.address[father].copy()
    stays = rng.random(len(father)) >= practice()["family"]["born_elsewhere"]
    children.birth_place = np.where(stays, people.home[father], children.birth_place)
    _inherit(rng, people, children, father)
    return children


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


def _join(a: People, b: People) -> People:
    return People(**{name: np.concatenate([getattr(a, name), getattr(b, name)]) for name in People.__slots__})
