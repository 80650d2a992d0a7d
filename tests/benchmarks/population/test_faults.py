"""Every kind of error happens at the rate its table says, among the records it can happen to."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter

import numpy as np
import pytest

from benchmarks.population.families import make_block
from benchmarks.population.faults import Kind, all_kinds, apply_faults
from benchmarks.population.people import People
from benchmarks.population.views import View, view
from models.date_reading import read_date

BLOCKS = 2


def _views() -> list[View]:
    return [
        view(np.random.default_rng([block, side]), make_block(21, block), register)
        for block in range(BLOCKS)
        for side, register in enumerate("ab")
    ]


def _always(kind: Kind) -> Kind:
    return dataclasses.replace(kind, rate=1.0)


@pytest.fixture(scope="module")
def seen() -> list[View]:
    return _views()


def _copy(one: View) -> View:
    return dataclasses.replace(
        one, columns={k: list(v) for k, v in one.columns.items()}, native=list(one.native), styles=list(one.styles),
        schemes=list(one.schemes),
    )  # fmt: skip


def _fresh(kind: Kind, one: View) -> View:
    """The view in the state in which this kind finds it: some kinds can only happen after another."""
    copy = _copy(one)
    if kind.name == "absence_word":
        apply_faults(np.random.default_rng(1), copy, kinds=[k for k in all_kinds() if k.name == "absent_patronymic"])
    return copy


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda k: k.name)
def test_the_realised_rate_is_the_rate_of_the_table(kind: Kind, seen: list[View]) -> None:
    eligible = applied = 0
    for number, one in enumerate(seen):
        eligible += sum(map(bool, apply_faults(np.random.default_rng(5), _fresh(kind, one), kinds=[_always(kind)])))
        found = apply_faults(np.random.default_rng([9, number]), _fresh(kind, one), kinds=[kind])
        applied += sum(map(bool, found))
    assert eligible > 60, "the kind hardly ever applies"
    spread = math.sqrt(eligible * kind.rate * (1 - kind.rate))
    assert abs(applied - eligible * kind.rate) < 5 * spread + 3


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda k: k.name)
def test_a_kind_says_it_changed_a_record_only_if_it_did(kind: Kind, seen: list[View]) -> None:
    one = _fresh(kind, seen[0])
    before = list(zip(*one.columns.values(), strict=True))
    applied = apply_faults(np.random.default_rng(3), one, kinds=[dataclasses.replace(kind, rate=0.3)])
    after = list(zip(*one.columns.values(), strict=True))
    for old, new, kinds in zip(before, after, applied, strict=True):
        assert (old != new) == bool(kinds), kind.name


def test_dates_stay_dates_of_the_calendar(seen: list[View]) -> None:
    one = _copy(seen[0])
    apply_faults(np.random.default_rng(8), one, scale=8)
    for text in one.columns["birth_date"]:
        if text:
            read_date(text, "birth_date")


def test_every_kind_has_a_word_of_explanation_and_a_group() -> None:
    counts = Counter(kind.name for kind in all_kinds())
    assert all(count == 1 for count in counts.values())
    assert all(kind.about and kind.group and 0 < kind.rate < 1 for kind in all_kinds())


def test_people_stay_who_they_are(seen: list[View]) -> None:
    one = _copy(seen[1])
    before = {name: getattr(one.people, name).copy() for name in People.__slots__}
    apply_faults(np.random.default_rng(8), one, scale=5)
    assert all(np.array_equal(before[name], getattr(one.people, name)) for name in before)
