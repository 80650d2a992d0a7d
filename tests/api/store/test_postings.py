"""The pages of the index hold what was put into them, whatever the number of shards, pages and segments."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.store.postings import (
    FAN_IN,
    MAX_DEPTH,
    SHARDS,
    bounds,
    depth_for,
    lookup,
    merge,
    merge_plan,
    page_of,
    pages,
    shards,
    unpacked,
    words_of,
)
from api.store.sealing import Keys

keys = st.integers(0, 2**40 - 1) | st.sampled_from([0, 2**40 - 1, 2**32, 2**32 - 1, 0xFFFFFFFF00])
numbers = st.integers(1, 2**32 - 1)
entries = st.lists(st.tuples(keys, numbers), max_size=60)


def arrays(pairs):
    return np.array([k for k, _ in pairs], np.uint64), np.array([n for _, n in pairs], np.uint64)


def stored(parts, depth):
    return {s << depth | page: words_of(data) for s, shard in enumerate(parts) for page, data in pages(shard, depth)}


def found(segment, depth, key):
    page = segment.get(page_of(key, depth))
    numbers = None if page is None else lookup(page, bounds([key])[0])
    return set() if numbers is None else set(numbers.tolist())


@given(entries, keys, st.integers(0, MAX_DEPTH))
def test_looking_up_gives_exactly_the_records_that_have_the_key(pairs, other, depth):
    segment = stored(shards(*arrays(pairs)), depth)
    for key in {k for k, _ in pairs} | {other}:
        assert found(segment, depth, key) == {n for k, n in pairs if k == key}


@given(st.lists(entries, min_size=1, max_size=4), st.sets(numbers, max_size=5), st.integers(0, 4))
def test_merging_loses_nothing_but_what_was_dropped(parts, extra, depth):
    gone = extra | {n for pairs in parts for _, n in pairs[:1]}
    sharded = [shards(*arrays(pairs)) for pairs in parts]
    dropped = np.array(sorted(gone), np.uint64)
    merged = [merge([part[s] for part in sharded], dropped) for s in range(SHARDS)]
    segment = stored(merged, depth)
    for key in {k for pairs in parts for k, _ in pairs}:
        assert found(segment, depth, key) == {n for pairs in parts for k, n in pairs if k == key} - gone


def test_a_key_shared_by_many_is_found_whole():
    many = [(7 << 20, n) for n in range(1, 5001)]
    segment = stored(shards(*arrays(many)), 3)
    assert found(segment, 3, 7 << 20) == set(range(1, 5001))


@given(st.integers(0, 10**9))
def test_the_pages_of_a_segment_keep_their_size(count):
    assert 0 <= depth_for(count) <= MAX_DEPTH
    if depth_for(count) < MAX_DEPTH:
        assert count / (SHARDS << depth_for(count)) < 2 * 160


@given(st.lists(st.integers(1, 10**6), max_size=30))
def test_settling_ends_with_each_segment_three_times_as_large_as_all_younger_ones(sizes):
    while count := merge_plan(sizes, settle=True):
        assert 2 <= count <= len(sizes)
        sizes = [*sizes[:-count], sum(sizes[-count:])]
    assert all(sizes[i] >= 3 * sum(sizes[i + 1 :]) for i in range(len(sizes) - 1))


def test_loading_rewrites_each_posting_only_a_few_times():
    sizes, written = [], 0
    for _ in range(1000):
        sizes.append(1)
        while count := merge_plan(sizes, settle=False):
            sizes = [*sizes[:-count], sum(sizes[-count:])]
            written += sizes[-1]
    assert written / 1000 < 5
    assert len(sizes) < 5 * FAN_IN


@given(st.lists(st.text(max_size=12), max_size=20))
def test_hashes_in_a_row_are_the_hashes_of_each_key(texts):
    blinder = Keys(bytes(32)).blinder()
    assert unpacked(blinder.keys(texts)).tolist() == blinder.numbers(texts)
