"""People without parents in the population: their names, places, reforms, by language and birth year."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np

from benchmarks.population.grammar import PATRONYMIC_FORMS, SURNAME_FORMS
from benchmarks.population.inventory import draw_given, draw_stems
from benchmarks.population.people import NEVER, NOBODY, People
from benchmarks.population.places import draw_abroad, draw_places
from benchmarks.population.tables import LANGUAGES, Floats, Ints, draw, practice, shares


class Birth(NamedTuple):
    """Where and as what people come into the world: parallel arrays."""

    family: Ints
    state: Ints
    language: Ints
    sex: Ints
    born: Ints


def founders(rng: np.random.Generator, birth: Birth) -> People:
    """People without parents in the population."""
    family, state, language, sex, born = birth
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
        form=_by_year(rng, "surname", SURNAME_FORMS, language, year.astype(np.int64)),
        stem_married=np.zeros(size, np.int64),
        form_married=np.zeros(size, np.int64), married=np.full(size, NEVER), form_reformed=np.zeros(size, np.int64),
        reformed=np.full(size, NEVER),
        patronymic_form=_by_year(rng, "patronymic", PATRONYMIC_FORMS, language, year.astype(np.int64)),
        patronymic_reformed=np.zeros(size, np.int64), birth_place=birth_place, home=home,
        address=rng.integers(0, 1 << 40, size), father=np.full(size, NOBODY), mother=np.full(size, NOBODY),
        twin=np.full(size, NOBODY), taste=rng.integers(0, 1 << 16, size),
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
