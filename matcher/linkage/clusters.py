"""From links to persons: components first, then no cluster that the evidence forbids.

Connected components chain: one wrong link joins two families. So every component of three and more is judged anew on
*all* its pairs, those that blocking never met included: clusters grow by average linkage on log-odds (the greedy
answer to correlation clustering, Bansal, Blum and Chawla 2004), the surest merge first, and no merge is made over a
pair that cannot be one person. A component too large to judge pair by pair first loses its weakest links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.clusters import components
from matcher.linkage.agglomerating import agglomerate
from matcher.linkage.judgement import assumed

Numbers = NDArray[np.intp]
Judge = Callable[[Numbers, Numbers], NDArray[np.float64]]
"""Total bits (prior included) of aligned pairs of records."""

LARGEST: Final = int(assumed("clusters", "largest"))
"""Records in a component that is judged on all pairs; in a larger one the weakest links are cut first."""
STEP: Final = assumed("clusters", "step")
"""Bits by which the threshold of an oversized component is raised until it falls into parts small enough."""
IMPOSSIBLE: Final = assumed("clusters", "impossible")
"""Bits at which a pair forbids its cluster."""
SURE: Final = assumed("clusters", "sure")
"""Bits of a pair that a person called the same: no machine outweighs it."""
PAIRS_AT_A_TIME: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Clustering:
    """Label (n,) of each record: the number of its cluster's first record; and what was undone."""

    labels: Numbers
    judged: int
    """Components that were judged on all their pairs."""
    split: int
    """Of these, those that came apart."""

    @property
    def count(self) -> int:
        """Number of clusters, records alone included."""
        return int(np.sum(self.labels == np.arange(len(self.labels))))


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


def cluster(links: Linked, judge: Judge, decided: Decided | None = None, alike: Numbers | None = None) -> Clustering:
    """Clusters of the records; ``judge`` weighs the pairs that no link joins.

    ``alike``: one number for records that are equal in all that is compared. In a component too large to judge pair by
    pair such copies go as one, so that ten thousand copies of a record are no matrix of their pairs.
    """
    word = _Word.of(decided, links.records)
    left, right, bits = _with_word(links, word)
    labels = _first(_small_components(left, right, bits, links.records))
    copies = _copies(labels, alike, judge, word)
    judged = split = 0
    for members, weights in _judged(labels, copies, judge, word):
        parts = agglomerate(weights)
        judged += 1
        split += int(parts.max(initial=0) > 0)
        for part in range(int(parts.max(initial=0)) + 1):
            own = members[parts == part]
            labels[own] = own.min()
    labels = labels[copies]
    return Clustering(_first(np.unique(labels, return_inverse=True)[1].astype(np.int32)), judged, split)


@dataclass(frozen=True, slots=True)
class _Word:
    """What people decided, ready to be looked up."""

    different: NDArray[np.int64]
    """Codes of pairs."""
    same: tuple[Numbers, Numbers]
    group: Numbers
    """(n,): records that people joined have one number."""
    touched: Numbers
    """Records that people decided on."""
    records: int

    @classmethod
    def of(cls, decided: Decided | None, records: int) -> _Word:
        none = np.empty(0, np.intp)
        d = decided or Decided((none, none), (none, none))
        group = components(*d.same, records).astype(np.intp) if len(d.same[0]) else np.arange(records)
        touched = np.unique(np.concatenate([*d.same, *d.different]))
        return cls(_codes(*d.different, records), d.same, group, touched, records)


def _with_word(links: Linked, word: _Word) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """The links, without those that people refused and with those that they made."""
    apart = np.isin(_codes(links.left, links.right, word.records), word.different)
    left, right = (np.append(s[~apart], more) for s, more in zip((links.left, links.right), word.same, strict=True))
    return left, right, np.append(links.bits[~apart], np.full(len(word.same[0]), SURE))


def _copies(labels: Numbers, alike: Numbers | None, judge: Judge, word: _Word) -> Numbers:
    """(n,): in oversized components the first record that each is a copy of, if the two pass for one person."""
    found = np.arange(len(labels))
    if alike is None:
        return found
    crowded = np.flatnonzero(np.bincount(labels, minlength=len(labels))[labels] > LARGEST)
    crowded = np.setdiff1d(crowded, word.touched)
    kinds, back = np.unique(np.stack([labels[crowded], alike[crowded]]), axis=1, return_inverse=True)
    first = np.full(kinds.shape[1], len(labels), np.intp)
    np.minimum.at(first, back.ravel(), crowded)
    of = first[back.ravel()]
    later = np.flatnonzero(of != crowded)
    sure = later[judge(crowded[later], of[later]) > 0] if len(later) else later
    found[crowded[sure]] = of[sure]
    return found


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


def _judged(
    labels: Numbers, copies: Numbers, judge: Judge, word: _Word
) -> Iterator[tuple[Numbers, NDArray[np.float64]]]:
    """Members (first copies) and (s, s) log-odds of each component of three and more."""
    for group in _batches(_components(labels, copies)):
        pairs = [np.triu_indices(len(members), 1) for members in group]
        a = np.concatenate([m[i] for m, (i, _) in zip(group, pairs, strict=True)])
        b = np.concatenate([m[j] for m, (_, j) in zip(group, pairs, strict=True)])
        bits = judge(a, b)
        bits[bits <= IMPOSSIBLE] = -np.inf
        bits[word.group[a] == word.group[b]] = SURE
        bits[np.isin(_codes(a, b, word.records), word.different)] = -np.inf
        at = 0
        for members, (i, j) in zip(group, pairs, strict=True):
            weights = np.zeros((len(members), len(members)))
            weights[i, j] = weights[j, i] = bits[at : at + len(i)]
            at += len(i)
            yield members, weights


def _components(labels: Numbers, copies: Numbers) -> Iterator[Numbers]:
    """First copies of each component of three and more; one too large even so is cut in order of record."""
    own = np.flatnonzero(copies == np.arange(len(labels)))
    order = own[np.argsort(labels[own], kind="stable")]
    edges = np.flatnonzero(np.diff(labels[order])) + 1
    starts, ends = np.append(0, edges), np.append(edges, len(order))
    for i in np.flatnonzero(ends - starts > 2).tolist():
        for low in range(starts[i], ends[i], LARGEST):
            yield order[low : min(low + LARGEST, ends[i])]


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


def _codes(a: Numbers, b: Numbers, records: int) -> NDArray[np.int64]:
    """One number for each unordered pair of records."""
    found: NDArray[np.int64] = np.minimum(a, b).astype(np.int64) * records + np.maximum(a, b)
    return found
