"""From links to persons: components first, then no cluster that the evidence forbids.

Connected components chain: one wrong link joins two families. So every component of three and more is judged anew on
*all* its pairs, those that blocking never met included: clusters grow by average linkage on log-odds (the greedy
answer to correlation clustering, Bansal, Blum and Chawla 2004), the surest merge first, and no merge is made over a
pair that cannot be one person. A component too large to judge pair by pair first loses its weakest links.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.clusters import components

Numbers = NDArray[np.intp]
Judge = Callable[[Numbers, Numbers], NDArray[np.float64]]
"""Total bits (prior included) of aligned pairs of records."""

LARGEST: Final = 400
"""Records in a component that is judged on all pairs; in a larger one the weakest links are cut first."""
STEP: Final = 2.0
"""Bits by which the threshold of an oversized component is raised until it falls into parts small enough."""
IMPOSSIBLE: Final = -20.0
"""Bits (odds of one in a million) at which a pair forbids its cluster."""
PAIRS_AT_A_TIME: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Clustering:
    """Label (n,) of each record: the number of its cluster's first record; and what was undone."""

    labels: Numbers
    judged: int
    """Components that were judged on all their pairs."""
    split: int
    """Of these, those that came apart."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs on which a person decided; no machine undoes them."""

    same: tuple[Numbers, Numbers]
    different: tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True)
class Linked:
    """Links whose total bits passed the threshold, among ``records`` records."""

    left: Numbers
    right: Numbers
    bits: NDArray[np.float64]
    records: int


def cluster(links: Linked, judge: Judge, decided: Decided | None = None) -> Clustering:
    """Clusters of the records; ``judge`` weighs the pairs that no link joins."""
    left, right, bits, records = links.left, links.right, links.bits, links.records
    if decided is not None:
        left, right = np.append(left, decided.same[0]), np.append(right, decided.same[1])
        bits = np.append(bits, np.full(len(decided.same[0]), -IMPOSSIBLE))
    labels = _first(_small_components(left, right, bits, records))
    forbidden = _forbidden(decided, records)
    judged = split = 0
    for members, weights in _judged(labels, judge, forbidden):
        parts = agglomerate(weights)
        judged += 1
        split += int(parts.max(initial=0) > 0)
        for part in range(int(parts.max(initial=0)) + 1):
            own = members[parts == part]
            labels[own] = own.min()
    return Clustering(labels, judged, split)


def agglomerate(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cluster number of each of s records from their (s, s) symmetric log-odds; −inf forbids a pair."""
    size = len(weights)
    total, count = weights.copy(), np.ones(size)
    alive, of = np.ones(size, bool), np.arange(size)
    heap = [(-total[i, j], i, j) for i in range(size) for j in range(i + 1, size) if total[i, j] > 0]
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if not (alive[i] and alive[j]) or -value != _mean(total, count, i, j):
            continue
        total[i], total[:, i] = total[i] + total[j], total[:, i] + total[:, j]
        count[i] += count[j]
        alive[j] = False
        of[of == of[j]] = of[i]
        for k in np.flatnonzero(alive):
            if k != i and (mean := _mean(total, count, i, int(k))) > 0:
                heapq.heappush(heap, (-mean, min(i, int(k)), max(i, int(k))))
    return np.unique(of, return_inverse=True)[1].astype(np.int64)


def _mean(total: NDArray[np.float64], count: NDArray[np.float64], i: int, j: int) -> float:
    return float(total[i, j] / (count[i] * count[j]))


def _small_components(left: Numbers, right: Numbers, bits: NDArray[np.float64], records: int) -> NDArray[np.int32]:
    """Component labels, none larger than LARGEST unless its links are all equally strong."""
    kept = np.ones(len(left), bool)
    while True:
        labels = components(left[kept], right[kept], records)
        oversized = np.flatnonzero(np.bincount(labels)[labels[left]] > LARGEST)
        oversized = oversized[kept[oversized]]
        if not len(oversized):
            return labels
        weakest = float(bits[oversized].min())
        cut = oversized[bits[oversized] < weakest + STEP]
        if len(cut) == len(oversized):
            return labels
        kept[cut] = False


def _first(labels: NDArray[np.int32]) -> Numbers:
    """Labels renamed to the smallest record of each."""
    first = np.full(int(labels.max(initial=0)) + 1, len(labels), np.intp)
    np.minimum.at(first, labels, np.arange(len(labels)))
    return first[labels]


def _judged(labels: Numbers, judge: Judge, forbidden: set[int]) -> Iterator[tuple[Numbers, NDArray[np.float64]]]:
    """Members and (s, s) log-odds of each component of three and more."""
    for group in _batches(_components(labels)):
        pairs = [np.triu_indices(len(members), 1) for members in group]
        a = np.concatenate([m[i] for m, (i, _) in zip(group, pairs, strict=True)])
        b = np.concatenate([m[j] for m, (_, j) in zip(group, pairs, strict=True)])
        bits = judge(a, b)
        bits[bits <= IMPOSSIBLE] = -np.inf
        if forbidden:
            bits[np.isin(a.astype(np.int64) * len(labels) + b, list(forbidden))] = -np.inf
        at = 0
        for members, (i, j) in zip(group, pairs, strict=True):
            weights = np.zeros((len(members), len(members)))
            weights[i, j] = weights[j, i] = bits[at : at + len(i)]
            at += len(i)
            yield members, weights


def _components(labels: Numbers) -> Iterator[Numbers]:
    order = np.argsort(labels, kind="stable")
    edges = np.flatnonzero(np.diff(labels[order])) + 1
    for members in np.split(order, edges):
        if 2 < len(members) <= LARGEST:
            yield members


def _batches(found: Iterator[Numbers]) -> Iterator[list[Numbers]]:
    group: list[Numbers] = []
    pairs = 0
    for members in found:
        group.append(members)
        pairs += len(members) ** 2 // 2
        if pairs >= PAIRS_AT_A_TIME:
            yield group
            group, pairs = [], 0
    if group:
        yield group


def _forbidden(decided: Decided | None, records: int) -> set[int]:
    if decided is None:
        return set()
    low, high = np.minimum(*decided.different).astype(np.int64), np.maximum(*decided.different)
    return set((low * records + high).tolist())
