"""Calibrated bits mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.biometrics import calibration, reliability
from models.errors import BadValue


def gaussian(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores whose true log-likelihood ratio is 2 s nats: unit normals at +1 and -1."""
    rng = np.random.default_rng(seed)
    return rng.normal(1, 1, count), rng.normal(-1, 1, 4 * count)


def test_the_fit_recovers_a_known_likelihood_ratio() -> None:
    """Within a third of a bit where there is data, whatever the share of genuine pairs."""
    genuine, impostor = gaussian(0, 6000)
    knots, bits = calibration.fit_bits(genuine, impostor)
    where = np.array([-1.5, -0.5, 0.0, 0.5, 1.5])
    assert np.interp(where, knots, bits) == pytest.approx(2 * where / np.log(2), abs=0.35)


def test_reliability_stands_within_its_bands_on_unseen_scores() -> None:
    """At most one bin of ten outside the 95 % interval."""
    knots, bits = calibration.fit_bits(*gaussian(1, 4000))
    genuine, impostor = gaussian(2, 4000)
    scores = np.concatenate([genuine, impostor])
    same = np.arange(len(scores)) < len(genuine)
    rows = reliability.reliability(np.interp(scores, knots, bits), same)
    assert sum(not row.agrees for row in rows) <= 1


def test_c_llr_of_silence_is_one_and_of_truth_near_zero() -> None:
    """The scale of the cost."""
    assert reliability.c_llr(np.zeros(5), np.zeros(5)) == pytest.approx(1)
    assert reliability.c_llr(np.full(5, 20.0), np.full(5, -20.0)) < 1e-4


@given(st.integers(0, 1000), st.integers(5, 60), st.integers(5, 60))
@settings(max_examples=25, deadline=None)
def test_the_map_never_falls(seed: int, genuine: int, impostor: int) -> None:
    """More similar never means less evidence, on any data."""
    rng = np.random.default_rng(seed)
    _, bits = calibration.fit_bits(rng.normal(0.5, 1, genuine), rng.normal(0, 1, impostor), count=6)
    assert (np.diff(bits) >= -1e-12).all()
    assert np.isfinite(bits).all()


def test_a_class_without_scores_is_refused() -> None:
    """Nothing is learned from one class."""
    with pytest.raises(BadValue):
        calibration.fit_bits(np.array([1.0]), np.array([]))
    with pytest.raises(BadValue):
        calibration.load("matcher.biometrics.faces", "nobody-1.json")


def test_a_bound_promises_less_on_purpose() -> None:
    """Bits that a cap holds back are not called wrong; bits that promise too much are, at a cap or not."""
    same = np.array([True] * 500 + [False] * 500)
    held = reliability.reliability(np.where(same, 4.0, -4.0), same, bounds=(-4.0, 4.0))
    assert [row.held for row in held] == [-1, 1]
    assert all(row.agrees for row in held)
    assert not any(row.agrees for row in reliability.reliability(np.where(same, 4.0, -4.0), same))
    mixed = np.random.default_rng(1).permutation(same)
    assert not any(row.agrees for row in reliability.reliability(np.where(same, 4.0, -4.0), mixed, bounds=(-4.0, 4.0)))


def test_the_loss_of_a_right_map_is_small_and_that_of_a_boastful_one_is_not() -> None:
    """What the best monotone map would cost is the same for both: only their word differs."""
    genuine, impostor = (2 * scores / np.log(2) for scores in gaussian(3, 6000))
    least = reliability.c_llr_min(genuine, impostor)
    assert reliability.c_llr_min(5 * genuine + 3, 5 * impostor + 3) == pytest.approx(least)
    assert 0 <= reliability.c_llr(genuine, impostor) - least < 0.01
    assert reliability.c_llr(5 * genuine + 3, 5 * impostor + 3) - least > 0.3
    assert reliability.c_llr_min(np.array([1.0, 2.0]), np.array([-1.0, 0.0])) == pytest.approx(0)


def test_chance_is_told_beside_the_count_of_bins_within_their_bands() -> None:
    """One of twenty may be outside; four of twenty happen in 1.6 of a hundred right calibrations."""
    good = reliability.Bin(0.5, 0.5, 0.4, 0.6, 9, 9)
    bad = reliability.Bin(0.5, 0.9, 0.8, 1.0, 9, 9)
    assert reliability.chance([good] * 20) == (20, pytest.approx(1))
    inside, by_chance = reliability.chance([good] * 16 + [bad] * 4)
    assert inside == 16
    assert by_chance == pytest.approx(0.0159, abs=0.0005)
