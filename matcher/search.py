"""Which of the records that share a key with the query are worth comparing, best first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.keys import BROAD

LONGEST: Final = 50_000
"""A key with more records than this only weighs what other keys have found."""
FEW: Final = 3
"""Records that the narrow keys find, below which a query is asked again with keys that allow for slips."""
AT_LEAST: Final = 30
"""Records that are compared in any case, when so many share a key."""
NEAR: Final = 0.4
"""Beyond AT_LEAST, only records whose shared keys weigh this part of the best one's are compared. Measured on generated
registers: the true record stands among the first three (docs/store.md)."""


def found_little(kinds: Sequence[str], found: Sequence[NDArray[np.uint32]]) -> bool:
    """Whether the narrow keys of a query have found so few records that wider ones are worth a second look."""
    return sum(len(numbers) for kind, numbers in zip(kinds, found, strict=True) if kind not in BROAD) < FEW


def rank(kinds: Sequence[str], found: Sequence[NDArray[np.uint32]], total: int, limit: int) -> list[int]:
    """Numbers of at most ``limit`` records, those that share the most and the rarest keys first.

    ``found`` holds the records of each key, ``kinds`` its kind, ``total`` the records searched. A shared key weighs
    log2(total / records that have it). Broad keys bring records in only when the narrow ones find fewer than
    AT_LEAST; else they only weigh.
    """
    chosen = _chosen(kinds, [len(numbers) for numbers in found])
    if not chosen:
        return []
    numbers, inverse = np.unique(np.concatenate([found[i] for i in chosen]), return_inverse=True)
    weights = np.concatenate([np.full(len(found[i]), _weight(len(found[i]), total)) for i in chosen])
    shared = np.bincount(inverse, weights)
    for i, others in enumerate(found):
        if i not in chosen and len(others):
            shared = shared + _weight(len(others), total) * np.isin(numbers, others)
    order = np.argsort(-shared, kind="stable")
    near = int(np.count_nonzero(shared >= NEAR * shared[order[0]]))
    best: list[int] = numbers[order[: min(limit, max(AT_LEAST, near))]].tolist()
    return best


def _chosen(kinds: Sequence[str], sizes: Sequence[int]) -> set[int]:
    """The keys whose records are candidates: the narrow ones, and as many broad ones, shortest first, as are needed."""
    chosen = {i for i, kind in enumerate(kinds) if kind not in BROAD and 0 < sizes[i] <= LONGEST}
    count = sum(sizes[i] for i in chosen)
    for i in sorted((i for i in range(len(kinds)) if i not in chosen and sizes[i]), key=lambda i: sizes[i]):
        if count < AT_LEAST:
            chosen.add(i)
            count += sizes[i]
    return chosen


def _weight(shared_by: int, total: int) -> float:
    return max(0.1, log2(max(total, 2) / shared_by))
