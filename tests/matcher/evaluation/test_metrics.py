"""Metrics against examples worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.metrics import (
    at_threshold,
    best_f1,
    brier,
    curve,
    expected_calibration_error,
    recall_at_precision,
    reliability,
    thinned,
)

SCORE = np.array([9.0, 8.0, 7.0, 6.0, 5.0])
TRUTH = np.array([True, True, False, True, False])


def test_precision_and_recall_fall_out_at_each_score():
    """Four true pairs, one of which the blocking never found."""
    points = curve(SCORE, TRUTH, positives=4)
    assert points.precision == pytest.approx([1, 1, 2 / 3, 3 / 4, 3 / 5])
    assert points.recall == pytest.approx([1 / 4, 2 / 4, 2 / 4, 3 / 4, 3 / 4])


def test_best_f1_is_the_highest_harmonic_mean():
    best = best_f1(curve(SCORE, TRUTH, positives=4))
    assert (best.threshold, best.precision, best.recall, best.f1) == pytest.approx((6.0, 0.75, 0.75, 0.75))


def test_recall_at_a_precision_takes_the_deepest_point_that_keeps_it():
    assert recall_at_precision(curve(SCORE, TRUTH, 4), 0.75).recall == 0.75
    assert recall_at_precision(curve(SCORE, TRUTH, 4), 0.99).recall == 0.5
    assert recall_at_precision(curve(SCORE, ~TRUTH, 4), 0.99).recall == 0.0


def test_a_threshold_between_scores_links_what_stands_above():
    assert at_threshold(curve(SCORE, TRUTH, 4), 6.5).precision == pytest.approx(2 / 3)
    assert at_threshold(curve(SCORE, TRUTH, 4), 10.0).recall == 0.0


def test_ties_are_linked_together_or_not_at_all():
    points = curve(np.array([1.0, 1.0, 1.0]), np.array([True, False, False]), 1)
    assert points.precision.tolist() == pytest.approx([1 / 3])


def test_no_pair_at_all_gives_zeros():
    empty = curve(np.zeros(0), np.zeros(0, bool), positives=3)
    assert best_f1(empty).f1 == 0.0
    assert recall_at_precision(empty, 0.5).recall == 0.0


def test_reliability_counts_what_came_true():
    table = reliability(np.array([0.5, 0.55, 0.97, 0.98, 1.0]), np.array([True, False, True, True, True]))
    assert [(b.low, b.pairs, b.observed) for b in table] == [(0.5, 2, 0.5), (0.95, 2, 1.0), (0.999, 1, 1.0)]
    assert expected_calibration_error(table) == pytest.approx((2 * 0.025 + 2 * 0.025 + 0) / 5)


def test_brier_is_the_mean_square():
    assert brier(np.array([1.0, 0.5]), np.array([True, True])) == pytest.approx(0.125)


@given(st.lists(st.tuples(st.floats(-50, 50), st.booleans()), min_size=1, max_size=60))
def test_the_curve_stays_in_bounds_and_recall_only_grows(pairs):
    score, truth = (np.array(x) for x in zip(*pairs, strict=True))
    points = curve(score, truth, positives=int(truth.sum()))
    assert ((points.precision >= 0) & (points.precision <= 1)).all()
    assert (np.diff(points.recall) >= 0).all()
    assert points.recall[-1] == (1.0 if truth.any() else 0.0)


def test_a_thinned_curve_keeps_its_ends_and_its_shape():
    generator = np.random.default_rng(3)
    score = generator.normal(size=5000)
    points = curve(score, generator.random(5000) < 1 / (1 + np.exp(-3 * score)), 3000)
    few = thinned(points, 40)
    assert len(few) <= 44
    assert few[-1].recall == points.recall[-1]
    assert few[0].threshold == points.threshold[0]
    assert {(p.precision, p.recall) for p in few} <= set(zip(points.precision, points.recall, strict=True))
    assert np.diff([p.recall for p in few]).max() <= points.recall[-1] / 18
    assert thinned(curve(np.zeros(0), np.zeros(0, bool), 1), 10) == ()
