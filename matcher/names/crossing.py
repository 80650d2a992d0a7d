"""Parts matched across roles, where two names disagree and which word plays which part is in doubt."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from matcher.names.batches import Shared
from matcher.names.model import LEVEL
from matcher.names.pairs import Outcome
from matcher.names.vocabulary import Vocabulary
from matcher.names.weighing import weights

ORDERS = tuple(permutations(range(3)))
"""Which part of the second name meets each part of the first; the first order is the plain one."""


def worth_crossing(
    levels: NDArray[np.uint8],
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    sure_a: NDArray[np.int8],
    sure_b: NDArray[np.int8],
) -> NDArray[np.bool_]:
    """Pairs in which two parts disagree or lack a partner while a role is in doubt."""
    unmet = (levels == 0) & ((a > 0) | (b > 0))
    conflict = (levels >= LEVEL["close_3"]).sum(axis=1) + unmet.sum(axis=1)
    unsure = ((a > 0) & (sure_a < 3)).any(axis=1) | ((b > 0) & (sure_b < 3)).any(axis=1)
    return np.asarray(unsure & (conflict >= 2))


def cross_roles(
    vocabulary: Vocabulary,
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    sure_a: NDArray[np.int8],
    sure_b: NDArray[np.int8],
    rows: NDArray[np.int64],
    into: tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32], NDArray[np.int8]],
) -> None:
    """Match parts across roles where that explains more, at a price that grows with how sure the roles are."""
    n = len(a)
    left = np.repeat(a, 3, axis=1).ravel().astype(np.int64)
    right = np.tile(b, (1, 3)).ravel().astype(np.int64)
    met: Outcome = Shared.pairs.compare(vocabulary, left, right)
    bits, level = met.bits.reshape(n, 3, 3), met.level.reshape(n, 3, 3)
    price = weights().cross[sure_a[:, :, None], sure_b[:, None, :]].copy()
    father_a, father_b = vocabulary.ending.values[a[:, 2]] > 0, vocabulary.ending.values[b[:, 2]] > 0
    initial = vocabulary.initial.values
    price[father_a & (initial[b[:, 1]] == 0), 2, 1] += weights().forbidden
    price[father_b & (initial[a[:, 1]] == 0), 1, 2] += weights().forbidden
    price[father_a & _whole(a) & (b[:, 2] == 0), 2, 0] += weights().forbidden
    price[father_b & _whole(b) & (a[:, 2] == 0), 0, 2] += weights().forbidden
    price[:, np.arange(3), np.arange(3)] = 0.0
    price[(a[:, :, None] == 0) | (b[:, None, :] == 0)] = 0.0
    net = bits - price
    totals = np.stack(
        [net[:, [0, 1, 2], order].sum(axis=1) - _left_over(a, b, sure_a, sure_b, order) for order in ORDERS], axis=1
    )
    totals[:, 0] += 0.01
    best = totals.argmax(axis=1)
    chosen = np.array(ORDERS)[best]
    index = np.arange(n)[:, None], np.arange(3)[None, :], chosen
    into[0][rows], into[1][rows] = level[index], bits[index]
    left_over = np.stack([_left_over(a, b, sure_a, sure_b, order) for order in ORDERS], axis=1)
    into[2][rows] = -price[index].sum(axis=1) - left_over[np.arange(n), best]
    into[3][rows] = best


def _left_over(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    sure_a: NDArray[np.int8],
    sure_b: NDArray[np.int8],
    order: tuple[int, ...],
) -> NDArray[np.float32]:
    """What it costs that both names keep a part which met nothing, unless both parts are sure to be of different
    kinds."""
    met = b[:, order]
    lonely_a, lonely_b = (a > 0) & (met == 0), (met > 0) & (a == 0)
    doubt = np.minimum(np.where(lonely_a, sure_a, 3).min(axis=1), np.where(lonely_b, sure_b[:, order], 3).min(axis=1))
    cost = weights().left_over[doubt]
    return np.where(lonely_a.any(axis=1) & lonely_b.any(axis=1), cost, 0.0).astype(np.float32)


def _whole(names: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Names that have all their parts: a shorter name of the same person leaves out the father's name, not the own."""
    return np.asarray((names > 0).all(axis=1))
