"""A sample for review, and what its answers say of all links."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.evaluation.sampling import Answers, allocation, draw, precision, recall, strata

THRESHOLD = 0.9


def answered(probability, same, rows):
    """The answers on ``rows`` by strata."""
    found = strata(probability, THRESHOLD)
    of = found.of[rows]
    counts = [np.bincount(of[keep], minlength=len(found.low)) for keep in (np.ones(len(rows), bool), same[rows])]
    expected = np.bincount(found.of, weights=probability) / found.size
    return Answers(found.low, found.size, *counts, expected)


def links(seed, count=20_000):
    """Links whose probabilities keep their promise, most of them sure or hopeless; whether each is of one person."""
    generator = np.random.default_rng(seed)
    probability = generator.beta(0.15, 0.15, count)
    return probability, generator.random(count) < probability


def test_strata_split_at_the_threshold_and_none_is_empty():
    found = strata(np.array([0.02, 0.55, 0.89, 0.9, 0.95, 1.0]), THRESHOLD)
    assert THRESHOLD in found.low
    assert found.size.tolist() == [1, 1, 1, 2, 1]


def test_the_sample_is_of_the_size_asked_and_draws_each_link_once():
    probability, _ = links(1)
    rows = draw(probability, THRESHOLD, 300, seed=5)
    assert len(set(rows.tolist())) == len(rows)
    assert 280 <= len(rows) <= 300
    assert rows.tolist() == draw(probability, THRESHOLD, 300, seed=5).tolist()
    assert rows.tolist() != draw(probability, THRESHOLD, 300, seed=6).tolist()


def test_more_is_asked_where_more_is_open_and_a_little_everywhere():
    probability = np.concatenate([np.full(1000, 0.999_999), np.full(1000, 0.6)])
    sure, open_ = allocation(strata(probability, THRESHOLD), probability, 200)[::-1]
    assert 10 <= sure < 20
    assert open_ > 150


def test_links_reviewed_one_and_all_leave_no_doubt():
    probability, same = links(2, 60)
    found = precision(answered(probability, same, np.arange(60)), THRESHOLD)
    truth = same[probability >= THRESHOLD].mean()
    assert (found.low, found.estimate, found.high) == pytest.approx((truth, truth, truth))


def test_the_interval_holds_the_true_figure_about_as_often_as_it_promises():
    """Over a hundred registers, reviewed anew each time: 95 % are promised; 88 would be a broken promise."""
    held = np.zeros(2, int)
    for seed in range(100):
        probability, same = links(seed)
        above = probability >= THRESHOLD
        answers = answered(probability, same, draw(probability, THRESHOLD, 250, seed))
        for i, (found, true) in enumerate(
            [(precision(answers, THRESHOLD), same[above].mean()), (recall(answers, THRESHOLD), above[same].mean())]
        ):
            held[i] += found.low <= true <= found.high
    assert (held >= 88).all()


def test_a_stratum_without_an_answer_widens_the_interval():
    model = np.array([0.6, 0.95])
    full = Answers(np.array([0.5, 0.9]), np.array([100, 100]), np.array([50, 50]), np.array([25, 50]), model)
    bare = Answers(full.low, full.size, np.array([50, 0]), np.array([25, 0]), model)
    assert precision(bare, THRESHOLD).high - precision(bare, THRESHOLD).low > 0.9
    assert precision(full, THRESHOLD).high - precision(full, THRESHOLD).low < 0.1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=200), st.integers(0, 3))
def test_estimates_stay_in_bounds(values, seed):
    probability = np.array(values)
    same = np.random.default_rng(seed).random(len(values)) < 0.5
    answers = answered(probability, same, draw(probability, THRESHOLD, 30, seed))
    for found in (precision(answers, THRESHOLD), recall(answers, THRESHOLD)):
        assert 0 <= found.low <= found.estimate <= found.high <= 1
