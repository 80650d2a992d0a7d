"""Edit distance over pairs of distinct values, with a bound that spares most of them the computation.

One edit (insertion, deletion, substitution, or transposition of neighbours: optimal string alignment) changes at most
two letters of the set of letters and six of the set of adjacent pairs. Two values whose signatures differ in more bits
are further apart; hash collisions only make signatures more alike, so the bound never loses a pair.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from matcher.generic.coded import Vocabulary

FAR: Final = 255
"""Stands for every distance above the limit."""

_LETTERS_PER_EDIT: Final = 2
_PAIRS_PER_EDIT: Final = 6


def distances(a: NDArray[np.int32], b: NDArray[np.int32], vocabulary: Vocabulary, limit: int) -> NDArray[np.uint8]:
    """Edit distance (n,) of aligned codes, FAR where it is above ``limit``; no code may be NONE."""
    found = np.full(len(a), FAR, np.uint8)
    found[a == b] = 0
    near = np.flatnonzero((a != b) & _may_be_near(a, b, vocabulary, limit))
    if len(near):
        found[near] = _exact(a[near], b[near], vocabulary, limit)
    return found


def _may_be_near(a: NDArray[np.int32], b: NDArray[np.int32], vocabulary: Vocabulary, limit: int) -> NDArray[np.bool_]:
    length, signature = vocabulary.length, vocabulary.signature
    near: NDArray[np.bool_] = np.abs(length[a] - length[b]) <= limit
    for column, per_edit in ((0, _LETTERS_PER_EDIT), (1, _PAIRS_PER_EDIT)):
        at = np.flatnonzero(near)
        differing = np.bitwise_count(signature[a[at], column] ^ signature[b[at], column])
        near[at[differing > per_edit * limit]] = False
    return near


def _exact(a: NDArray[np.int32], b: NDArray[np.int32], vocabulary: Vocabulary, limit: int) -> NDArray[np.uint8]:
    size = len(vocabulary.values)
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b)
    distinct, back = np.unique(low * size + high, return_inverse=True)
    left = [vocabulary.values[i] for i in distinct // size]
    right = [vocabulary.values[i] for i in distinct % size]
    found = cpdist(left, right, scorer=OSA.distance, score_cutoff=limit, dtype=np.int32)
    return np.where(found > limit, FAR, found).astype(np.uint8)[back]
