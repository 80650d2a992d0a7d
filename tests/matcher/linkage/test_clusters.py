"""Clusters respect the evidence: chains come apart, impossible pairs never share a cluster, people's word stands."""

import numpy as np
import pytest

from matcher.linkage.agglomerating import agglomerate
from matcher.linkage.clusters import IMPOSSIBLE, LARGEST, Decided, Linked, cluster


def judged(table: dict[tuple[int, int], float], default: float = -10.0):
    def judge(a, b):
        return np.array([table.get((min(i, j), max(i, j)), default) for i, j in zip(a, b, strict=True)])

    return judge


def linked(table: dict[tuple[int, int], float], records: int, threshold: float = 3.0) -> Linked:
    kept = [(i, j, bits) for (i, j), bits in table.items() if bits >= threshold]
    left, right, bits = (np.array(column) for column in zip(*kept, strict=True))
    return Linked(left.astype(np.intp), right.astype(np.intp), bits.astype(float), records)


def test_records_without_a_link_stand_alone():
    table = {(0, 1): 9.0}
    assert cluster(linked(table, 4), judged(table)).labels.tolist() == [0, 0, 2, 3]


def test_a_chain_of_one_weak_link_comes_apart():
    table = {(0, 1): 20.0, (2, 3): 20.0, (1, 2): 4.0}
    found = cluster(linked(table, 4), judged(table))
    assert found.labels.tolist() == [0, 0, 2, 2]
    assert (found.judged, found.split) == (1, 1)


def test_pairs_that_blocking_never_met_hold_a_cluster_together():
    table = {(0, 1): 9.0, (1, 2): 9.0}
    known = {**table, (0, 2): 7.0}
    assert cluster(linked(table, 3), judged(known)).labels.tolist() == [0, 0, 0]


def test_an_impossible_pair_never_shares_a_cluster():
    table = {(0, 1): 30.0, (1, 2): 29.0, (0, 2): IMPOSSIBLE - 1}
    assert cluster(linked(table, 3), judged(table)).labels.tolist() == [0, 0, 2]


def test_what_a_person_parted_stays_apart_and_what_a_person_joined_is_joined():
    table = {(0, 1): 30.0, (1, 2): 30.0, (0, 2): 30.0}
    none = np.empty(0, np.intp)
    apart = Decided((none, none), (np.array([0]), np.array([1])))
    labels = cluster(linked(table, 3), judged(table), apart).labels
    assert labels[0] != labels[1]
    together = Decided((np.array([3]), np.array([4])), (none, none))
    labels = cluster(linked(table, 5), judged(table), together).labels
    assert labels[3] == labels[4]


@pytest.mark.parametrize("seed", range(5))
def test_agglomeration_never_joins_over_a_forbidden_pair(seed):
    generator = np.random.default_rng(seed)
    weights = generator.normal(2, 6, (12, 12))
    weights = (weights + weights.T) / 2
    weights[weights < -5] = -np.inf
    np.fill_diagonal(weights, 0)
    parts = agglomerate(weights)
    for i in range(12):
        for j in range(12):
            if i != j and parts[i] == parts[j]:
                assert np.isfinite(weights[i, j])


def test_two_that_a_person_parted_stay_apart_even_alone():
    none = np.empty(0, np.intp)
    apart = Decided((none, none), (np.array([1]), np.array([0])))
    labels = cluster(linked({(0, 1): 40.0}, 2), judged({(0, 1): 40.0}), apart).labels
    assert labels.tolist() == [0, 1]


def test_what_people_joined_step_by_step_no_evidence_parts():
    table = {(0, 1): 5.0, (1, 2): 5.0, (0, 2): -90.0}
    none = np.empty(0, np.intp)
    joined = Decided((np.array([0, 1]), np.array([1, 2])), (none, none))
    assert len(set(cluster(linked(table, 3), judged(table), joined).labels.tolist())) == 1


def test_thousands_of_copies_of_one_record_are_one_cluster_without_a_matrix():
    size = 3 * LARGEST
    left = np.arange(size - 1)
    links = Linked(left, left + 1, np.full(size - 1, 12.0), size + 1)
    asked = []

    def judge(a, b):
        asked.append(len(a))
        return np.full(len(a), 12.0)

    labels = cluster(links, judge, None, np.append(np.zeros(size, np.intp), 1)).labels
    assert set(labels[:size].tolist()) == {0}
    assert labels[size] == size
    assert sum(asked) < 2 * size


def test_copies_that_say_too_little_are_not_joined():
    size = 2 * LARGEST
    left = np.arange(size - 1)
    links = Linked(left, left + 1, np.full(size - 1, 12.0), size)
    labels = cluster(links, lambda a, _: np.full(len(a), -1.0), None, np.zeros(size, np.intp)).labels
    assert len(set(labels.tolist())) == size
