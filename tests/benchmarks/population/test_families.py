"""Families hold together: fathers in patronymics, twins on one day, households at one address."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.population.families import make_block
from benchmarks.population.inventory import inventory
from benchmarks.population.people import NEVER, People
from benchmarks.population.tables import practice


@pytest.fixture(scope="module")
def people() -> People:
    return make_block(11, 3)


def test_a_block_is_always_full_and_numbered_by_its_place(people: People) -> None:
    size = practice()["block_people"]
    assert people.person.tolist() == list(range(3 * size, 4 * size))


def test_a_block_can_be_made_without_the_ones_before_it(people: People) -> None:
    again = make_block(11, 3)
    for name in People.__slots__:
        assert np.array_equal(getattr(people, name), getattr(again, name)), name


def test_another_seed_gives_other_people(people: People) -> None:
    assert not np.array_equal(people.given, make_block(12, 3).given)


def test_children_carry_the_fathers_given_name(people: People) -> None:
    rows = np.flatnonzero(people.father >= 0)
    assert len(rows) > 1000
    assert np.array_equal(people.father_given[rows], people.given[people.father[rows]])


def test_most_children_carry_the_fathers_stem(people: People) -> None:
    rows = np.flatnonzero(people.father >= 0)
    assert np.mean(people.stem[rows] == people.stem[people.father[rows]]) > 0.8


def test_parents_are_older_than_their_children(people: People) -> None:
    for parent in (people.father, people.mother):
        rows = np.flatnonzero(parent >= 0)
        assert np.all(people.born[rows] - people.born[parent[rows]] > 14 * 365)


def test_twins_are_born_on_one_day_to_one_father_with_two_names(people: People) -> None:
    rows = np.flatnonzero(people.twin >= 0)
    elder = people.twin[rows]
    assert len(rows) > 30
    assert np.array_equal(people.born[rows], people.born[elder])
    assert np.array_equal(people.stem[rows], people.stem[elder])
    assert np.array_equal(people.father_given[rows], people.father_given[elder])
    same = people.sex[rows] == people.sex[elder]
    assert np.all(people.given[rows][same] != people.given[elder][same])


def test_some_twins_rhyme(people: People) -> None:
    rows = np.flatnonzero((people.twin >= 0) & (people.sex == people.sex[people.twin]))
    words = inventory().words
    alike = [words[people.given[r]][:3] == words[people.given[people.twin[r]]][:3] for r in rows]
    assert np.mean(alike) > 0.1


def test_brothers_and_sisters_share_no_given_name_not_even_with_an_honorific(people: People) -> None:
    """Three draws in a row that are taken remain, once in ten thousand children."""
    words = inventory().words
    plain = [word.removesuffix("ҷон").removesuffix("жан") for word in words]
    rows = np.flatnonzero(people.father >= 0)
    pairs = {(father, plain[given]) for father, given in zip(people.father[rows], people.given[rows], strict=True)}
    assert len(rows) - len(pairs) <= len(rows) / 5_000


def test_a_household_shares_an_address(people: People) -> None:
    homes: dict[int, set[int]] = {}
    for household, address in zip(people.household.tolist(), people.address.tolist(), strict=True):
        homes.setdefault(household, set()).add(address)
    assert np.mean([len(found) == 1 for found in homes.values()]) > 0.95


def test_women_who_marry_take_the_husbands_stem(people: People) -> None:
    wives = np.flatnonzero(people.married < NEVER)
    assert len(wives) > 300
    assert np.all(people.sex[wives] == 1)


def test_nobody_is_born_after_the_registers_are_read(people: People) -> None:
    assert people.year.max() < practice()["as_of"]
    assert people.year.min() > 1900
