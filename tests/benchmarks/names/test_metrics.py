"""The figures are those of the definitions, on pairs small enough to count by hand and against the plain formulas."""

from __future__ import annotations

import bisect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names.metrics import auc, det, max_f1, quality, recall_at, threshold_at

SCORES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=40)


def plain_auc(pos: list[float], neg: list[float]) -> float:
    ordered = sorted(neg)
    won = sum((bisect.bisect_left(ordered, p) + bisect.bisect_right(ordered, p)) / 2 for p in pos)
    return won / (len(pos) * len(ordered))


def plain_recall(pos: list[float], neg: list[float], fpr: float) -> float:
    cut = sorted(neg, reverse=True)[int(fpr * len(neg))]
    return sum(p > cut for p in pos) / len(pos)


def plain_max_f1(pos: list[float], neg: list[float]) -> float:
    best = 0.0
    for cut in {*pos, *neg}:
        tp, fp = sum(p >= cut for p in pos), sum(n >= cut for n in neg)
        best = max(best, 2 * tp / (tp + fp + len(pos)))
    return best


@given(SCORES, SCORES)
def test_every_figure_equals_its_plain_formula(pos: list[float], neg: list[float]) -> None:
    """Ties, single pairs and all: nothing is gained by working on arrays but time."""
    p, n = np.array(pos), np.array(neg)
    assert auc(p, n) == pytest.approx(plain_auc(pos, neg))
    assert recall_at(p, n, 0.01) == pytest.approx(plain_recall(pos, neg, 0.01))
    assert recall_at(p, n, 0.2) == pytest.approx(plain_recall(pos, neg, 0.2))
    assert max_f1(p, n) == pytest.approx(plain_max_f1(pos, neg))


def test_a_perfect_scorer_gets_ones() -> None:
    """Everything true above everything false."""
    found = quality(np.array([3.0, 4.0]), np.array([1.0, 2.0]))
    assert (found.auc, found.recall_1, found.max_f1) == (1.0, 1.0, 1.0)


def test_equal_scores_are_not_recalled() -> None:
    """A scorer that gives everybody the same score recalls nobody: a pair counts only above the threshold."""
    assert recall_at(np.ones(5), np.ones(200), 0.01) == 0.0
    assert auc(np.ones(5), np.ones(200)) == 0.5


def test_rare_false_positives_need_a_thousand_negatives() -> None:
    """A rate of one in a thousand is not read off two hundred pairs."""
    assert np.isnan(quality(np.ones(5), np.zeros(200)).recall_01)
    assert quality(np.ones(5), np.zeros(1000)).recall_01 == 1.0


@given(SCORES, SCORES)
def test_det_runs_from_all_alarms_to_none(pos: list[float], neg: list[float]) -> None:
    """False alarms only fall and misses only rise with the threshold; the last threshold lets nothing pass."""
    alarms, misses = det(np.array(pos), np.array(neg))
    assert (np.diff(alarms) <= 0).all()
    assert (np.diff(misses) >= 0).all()
    assert alarms[-1] == 0
    assert misses[-1] == 1


def test_the_threshold_lets_no_more_pass_than_allowed() -> None:
    """One in a hundred of two hundred is two."""
    neg = np.arange(200.0)
    assert (neg > threshold_at(neg, 0.01)).sum() == 2
