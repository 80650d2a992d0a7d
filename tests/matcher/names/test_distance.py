"""Distances: however many pairs are worked out together, and by however many habits at once, each gets the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.names.distance import Loops, compiled, costs, distances
from matcher.names.phonemes import encode, phonemes

symbols = st.binary(min_size=0, max_size=12).map(lambda word: bytes(1 + b % 90 for b in word))
pairs = st.lists(st.tuples(symbols, symbols), min_size=1, max_size=12)


@given(pairs)
def test_a_pair_costs_the_same_alone_and_among_others(found):
    left, right = [a for a, _ in found], [b for _, b in found]
    alone = [distances([a], [b])[0] for a, b in found]
    np.testing.assert_allclose(distances(left, right), alone, rtol=1e-6)


@given(pairs)
def test_many_pairs_cost_the_same_as_few(found):
    """A large bucket tries the habits one by one, a small one all at once."""
    left, right = [a for a, _ in found] * 150, [b for _, b in found] * 150
    few = distances(left[: len(found)], right[: len(found)])
    np.testing.assert_allclose(distances(left, right).reshape(150, -1), np.tile(few, (150, 1)), rtol=1e-6)


@given(pairs)
def test_another_habit_never_makes_a_pair_dearer(found):
    left, right = [a for a, _ in found], [b for _, b in found]
    assert (distances(left, right) <= distances(left, right, costs()[:1]) + 1e-5).all()


@given(pairs)
def test_the_compiled_loop_gives_the_same_costs_to_the_last_bit(found):
    left, right = [a for a, _ in found], [b for _, b in found]
    before, Loops.cheapest = Loops.cheapest, None
    slow = distances(left, right)
    compiled()
    fast = distances(left, right)
    Loops.cheapest = before
    np.testing.assert_array_equal(fast, slow)


def test_two_neighbouring_letters_exchanged_are_one_slip_and_not_two_errors():
    true, exchanged, replaced = (encode(phonemes(word), cyrillic=True) for word in ("оксана", "окасна", "окпшна"))
    slip, errors = distances([true, true], [exchanged, replaced])
    assert slip < 10 < errors
