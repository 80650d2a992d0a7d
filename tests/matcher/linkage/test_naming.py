"""Clusters keep their names as far as their records stay together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.linkage.naming import names

LABELS = st.lists(st.integers(0, 7), min_size=1, max_size=8)


def first(labels):
    """Labels as the number of the first record of each group."""
    return np.array([labels.index(x) for x in labels])


def test_without_a_past_a_cluster_is_named_by_its_first_record():
    assert names(np.array([0, 0, 2]), ["a", "b", "c"]) == ["a", "a", "c"]


def test_a_cluster_that_grew_keeps_its_name_even_when_a_new_record_comes_first():
    assert names(np.array([0, 0, 0]), ["new", "a", "b"], {"a": "a", "b": "a"}) == ["a", "a", "a"]


def test_of_two_clusters_that_became_one_the_larger_gives_the_name():
    assert names(np.array([0, 0, 0]), ["a", "b", "c"], {"a": "a", "b": "b", "c": "b"}) == ["b"] * 3


def test_of_a_cluster_that_fell_apart_the_larger_part_keeps_the_name_and_no_other_takes_it():
    found = names(np.array([0, 1, 1]), ["a", "b", "c"], {"a": "a", "b": "a", "c": "a"})
    assert found[1] == found[2] == "a"
    assert found[0] not in ("a", found[1])


@given(LABELS, LABELS)
def test_every_cluster_has_one_name_and_every_name_one_cluster(old, new):
    identifiers = [f"r{i}" for i in range(len(new))]
    before = dict(zip(identifiers, names(first(old), [f"r{i}" for i in range(len(old))]), strict=False))
    labels = first(new)
    found = names(labels, identifiers, before)
    assert len({(label, name) for label, name in zip(labels.tolist(), found, strict=True)}) == len(set(found))
    assert len(set(found)) == len(set(labels.tolist()))


@given(LABELS)
def test_the_same_clusters_keep_all_their_names(labels):
    identifiers = [f"r{i}" for i in range(len(labels))]
    made = names(first(labels), identifiers)
    assert names(first(labels), identifiers, dict(zip(identifiers, made, strict=True))) == made
