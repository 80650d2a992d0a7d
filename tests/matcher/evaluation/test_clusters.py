"""Cluster metrics against examples worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.clusters import (
    b_cubed,
    components,
    merge_distance,
    overlap,
    pairwise,
    pairwise_across,
    whole_clusters,
)

TRUE = np.array([0, 0, 0, 1, 1, 2])
PREDICTED = np.array([5, 5, 7, 7, 7, 9])
"""One record of the first person has gone to the second."""


def test_components_follow_the_links():
    labels = components(np.array([0, 1, 4]), np.array([1, 2, 5]), 6)
    assert [labels[0] == labels[i] for i in range(6)] == [True, True, True, False, False, False]
    assert labels[4] == labels[5] != labels[3]


def test_pairs_inside_clusters():
    """Joined: 1 + 3; belonging: 3 + 1; both: 1 + 1."""
    quality = pairwise(overlap(PREDICTED, TRUE))
    assert (quality.precision, quality.recall, quality.f1) == (0.5, 0.5, 0.5)


def test_pairs_of_a_link_lie_between_its_registers():
    """The first four records stand in one register. Joined across: 2 × 1; belonging: 1 × 1, which is joined."""
    quality = pairwise_across(PREDICTED, TRUE, 4)
    assert (quality.precision, quality.recall) == (0.5, 1.0)


def test_duplicates_inside_one_register_are_no_pairs_of_a_link():
    assert pairwise_across(np.arange(4), np.array([0, 0, 1, 2]), 2).recall == 1.0
    assert pairwise_across(np.arange(4), np.array([0, 1, 1, 2]), 2).recall == 0.0


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(0, 30))
def test_pairs_across_are_all_pairs_less_those_inside(labels, first):
    true = np.array(labels) // 2
    found = pairwise_across(np.array(labels), true, first)
    across = [(i, j) for i in range(min(first, len(true))) for j in range(first, len(true))]
    belonging = [(i, j) for i, j in across if true[i] == true[j]]
    kept = sum(labels[i] == labels[j] for i, j in belonging)
    assert found.recall == pytest.approx(kept / len(belonging) if belonging else 1.0)


def test_b_cubed_averages_over_records():
    """Precision: 1, 1, 1/3, 2/3, 2/3, 1; recall: 2/3, 2/3, 1/3, 1, 1, 1."""
    quality = b_cubed(overlap(PREDICTED, TRUE))
    assert quality.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6)
    assert quality.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6)


def test_whole_clusters_count_only_the_exact_ones():
    assert whole_clusters(overlap(PREDICTED, TRUE)).f1 == 0.0
    half = whole_clusters(overlap(np.array([0, 0, 0, 1, 2, 3]), TRUE))
    assert (half.precision, half.recall) == (1.0, 0.5)


def test_merge_distance_counts_one_split_and_one_merge():
    assert merge_distance(overlap(PREDICTED, TRUE)) == 2
    assert merge_distance(overlap(np.arange(6), TRUE)) == 3
    assert merge_distance(overlap(np.zeros(6, int), TRUE)) == 2


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_a_perfect_clustering_is_perfect_under_any_labels(labels):
    table = overlap(np.array(labels) * 7 + 3, np.array(labels))
    assert pairwise(table).f1 == b_cubed(table).f1 == whole_clusters(table).f1 == pytest.approx(1.0)
    assert merge_distance(table) == 0
