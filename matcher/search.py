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


def rank(kinds: Sequence[str], found: Sequence[NDArray[np.uint32]], total: int, limit: int) -> list[int]:
    """Numbers of at most ``limit`` records, those that share the most and the rarest keys first.

    ``found`` holds the records of each key, ``kinds`` its kind, ``total`` the records searched. A shared key weighs
    log2(total / records that have it). Broad keys are taken in only when the narrow ones find fewer than ``limit``.
    """
    narrow = [i for i, kind in enumerate(kinds) if kind not in BROAD and 0 < len(found[i]) <= LONGEST]
    broad = sorted((i for i, kind in enumerate(kinds) if kind in BROAD and len(found[i])), key=lambda i: len(found[i]))
    chosen, size = list(narrow), sum(len(found[i]) for i in narrow)
    for i in broad:
        if size < limit:
            chosen.append(i)
            size += len(found[i])
    if not chosen:
        return []
    numbers, inverse = np.unique(np.concatenate([found[i] for i in chosen]), return_inverse=True)
    weights = np.concatenate([np.full(len(found[i]), _weight(len(found[i]), total)) for i in chosen])
    shared = np.bincount(inverse, weights)
    for i in broad:
        if i not in chosen:
            shared = shared + _weight(len(found[i]), total) * np.isin(numbers, found[i])
    order = np.argsort(-shared, kind="stable")[:limit]
    best: list[int] = numbers[order].tolist()
    return best


def _weight(shared_by: int, total: int) -> float:
    return max(0.1, log2(max(total, 2) / shared_by))
