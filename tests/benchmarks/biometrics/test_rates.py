"""Error rates follow ISO/IEC 19795-1: a threshold is chosen on impostors, and what cannot be enrolled never matches."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.biometrics.rates import FAILED, det_curve, equal_error_rate, interval, rates, threshold_at

GENUINE = np.array([0.2, 0.6, 0.8, 0.9])
IMPOSTOR = np.linspace(0, 0.5, 1000)


def test_the_threshold_lets_through_no_more_than_was_asked_for():
    """Also when scores tie at it."""
    for target in (1e-2, 1e-3):
        threshold = threshold_at(IMPOSTOR, target)
        assert (threshold <= IMPOSTOR).mean() <= target
    tied = np.array([1.0] * 50 + [0.0] * 950)
    assert (tied >= threshold_at(tied, 1e-2)).mean() == 0


def test_rates_of_a_small_example_are_those_counted_by_hand():
    """One of four genuine scores lies among the impostors."""
    found = rates(GENUINE, IMPOSTOR)
    assert [p.fnmr for p in found.points] == [0.25, 0.25, 0.25]
    assert found.genuine == 4
    assert 0.2 < found.eer < 0.5


def test_complete_separation_has_no_error():
    """EER 0, FNMR 0."""
    found = rates(GENUINE + 1, IMPOSTOR)
    assert found.eer == 0
    assert {p.fnmr for p in found.points} == {0.0}


def test_what_was_not_enrolled_counts_as_missed():
    """A failed genuine comparison is a miss at every threshold."""
    found = rates(np.append(GENUINE + 1, FAILED), IMPOSTOR)
    assert {p.fnmr for p in found.points} == {0.2}


def test_the_det_curve_falls_on_one_axis_as_it_rises_on_the_other():
    """FMR falls and FNMR rises with the threshold."""
    fmr, fnmr = det_curve(GENUINE, IMPOSTOR)
    assert (np.diff(fmr) <= 0).all()
    assert (np.diff(fnmr) >= 0).all()
    assert equal_error_rate(GENUINE, GENUINE) == pytest.approx(0.5, abs=0.2)


def test_the_interval_holds_the_rate_and_narrows_with_people():
    """It draws people, not pairs: pairs of one person hang together."""
    rng = np.random.default_rng(1)
    wide, narrow = (
        interval(rng.normal(2, 1, 5 * n), rng.normal(-2, 1, 4000), np.repeat(np.arange(n), 5), 1e-2) for n in (20, 400)
    )
    assert wide[0] <= wide[1]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]
