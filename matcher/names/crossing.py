"""Parts matched across roles, where two names disagree and which word plays which part is in doubt."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.batches import Shared
from matcher.names.model import GIVEN, LEVEL, PATRONYMIC, SURNAME
from matcher.names.vocabulary import Vocabulary
from matcher.names.weighing import weights

ORDERS = tuple(permutations(range(3)))
"""Which part of the second name meets each part of the first; the first order is the plain one."""

Floats = NDArray[np.floating]


class Side(NamedTuple):
    """One side of aligned spellings: readings of surname, given name and patronymic, and how sure each role is."""

    parts: NDArray[np.int32]
    sure: NDArray[np.int8]

    def rows(self, at: NDArray[np.intp]) -> Side:
        """The spellings at some rows."""
        return Side(self.parts[at], self.sure[at])


class Crossed(NamedTuple):
    """Levels and bits of the parts that met, what matching them so costs (≤ 0), and the order (index of `ORDERS`)."""

    levels: NDArray[np.uint8]
    bits: NDArray[np.float32]
    cost: NDArray[np.float32]
    order: NDArray[np.int8]


def worth_crossing(levels: NDArray[np.uint8], a: Side, b: Side, vocabulary: Vocabulary) -> NDArray[np.bool_]:
    """Pairs in which two parts disagree or lack a partner while a role is in doubt, or two were exchanged."""
    unmet = (levels == 0) & ((a.parts > 0) | (b.parts > 0))
    conflict = (levels >= LEVEL["close_3"]).sum(axis=1) + unmet.sum(axis=1)
    unsure = ((a.parts > 0) & (a.sure < 3)).any(axis=1) | ((b.parts > 0) & (b.sure < 3)).any(axis=1)
    worth = np.asarray(unsure & (conflict >= 2))
    sure = np.flatnonzero(~unsure & (conflict >= 2))
    worth[sure] = _exchanged(vocabulary, a.rows(sure), b.rows(sure))
    return worth


def _exchanged(vocabulary: Vocabulary, a: Side, b: Side) -> NDArray[np.bool_]:
    """Pairs whose surname and given name sound alike symbol for symbol, but in each other's place."""
    form = vocabulary.form.values
    (surname, given), (other_surname, other_given) = (
        (form[side.parts[:, SURNAME], 0], form[side.parts[:, GIVEN], 0]) for side in (a, b)
    )
    met = (surname == other_given) & (given == other_surname) & (surname != given)
    return np.asarray(met & (a.parts[:, :2] > 0).all(axis=1) & (b.parts[:, :2] > 0).all(axis=1))


def cross_roles(vocabulary: Vocabulary, a: Side, b: Side) -> Crossed:
    """Match parts across roles where that explains more, at a price that grows with how sure the roles are."""
    n = len(a.parts)
    left = np.repeat(a.parts, 3, axis=1).ravel().astype(np.int64)
    right = np.tile(b.parts, (1, 3)).ravel().astype(np.int64)
    met = Shared.pairs.compare(vocabulary, left, right)
    bits, level = met.bits.reshape(n, 3, 3), met.level.reshape(n, 3, 3)
    price = _prices(vocabulary, a, b)
    net = bits - price
    left_over = np.stack([_left_over(a, b, order) for order in ORDERS], axis=1)
    totals = np.stack([net[:, [0, 1, 2], order].sum(axis=1) for order in ORDERS], axis=1) - left_over
    totals[:, 0] += 0.01
    best = totals.argmax(axis=1)
    index = np.arange(n)[:, None], np.arange(3)[None, :], np.array(ORDERS)[best]
    cost = -price[index].sum(axis=1) - left_over[np.arange(n), best]
    return Crossed(level[index], bits[index], cost, best.astype(np.int8))


def _prices(vocabulary: Vocabulary, a: Side, b: Side) -> Floats:
    """What it costs that a part of the first name (axis 1) meets a part of the second (axis 2)."""
    price = weights().cross[a.sure[:, :, None], b.sure[:, None, :]].copy()
    forbidden, initial = weights().forbidden, vocabulary.initial.values
    for one, other, at in ((a.parts, b.parts, price), (b.parts, a.parts, price.transpose(0, 2, 1))):
        father = vocabulary.ending.values[one[:, PATRONYMIC]] > 0
        at[father & (initial[other[:, GIVEN]] == 0), PATRONYMIC, GIVEN] += forbidden
        at[father & _whole(one) & (other[:, PATRONYMIC] == 0), PATRONYMIC, SURNAME] += forbidden
    met = _exchanged(vocabulary, a, b)
    for pair in ((SURNAME, GIVEN), (GIVEN, SURNAME)):
        price[met, *pair] = np.minimum(price[met, *pair], weights().exchanged / 2)
    price[:, np.arange(3), np.arange(3)] = 0.0
    price[(a.parts[:, :, None] == 0) | (b.parts[:, None, :] == 0)] = 0.0
    return price


def _left_over(a: Side, b: Side, order: tuple[int, ...]) -> Floats:
    """What it costs that both names keep a part which met nothing, unless both parts are sure to be of different
    kinds."""
    met, sure = b.parts[:, order], b.sure[:, order]
    lonely_a, lonely_b = (a.parts > 0) & (met == 0), (met > 0) & (a.parts == 0)
    doubt = np.minimum(np.where(lonely_a, a.sure, 3).min(axis=1), np.where(lonely_b, sure, 3).min(axis=1))
    cost = weights().left_over[doubt]
    return np.where(lonely_a.any(axis=1) & lonely_b.any(axis=1), cost, 0.0).astype(np.float32)


def _whole(names: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Names that have all their parts: a shorter name of the same person leaves out the father's name, not the own."""
    return np.asarray((names > 0).all(axis=1))
