"""Pairs come once, through shared keys, and only from blocks that are small enough."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.pairs import Index, blocked_pairs, postings
from matcher.evaluation.truth import truth


def _pairs(left, right=None, limit=100):
    entries = postings(left, list)
    index = Index.of(entries if right is None else postings(right, list))
    made = list(blocked_pairs(entries, index, limit, right is None))
    return {(int(a), int(b)) for i, j in made for a, b in zip(i, j, strict=True)}, sum(len(i) for i, _ in made)


def test_pairs_share_a_key_and_come_once():
    rows = [("a", "b"), ("a", "b"), ("b",), ("c",)]
    assert _pairs(rows) == ({(0, 1), (0, 2), (1, 2)}, 3)


def test_a_block_above_the_limit_gives_no_pairs_and_is_counted():
    rows = [("a", "x"), ("a", "x"), ("a",)]
    assert _pairs(rows, limit=2)[0] == {(0, 1)}
    assert Index.of(postings(rows, list)).passed_over(2) == 1


def test_two_registers_are_crossed():
    assert _pairs([("a",), ("b",)], [("b",), ("b", "a")])[0] == {(0, 1), (1, 0), (1, 1)}


def test_no_keys_no_pairs():
    assert _pairs([(), ()]) == (set(), 0)


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True), max_size=20))
def test_every_pair_that_shares_a_key_is_found(rows):
    expected = {(i, j) for j in range(len(rows)) for i in range(j) if set(rows[i]) & set(rows[j])}
    assert _pairs([tuple(r) for r in rows])[0] == expected


def test_truth_counts_and_lists_pairs_of_one_register():
    known = truth(["1", "2", "3", "4"], None, {"1": "p", "2": "q", "3": "p", "9": "p"})
    assert known.count() == 1
    left, right = known.pairs()
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2)]
    assert known.holds(np.array([0, 3]), np.array([2, 3])).tolist() == [True, False]


def test_truth_of_two_registers_crosses_them():
    known = truth(["1", "2"], ["1b", "2b", "3b"], {"1": "p", "2": "q", "1b": "p", "2b": "p", "3b": "r"})
    assert known.count() == 2
    left, right = known.pairs()
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 0), (0, 1)]


@given(st.lists(st.integers(0, 4), max_size=15), st.lists(st.integers(0, 4), max_size=15))
def test_the_count_is_the_number_of_listed_pairs(left, right):
    persons = {f"a{i}": str(p) for i, p in enumerate(left)} | {f"b{i}": str(p) for i, p in enumerate(right)}
    known = truth([f"a{i}" for i in range(len(left))], [f"b{i}" for i in range(len(right))], persons)
    assert known.count() == len(known.pairs()[0]) == sum(p == q for p in left for q in right)
