"""Aligned batches of names compared: a level and bits for surname, given name and patronymic of each pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from matcher.names.model import LEVEL, Row
from matcher.names.pairs import Outcome, PairCache, weights
from matcher.names.vocabulary import LIMIT, Vocabulary

_ORDERS = tuple(permutations(range(3)))
SWAPPED, INITIAL, FATHER_SON = 1, 2, 4
"""Bits of `NameComparison.flags`: parts matched across roles; an initial stood for a name; one's given name is the other's
father's name."""


_NAMELESS: Row = (("", "", "", 0),)
_SURE_SHIFTS = np.array([[0, 2, 4]], dtype=np.int32)


class Shared:
    """The vocabulary in use and the pairs worked out with it; replaced as a whole when it has grown to its limit."""

    vocabulary = Vocabulary()
    pairs = PairCache()

    @classmethod
    def current(cls) -> Vocabulary:
        """The vocabulary new batches are made with."""
        if len(cls.vocabulary.keys) > LIMIT:
            cls.renew()
        return cls.vocabulary

    @classmethod
    def renew(cls) -> None:
        """Start afresh; batches made before keep the vocabulary they know."""
        cls.vocabulary, cls.pairs = Vocabulary(), PairCache()


@dataclass(frozen=True, slots=True)
class NameBatch:
    """Names as numbers: spellings of record i stand in rows `starts[i]:starts[i+1]` of `readings` (surname, given name,
    patronymic; 0 is absent) and of `sure` (how sure each role is, 0–3)."""

    vocabulary: Vocabulary
    starts: NDArray[np.int64]
    readings: NDArray[np.int32]
    sure: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, index: NDArray[np.integer] | Sequence[int]) -> NameBatch:
        """The records at `index`, in that order (repeats allowed)."""
        at = np.asarray(index, dtype=np.int64)
        counts = (self.starts[1:] - self.starts[:-1])[at]
        starts = np.concatenate(([0], np.cumsum(counts)))
        if len(self.readings) == len(self):
            pick = at
        else:
            pick = np.repeat(self.starts[at] - starts[:-1], counts) + np.arange(starts[-1])
        return NameBatch(self.vocabulary, starts, self.readings[pick], self.sure[pick])


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Evidence of aligned pairs.

    `rarity` float32 (n, 3) is the rarity of the commoner value in bits. `levels` uint8 (n, 3) and `bits` float32 (n, 3) for surname, given name and patronymic; `cross` float32 (n,) is what
    matching across roles costs (≤ 0); `picked` int16 (n, 2) the spellings compared; `order` (n,) which part of the second name met
    each part of the first (index into `ORDERS`); `flags` see SWAPPED, INITIAL, FATHER_SON.
    """

    levels: NDArray[np.uint8]
    bits: NDArray[np.float32]
    cross: NDArray[np.float32]
    picked: NDArray[np.int16]
    order: NDArray[np.int8]
    flags: NDArray[np.uint8]
    rarity: NDArray[np.float32]

    @property
    def total(self) -> NDArray[np.float64]:
        """Sum of all bits of a pair."""
        return np.asarray(self.bits.sum(axis=1, dtype=np.float64) + self.cross)


ORDERS = _ORDERS


def batch(rows: Sequence[Row]) -> NameBatch:
    """Stored rows (see `normalise`) as a batch."""
    vocabulary = Shared.current()
    reading = vocabulary.reading
    surnames, givens, fathers = vocabulary.ids
    flat: list[int] = []
    counts: list[int] = []
    for row in rows:
        spellings = row or _NAMELESS
        counts.append(len(spellings))
        for s, g, p, certain in spellings:
            try:
                flat += (surnames[s], givens[g], fathers[p], certain)
            except KeyError:
                flat += (reading(0, s), reading(1, g), reading(2, p), certain)
    starts = np.concatenate(([0], np.cumsum(np.array(counts, dtype=np.int64)))).astype(np.int64)
    table = np.array(flat, dtype=np.int32).reshape(-1, 4)
    sure = (table[:, 3:4] >> _SURE_SHIFTS) & 3
    return NameBatch(vocabulary, starts, np.ascontiguousarray(table[:, :3]), sure.astype(np.int8))


def _moved(names: NameBatch, vocabulary: Vocabulary) -> NameBatch:
    """The batch with the numbers of another vocabulary."""
    if names.vocabulary is vocabulary:
        return names
    used, back = np.unique(names.readings, return_inverse=True)
    renamed = np.array([vocabulary.reading(*names.vocabulary.keys[i]) for i in used.tolist()], dtype=np.int32)
    return NameBatch(vocabulary, names.starts, renamed[back].reshape(-1, 3), names.sure)


def compare(a: NameBatch, b: NameBatch) -> NameComparison:
    """Compare a[i] with b[i] for every i. Raises ValueError when the batches differ in length."""
    if len(a) != len(b):
        raise ValueError("Two batches to compare must be of one length: take() the rows first.")
    vocabulary = Shared.current()
    a, b = _moved(a, vocabulary), _moved(b, vocabulary)
    left, right, pair = _expand(a, b)
    made = _spellings(vocabulary, a.readings[left], b.readings[right], a.sure[left], b.sure[right])
    if len(pair) == len(a):
        return _compared(made, np.zeros((len(a), 2), dtype=np.int16))
    best = _best(made[1].sum(axis=1) + made[2], pair)
    picked = np.stack([left[best] - a.starts[:-1], right[best] - b.starts[:-1]], axis=1).astype(np.int16)
    levels, bits, cross, order, flags, rarity = made
    chosen = levels[best], bits[best], cross[best], order[best], flags[best], rarity[best]
    return _compared(chosen, picked)


def _compared(made: Made, picked: NDArray[np.int16]) -> NameComparison:
    levels, bits, cross, order, flags, rarity = made
    return NameComparison(levels, bits, cross, picked, order, flags, rarity)


def _expand(a: NameBatch, b: NameBatch) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every spelling of a[i] against every spelling of b[i]: rows on both sides and the pair they belong to."""
    if len(a.readings) == len(a) and len(b.readings) == len(b):
        rows = np.arange(len(a))
        return rows, rows, rows
    count_a, count_b = np.diff(a.starts), np.diff(b.starts)
    sizes = count_a * count_b
    pair = np.repeat(np.arange(len(a)), sizes)
    inner = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return a.starts[:-1][pair] + inner // count_b[pair], b.starts[:-1][pair] + inner % count_b[pair], pair


def _best(total: NDArray[np.float32], pair: NDArray[np.int64]) -> NDArray[np.int64]:
    order = np.lexsort((-total, pair))
    first = np.concatenate(([True], np.diff(pair[order]) > 0))
    return order[first]


Made = tuple[
    NDArray[np.uint8],
    NDArray[np.float32],
    NDArray[np.float32],
    NDArray[np.int8],
    NDArray[np.uint8],
    NDArray[np.float32],
]


def _spellings(
    vocabulary: Vocabulary,
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    sure_a: NDArray[np.int8],
    sure_b: NDArray[np.int8],
) -> Made:
    """Levels, bits, cost of crossing, order and flags for aligned spellings."""
    n = len(a)
    direct = Shared.pairs.compare(vocabulary, a.ravel().astype(np.int64), b.ravel().astype(np.int64))
    levels, bits = direct.level.reshape(n, 3), direct.bits.reshape(n, 3)
    cross = np.zeros(n, dtype=np.float32)
    order = np.zeros(n, dtype=np.int8)
    retry = np.flatnonzero(_worth_crossing(levels, a, b, sure_a, sure_b))
    if len(retry):
        _cross(vocabulary, a[retry], b[retry], sure_a[retry], sure_b[retry], retry, (levels, bits, cross, order))
    flags = np.where(order > 0, SWAPPED, 0) | np.where((levels == LEVEL["initial"]).any(axis=1), INITIAL, 0)
    flags |= np.where(_father_and_son(vocabulary, a, b, levels), FATHER_SON, 0)
    met = np.take_along_axis(b, np.array(_ORDERS)[order], axis=1)
    rarity = np.minimum(vocabulary.rarity.values[a], vocabulary.rarity.values[met])
    return levels, bits, cross, order, flags.astype(np.uint8), rarity


def _father_and_son(
    vocabulary: Vocabulary, a: NDArray[np.int32], b: NDArray[np.int32], levels: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Pairs of other given names in which one's given name is the other's father's name."""
    found = np.zeros(len(a), dtype=bool)
    rows = np.flatnonzero((levels[:, 1] >= LEVEL["similar_1"]) & ((a[:, 2] > 0) | (b[:, 2] > 0)))
    if not len(rows):
        return found
    given, father = (np.concatenate([x[rows, k], y[rows, k]]) for (x, y), k in (((a, b), 1), ((b, a), 2)))
    met = Shared.pairs.compare(vocabulary, given.astype(np.int64), father.astype(np.int64)).level
    found[rows] = ((met > 0) & (met < LEVEL["similar_1"]) & (met != LEVEL["initial"])).reshape(2, -1).any(axis=0)
    return found


def _worth_crossing(
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


def _cross(
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
    price[:, np.arange(3), np.arange(3)] = 0.0
    price[(a[:, :, None] == 0) | (b[:, None, :] == 0)] = 0.0
    net = bits - price
    totals = np.stack(
        [net[:, [0, 1, 2], order].sum(axis=1) - _left_over(a, b, sure_a, sure_b, order) for order in _ORDERS], axis=1
    )
    totals[:, 0] += 0.01
    best = totals.argmax(axis=1)
    chosen = np.array(_ORDERS)[best]
    index = np.arange(n)[:, None], np.arange(3)[None, :], chosen
    into[0][rows], into[1][rows] = level[index], bits[index]
    left_over = np.stack([_left_over(a, b, sure_a, sure_b, order) for order in _ORDERS], axis=1)
    into[2][rows] = -price[index].sum(axis=1) - left_over[np.arange(n), best]
    into[3][rows] = best


def _left_over(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    sure_a: NDArray[np.int8],
    sure_b: NDArray[np.int8],
    order: tuple[int, ...],
) -> NDArray[np.float32]:
    """What it costs that both names keep a part which met nothing, unless both parts are sure to be of different kinds."""
    met = b[:, order]
    lonely_a, lonely_b = (a > 0) & (met == 0), (met > 0) & (a == 0)
    doubt = np.minimum(np.where(lonely_a, sure_a, 3).min(axis=1), np.where(lonely_b, sure_b[:, order], 3).min(axis=1))
    cost = weights().left_over[doubt]
    return np.where(lonely_a.any(axis=1) & lonely_b.any(axis=1), cost, 0.0).astype(np.float32)


def score(a: NameBatch, b: NameBatch) -> NDArray[np.float64]:
    """Total bits for aligned pairs; higher is more alike."""
    return compare(a, b).total
