"""Ranking of candidates: rare shared keys first, never more than the limit, broad keys only where needed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.search import Limits, rank, sizes


def numbers(*found):
    return np.array(found, np.uint32)


def test_the_record_that_shares_the_rarest_key_stands_first():
    common, rare = np.arange(1, 500, dtype=np.uint32), numbers(77)
    assert rank(["sgy", "n"], [common, rare], 1_000_000, Limits(300))[0] == 77


def test_a_record_that_shares_more_stands_before_one_that_shares_less():
    assert rank(["sd", "gd"], [numbers(1, 2, 3), numbers(3, 4, 5)], 1_000_000, Limits(300))[0] == 3


def test_broad_keys_bring_in_records_only_where_narrow_ones_find_few():
    many = np.arange(1, 100, dtype=np.uint32)
    assert set(rank(["s", "n"], [many, numbers(9)], 1_000_000, Limits(300))) >= {9, 50}
    narrow = np.arange(500, 500 + sizes().enough, dtype=np.uint32)
    assert not set(rank(["s", "sgy"], [many, narrow], 1_000_000, Limits(300))) & set(many.tolist())


def test_no_key_no_candidate():
    assert rank([], [], 10, Limits(300)) == []
    assert rank(["n"], [numbers()], 10, Limits(300)) == []


@given(st.lists(st.lists(st.integers(1, 50), max_size=40), min_size=1, max_size=5), st.integers(1, 20))
def test_what_is_ranked_was_found_and_comes_once(found, limit):
    best = rank(["sgy"] * len(found), [np.unique(np.array(f, np.uint32)) for f in found], 1000, Limits(limit))
    assert len(best) == len(set(best)) <= limit
    assert set(best) <= {n for f in found for n in f}


def test_records_that_are_not_asked_for_push_none_out_that_are():
    """A hundred records elsewhere share far more with the query than the one in the register asked for."""
    elsewhere = np.arange(1, 101, dtype=np.uint32)
    found = [elsewhere, np.append(elsewhere, np.uint32(500))]
    asked = Limits(300, among=lambda numbers: numbers == 500)
    assert rank(["n", "sgy"], found, 1_000_000, Limits(30)) == list(range(1, 31))
    assert rank(["n", "sgy"], found, 1_000_000, asked) == [500]


def test_broad_keys_that_only_weigh_decide_between_equals():
    narrow = np.arange(1, sizes().at_least + 11, dtype=np.uint32)
    assert rank(["sgy", "d"], [narrow, numbers(25, 900)], 1_000_000, Limits(300))[0] == 25
