"""Pairs of known kind out of a population whose families are known: the same person, relatives, strangers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Pairs = tuple[Codes, Codes]

NOBODY: Final = -1
"""Code where a link is not known."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """Codes (n,) for each record: its person, and that person's father, mother, twin, family and household."""

    person: Codes
    father: Codes
    mother: Codes
    twin: Codes
    family: Codes
    household: Codes

    def take(self, index: Sequence[int]) -> Kinship:
        """The records at ``index``."""
        at = np.asarray(index, np.int64)
        return Kinship(*(getattr(self, name)[at] for name in Kinship.__slots__))


def same_person(kin: Kinship) -> Pairs:
    """All pairs of records of one person."""
    return _pairs_within(kin.person)


def strangers(kin: Kinship, size: int, rng: np.random.Generator) -> Pairs:
    """Random pairs of records of two families."""
    left, right = (rng.integers(0, len(kin.person), size) for _ in range(2))
    related = (kin.family[left] == kin.family[right]) & (kin.family[left] != NOBODY)
    apart = (kin.person[left] != kin.person[right]) & ~related
    return left[apart], right[apart]


def relatives(kin: Kinship, rng: np.random.Generator) -> dict[str, Pairs]:
    """Pairs of records by relation; each pair of people once, each side by one of that person's records at random."""
    people, first = np.unique(kin.person, return_index=True)
    codes = {n: getattr(kin, n)[first] for n in ("father", "mother", "twin", "household")}
    twin = _ordered(people, codes["twin"])
    parent = _union(_ordered(people, codes["father"]), _ordered(people, codes["mother"]))
    siblings = _union(*(_people_within(people, codes[n]) for n in ("father", "mother")))
    both = (codes["father"] != NOBODY) & (codes["mother"] != NOBODY)
    spouse = _union(_ordered(codes["father"][both], codes["mother"][both]))
    home = _people_within(people, codes["household"])
    sibling = _minus(siblings, twin)
    found = {
        "twin": twin,
        "parent": parent,
        "sibling": sibling,
        "spouse": spouse,
        "household": _minus(home, _union(twin, parent, sibling, spouse)),
    }
    return {kind: _records(pairs, kin.person, rng) for kind, pairs in found.items()}


def _pairs_within(group: Codes) -> Pairs:
    """All pairs (i < j) of positions with one group code."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    end = np.searchsorted(ordered, ordered, "right")
    later = np.where(ordered == NOBODY, 0, end - np.arange(len(order)) - 1)
    left = np.repeat(np.arange(len(order)), later)
    right = left + 1 + np.arange(int(later.sum())) - np.repeat(np.cumsum(later) - later, later)
    return order[left].astype(np.int64), order[right].astype(np.int64)


def _people_within(people: Codes, group: Codes) -> Codes:
    left, right = _pairs_within(group)
    return _ordered(people[left], people[right])


def _ordered(a: Codes, b: Codes) -> Codes:
    """(k, 2) distinct pairs of codes, the smaller first; pairs with nobody left out."""
    known = (a != NOBODY) & (b != NOBODY) & (a != b)
    pairs = np.stack([np.minimum(a[known], b[known]), np.maximum(a[known], b[known])], axis=1)
    return np.unique(pairs, axis=0)


def _union(*pairs: Codes) -> Codes:
    return np.unique(np.concatenate(pairs), axis=0)


def _minus(pairs: Codes, others: Codes) -> Codes:
    width = int(max(pairs.max(initial=0), others.max(initial=0))) + 1
    return pairs[~np.isin(pairs[:, 0] * width + pairs[:, 1], others[:, 0] * width + others[:, 1])]


def _records(pairs: Codes, person: Codes, rng: np.random.Generator) -> Pairs:
    """One record at random for each side; pairs of which a side has no record fall away."""
    order = np.argsort(person, kind="stable")
    ordered = person[order]
    chosen, there = [], np.ones(len(pairs), bool)
    for side in (0, 1):
        low = np.searchsorted(ordered, pairs[:, side], "left")
        count = np.searchsorted(ordered, pairs[:, side], "right") - low
        there &= count > 0
        chosen.append(low + (rng.random(len(pairs)) * np.maximum(count, 1)).astype(np.int64))
    return order[chosen[0][there]].astype(np.int64), order[chosen[1][there]].astype(np.int64)
