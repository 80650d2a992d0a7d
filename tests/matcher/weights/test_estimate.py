"""Counting finds m and u; what was never seen weighs what is assumed."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.weights.estimate import Sample, estimate, likelihoods, rebased
from matcher.weights.own_bits import own_bits_map
from matcher.weights.tables import Calibration

KINDS = (((20_000, 0), 8.0), ((0, 20_000), 8.0))
"""Matches and strangers to draw, and the own bits they get."""


def test_counting_finds_m_and_u(drawn, flat_document):
    made = estimate(flat_document, Sample(drawn(20_000, 0)), Sample(drawn(0, 200_000)), {})
    weights = made["attributes"]["surname"]
    assert weights["m"][0][2] == pytest.approx(0.9, abs=0.01)
    assert weights["u"][0][2] == pytest.approx(0.02, abs=0.002)


def test_a_level_that_nobody_has_shown_weighs_what_is_assumed():
    m, u = likelihoods(np.array([[0.0, 90, 10, 0]]), np.array([[0.0, 1000, 0, 0]]), np.array([0, 0, 0, 7.0]))
    assert np.log2(m[0, 3] / u[0, 3]) == pytest.approx(7.0, abs=0.01)


def test_a_level_that_few_have_shown_is_not_overrated():
    """Ten in a hundred matches and no stranger in a thousand: at most as if two strangers had shown it."""
    m, u = likelihoods(np.array([[0.0, 90, 10]]), np.array([[0.0, 1000, 0]]), np.zeros(3))
    assert np.log2(m[0, 2] / u[0, 2]) < np.log2(0.12 / (1.5 / 1000))


def test_missing_weighs_nothing_on_either_side():
    m, u = likelihoods(np.array([[50.0, 90, 10]]), np.array([[7.0, 1000, 3]]), np.zeros(3))
    assert m[0, 0] == u[0, 0]


def test_a_small_group_follows_all_groups_together():
    m = np.array([[0.0, 10, 990], [0.0, 0, 0]])
    u = np.array([[0.0, 5000, 5000], [0.0, 0, 0]])
    made = likelihoods(m, u, np.zeros(3))
    bits = np.log2(made[0]) - np.log2(made[1])
    assert bits[1] == pytest.approx(bits[0], abs=0.2)


def test_relations_keep_their_r_when_m_moves(flat_document):
    start = {
        **flat_document,
        "relations": {"kinds": {"twin": {"shared": ["surname"], "offset": {"surname": [0.0, 1.0, -1.0]}}}},
    }
    made = {**start, "attributes": {**start["attributes"]}}
    made["attributes"]["surname"] = {**made["attributes"]["surname"], "m": [1.0, 0.2, 0.45]}
    offset = rebased(made, start, frozenset())["relations"]["kinds"]["twin"]["offset"]["surname"]
    assert offset == pytest.approx([0.0, 0.0, 0.0])


def test_own_bits_become_their_likelihood_ratio():
    """Own bits are told at twice what they are worth."""
    generator = np.random.default_rng(2)
    nats = 12.0
    same = generator.normal(nats / 2, nats**0.5, 40_000) / np.log(2)
    strangers = generator.normal(-nats / 2, nats**0.5, 200_000) / np.log(2)
    table = Calibration.parse(own_bits_map((2 * same, None), (2 * strangers, None), (-8.0, 12.0)))
    for true in (-4.0, 0.0, 4.0, 8.0):
        assert table(np.array([2 * true]))[0] == pytest.approx(true, abs=1.0)
    assert table(np.array([-200.0]))[0] == -8.0
    assert table(np.array([200.0]))[0] == 12.0


def test_pairs_whose_level_is_settled_do_not_bend_what_own_bits_are_worth(drawn, flat_document):
    """Strangers at a settled level carry bits that, without the level, only matches have."""
    surname = flat_document["attributes"]["surname"]
    surname["own"] = {"summed": [-30, 30], "calibrated": [-30, 30]}
    same, strangers = (replace(drawn(*n), own=(np.full(sum(n), bits), None, None, None)) for n, bits in KINDS)
    strangers.own[0][strangers.levels[0] == 2] = -4.0  # those few remain to be counted among strangers
    bent = estimate(flat_document, Sample(same), Sample(strangers), {})
    surname["settled"] = {"different": -3.0}
    straight = estimate(flat_document, Sample(same), Sample(strangers), {})
    worth = [Calibration.parse(d["attributes"]["surname"]["own"])(np.array([8.0]))[0] for d in (bent, straight)]
    assert worth[0] < 1
    assert worth[1] > 5


def test_a_counted_level_weighs_what_its_own_counts_say_whatever_the_comparator_holds(drawn, flat_document):
    """Strangers agree at a rule of naming once in a hundred matches' times; the comparator gives both the same bits."""
    surname = flat_document["attributes"]["surname"]
    surname["own"] = {"summed": [-30, 30], "calibrated": [-30, 30]}
    surname["counted"] = ["different"]
    same, strangers = (replace(drawn(*n), own=(np.full(sum(n), bits), None, None, None)) for n, bits in KINDS)
    made = estimate(flat_document, Sample(same), Sample(strangers), {})["attributes"]["surname"]
    at = made["levels"].index("different")
    assert made["settled"]["different"] == pytest.approx(np.log2(made["m"][0][at] / made["u"][0][at]), abs=1e-3)
    assert made["settled"]["different"] < -1


def test_the_few_between_matches_and_strangers_have_bins_of_their_own():
    """One match in a hundred lies between the two kinds, where hardly a stranger does: it is no stranger's likeness."""
    generator = np.random.default_rng(4)
    same = np.concatenate([generator.normal(2.0, 0.3, 49_500), generator.uniform(-9.0, -1.0, 500)])
    strangers = np.concatenate([generator.normal(-11.0, 0.3, 300_000), generator.uniform(-9.0, -1.0, 300)])
    table = Calibration.parse(own_bits_map((same, None), (strangers, None), (-9.0, 15.0)))
    assert table(np.array([-8.5, -2.0])) == pytest.approx(np.log2((500 / 50_000) / (300 / 300_300)), abs=0.7)
    assert table(np.array([-11.0]))[0] < -5
