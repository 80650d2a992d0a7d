"""Links of one record that contradict each other share what they claim."""

import numpy as np
import pytest

from matcher.linkage.links import Links
from matcher.linkage.rivals import contested, lowered

TWINS = -12.0
"""Bits between two candidates who are two people."""


def links(*rows):
    left, right, probability = (np.array(column) for column in zip(*rows, strict=True))
    bits = np.log2(probability / (1 - probability)).astype(np.float32)
    nothing = np.zeros((len(left), 1))
    return Links(left, right, probability, bits, nothing.astype(np.uint8), nothing.astype(np.float32))


def between(bits):
    return lambda a, b: np.full(len(a), bits)


def settled(found, bits, keep=0.01):
    return lowered(found, contested(found, between(bits), 10), keep)


def test_a_record_between_two_twins_belongs_to_each_with_half_the_chance():
    found, _ = settled(links((0, 1, 0.99), (0, 2, 0.99)), TWINS)
    assert found.probability == pytest.approx([0.5, 0.5], abs=0.02)


def test_the_weaker_of_two_contradicting_links_yields():
    found, lost = settled(links((0, 1, 0.99999), (0, 2, 0.95)), TWINS)
    assert len(found) == 1
    assert found.right[0] == 1
    assert found.probability[0] > 0.999
    assert -5 < lost[0] < 0


def test_copies_of_one_record_take_nothing_from_each_other():
    found, lost = settled(links((0, 1, 0.99), (0, 2, 0.99)), bits=3.0)
    assert found.probability == pytest.approx([0.99, 0.99])
    assert not lost.any()


def test_links_of_different_records_do_not_meet():
    made = links((0, 1, 0.99), (2, 3, 0.99))
    assert not contested(made, between(TWINS), 10).any()


def test_a_weak_link_takes_nothing():
    found, _ = settled(links((0, 1, 0.9), (0, 2, 0.1)), TWINS)
    assert found.probability[0] == pytest.approx(0.9)


def test_bits_and_probability_fall_together():
    found, lost = settled(links((0, 1, 0.99), (0, 2, 0.98)), TWINS)
    assert np.exp2(found.bits) / (1 + np.exp2(found.bits)) == pytest.approx(found.probability, rel=1e-4)
    assert (lost < -0.3).all()


def test_no_links_are_no_trouble():
    assert len(settled(Links.none(3), TWINS)[0]) == 0
