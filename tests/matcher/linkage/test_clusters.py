"""Clusters respect the evidence: chains come apart, impossible pairs never share a cluster, people's word stands."""

import numpy as np
import pytest

from matcher.linkage.clusters import IMPOSSIBLE, Decided, Linked, agglomerate, cluster


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
