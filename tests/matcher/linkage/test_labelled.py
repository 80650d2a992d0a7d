"""Answers mend what EM cannot see, and few of them change little."""

import numpy as np
import pytest

from matcher.linkage.labelled import fit, helps, mended
from matcher.linkage.meeting import Blocks
from matcher.linkage.missed import BlockingRecall, blocking_recall
from matcher.linkage.thresholds import threshold_for


def doubled(count, seed):
    """Evidence of which the second column repeats the first, and the answers."""
    generator = np.random.default_rng(seed)
    same = generator.random(count) < 0.5
    truth = np.where(same, 2.0, -2.0) + generator.normal(0, 2.5, count)
    own = np.where(same, 3.0, -3.0) + generator.normal(0, 2.5, count)
    return np.stack([truth, truth, own], axis=1), np.ones((count, 3), np.uint8), np.zeros(count), same


def test_two_columns_that_tell_the_same_are_trusted_less():
    found = fit(*doubled(500, 1))
    assert found.weight[0] + found.weight[1] < 1.7
    bits, _, _, same = doubled(5000, 2)
    before, after = bits.sum(axis=1), bits @ found.weight + found.shift

    def loss(x):
        return np.mean(np.logaddexp(0, -np.where(same, 1, -1) * x * np.log(2)))

    assert loss(after) < loss(before)


def test_a_handful_of_answers_moves_little():
    found = fit(*doubled(6, 3))
    assert np.all(np.abs(found.weight - 1) < 0.6)


def test_corrections_are_taken_where_answers_held_back_agree():
    bits, levels, base, same = doubled(500, 5)
    assert helps(bits, levels, base, same)


def test_answers_that_only_chance_explains_change_nothing():
    generator = np.random.default_rng(6)
    bits = generator.normal(0, 3, (60, 3))
    same = generator.random(60) < 1 / (1 + np.exp2(-bits.sum(axis=1)))
    assert not helps(bits, generator.integers(1, 9, (60, 3)).astype(np.uint8), np.zeros(60), same)


def test_corrected_evidence_is_weight_times_bits_and_what_its_levels_moved():
    bits, levels, base, same = doubled(300, 7)
    found = fit(bits, levels, base, same)
    expected = bits @ found.weight + found.level[:, 1].sum() + found.shift
    np.testing.assert_allclose(mended(bits, levels, found), expected)


@pytest.mark.parametrize(("wished", "expected"), [(0.9, 0.8), (0.99, 0.99), (0.9999, 1.0)])
def test_a_threshold_keeps_its_promise_on_average(wished, expected):
    assert threshold_for(np.array([0.5, 0.99, 0.8, 0.95, 0.9]), wished) == expected


def test_links_in_one_block_only_tell_how_many_stand_in_none():
    assert BlockingRecall(1000, 10, 9).missed == pytest.approx(4.5)
    blocks = Blocks(np.array([0, 2, 4, 5]), np.array([0, 1, 0, 1, 1], np.int32), np.zeros(3, np.int8), "dedupe")
    found = blocking_recall(blocks, np.array([0, 0]), np.array([1, 2]))
    assert (found.by_one, found.by_two) == (1, 1)
