"""Calibrated bits are worth what they say."""

import numpy as np
import pytest

from matcher.weights.calibration import ENOUGH, HIGHEST, Seen, calibrate
from matcher.weights.tables import Calibration


def _pairs(inflation):
    """Likelihood ratios that are true, then told ``inflation`` times too large."""
    generator = np.random.default_rng(3)
    spread = 16.0
    matches = generator.normal(spread / 2, spread**0.5, 20_000) / np.log(2)
    strangers = generator.normal(-spread / 2, spread**0.5, 400_000) / np.log(2)
    true = np.concatenate([matches, strangers])
    return true, true * inflation, np.arange(len(true)) < len(matches)


def _table(told, truth, of_strangers=1.0):
    """Calibrated on every match and on a share of the strangers, each of which stands for more."""
    kept = np.random.default_rng(4).random(len(told)) < of_strangers
    few = told[~truth & kept]
    return calibrate(
        Seen(told[truth], np.ones(truth.sum()), truth.sum()),
        Seen(few, np.full(len(few), 1 / of_strangers), (~truth).sum()),
    )


@pytest.mark.parametrize("inflation", [1.0, 1.5])
def test_bits_that_promise_too_much_are_brought_down(inflation):
    true, told, truth = _pairs(inflation)
    table = Calibration.parse(_table(told, truth))
    firm = (true > 0) & (true < 10)
    assert np.abs(table(told[firm]) - true[firm]).mean() < 0.7


def test_the_table_rises_and_ends():
    _, told, truth = _pairs(2.0)
    table = _table(told, truth)
    assert (np.diff(table["summed"]) > 0).all()
    assert (np.diff(table["calibrated"]) > 0).all()
    assert max(table["calibrated"]) <= HIGHEST


def test_strangers_drawn_at_random_stand_for_the_others():
    true, told, truth = _pairs(1.5)
    table = Calibration.parse(_table(told, truth, of_strangers=0.2))
    firm = (true > 0) & (true < 10)
    assert np.abs(table(told[firm]) - true[firm]).mean() < 0.7


def test_too_few_pairs_of_a_kind_carry_no_table():
    _, told, truth = _pairs(1.0)
    few = truth | (np.cumsum(~truth & (told > 0)) < ENOUGH)
    assert _table(told[few & (truth | (told > 0))], truth[few & (truth | (told > 0))]) is None


def test_a_table_that_reaches_its_end_before_the_last_bend_still_rises():
    _, told, truth = _pairs(1.0)
    table = _table(told - 3.0, truth)
    assert max(table["calibrated"]) == HIGHEST
    Calibration.parse(table)
