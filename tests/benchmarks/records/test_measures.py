"""Figures of outcomes that a hand can check."""

from __future__ import annotations

import math

import pytest

from benchmarks.records import measures as m
from benchmarks.records.asking import Listed, Outcome
from benchmarks.records.cases import Asked
from models.evidence import Grade


def outcome(person: str | None, *candidates: tuple[float, Grade, bool], kind: str = "mated") -> Outcome:
    listed = tuple(Listed(p, g, t, None) for p, g, t in candidates)
    return Outcome(
        Asked({"record_id": "q"}, person, kind), listed, None if person is None else True, len(listed), 0.001
    )


SURE = (0.99, Grade.CERTAIN, True)
OTHER = (0.8, Grade.PROBABLE, False)
WEAK = (0.01, Grade.CERTAINLY_NOT, False)


def test_the_rank_is_that_of_the_first_true_candidate() -> None:
    assert outcome("p", OTHER, SURE).rank == 2
    assert outcome("p", OTHER).rank is None


def test_rank_one_and_listed_are_told_apart() -> None:
    found = [outcome("p", SURE), outcome("p", OTHER, SURE), outcome("p", WEAK)]
    assert m.share(found, m.first) == m.Share(1, 3)
    assert m.share(found, m.listed) == m.Share(2, 3)


def test_a_false_alarm_is_another_person_graded_probable_or_certain() -> None:
    assert m.false_alarm(outcome(None, OTHER))
    assert not m.false_alarm(outcome(None, WEAK))
    assert not m.false_alarm(outcome("p", SURE))
    assert m.false_alarm(outcome("p", SURE, OTHER))
    assert not m.false_certain(outcome(None, OTHER))


def test_a_surely_first_answer_needs_the_grade() -> None:
    assert m.surely_first(outcome("p", SURE))
    assert not m.surely_first(outcome("p", (0.3, Grade.POSSIBLE, True)))


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert math.isnan(m.Share(0, 0).value)
    assert all(map(math.isnan, m.Share(0, 0).interval))


def test_the_interval_holds_the_share_and_narrows() -> None:
    low, high = m.Share(90, 100).interval
    assert low < 0.9 < high
    wide, narrow = m.Share(9, 10).interval, m.Share(900, 1000).interval
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


def test_calibration_is_perfect_when_probabilities_come_true() -> None:
    found = m.calibration([outcome("p", (0.75, Grade.PROBABLE, n < 3)) for n in range(4)])
    assert found.error == pytest.approx(0.0)
    assert found.brier == pytest.approx(0.1875)
    assert found.pairs == 4


def test_groups_may_share_an_outcome() -> None:
    found = m.groups([outcome("p", SURE)], lambda _: ["b", "a"])
    assert list(found) == ["a", "b"]
