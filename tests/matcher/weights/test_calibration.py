"""Calibrated bits are worth what they say."""

import numpy as np
import pytest

from matcher.weights.calibration import HIGHEST, calibrate
from matcher.weights.tables import Calibration


def _pairs(inflation):
    """Likelihood ratios that are true, then told ``inflation`` times too large."""
    generator = np.random.default_rng(3)
    spread = 16.0
    matches = generator.normal(spread / 2, spread**0.5, 20_000) / np.log(2)
    strangers = generator.normal(-spread / 2, spread**0.5, 400_000) / np.log(2)
    true = np.concatenate([matches, strangers])
    return true, true * inflation, np.arange(len(true)) < len(matches)


@pytest.mark.parametrize("inflation", [1.0, 1.5])
def test_bits_that_promise_too_much_are_brought_down(inflation):
    true, told, truth = _pairs(inflation)
    table = Calibration.parse(calibrate(told, truth, 20_000, 400_000))
    firm = (true > 0) & (true < 10)
    assert np.abs(table(told[firm]) - true[firm]).mean() < 0.7


def test_the_table_rises_and_ends():
    _, told, truth = _pairs(2.0)
    table = calibrate(told, truth, 20_000, 400_000)
    assert (np.diff(table["calibrated"]) > 0).all()
    assert max(table["calibrated"]) <= HIGHEST
