"""Aligned batches of names compared: a level and bits for surname, given name and patronymic of each pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.names.batches import NameBatch, Shared, moved
from matcher.names.crossing import ORDERS, cross_roles, worth_crossing
from matcher.names.model import LEVEL
from matcher.names.pairs import MAN_AND_WOMAN
from matcher.names.vocabulary import Vocabulary
from matcher.names.weighing import weights

SWAPPED, INITIAL, FATHER_SON, WOMAN = 1, 2, 4, 8
"""Bits of `NameComparison.flags`: parts matched across roles; an initial stood for a name; one's given name is the
other's father's name; another surname of a woman, who may have married."""


_MALE, _FEMALE = 1, 2
_OTHER_SURNAME = [LEVEL[name] for name in ("distant_1", "distant_2", "different", "other_name")]


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Evidence of aligned pairs.

    `rarity` float32 (n, 3) is the rarity of the commoner value in bits. `levels` uint8 (n, 3) and `bits` float32 (n,
    3) for surname, given name and patronymic; `cross` float32 (n,) is what matching across roles costs (≤ 0); `picked`
    int16 (n, 2) the spellings compared; `order` (n,) which part of the second name met each part of the first (index
    into `ORDERS`); `flags` see SWAPPED, INITIAL, FATHER_SON, WOMAN.
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


def compare(a: NameBatch, b: NameBatch) -> NameComparison:
    """Compare a[i] with b[i] for every i. Raises ValueError when the batches differ in length."""
    if len(a) != len(b):
        raise ValueError("Two batches to compare must be of one length: take() the rows first.")
    with Shared.lock:
        return _compare(a, b, Shared.current())


def _compare(a: NameBatch, b: NameBatch, vocabulary: Vocabulary) -> NameComparison:
    a, b = moved(a, vocabulary), moved(b, vocabulary)
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
    retry = np.flatnonzero(worth_crossing(levels, a, b, sure_a, sure_b))
    if len(retry):
        cross_roles(vocabulary, a[retry], b[retry], sure_a[retry], sure_b[retry], retry, (levels, bits, cross, order))
    _of_other_gender(vocabulary, (a, b), order, levels, bits)
    flags = np.where(order > 0, SWAPPED, 0) | np.where((levels == LEVEL["initial"]).any(axis=1), INITIAL, 0)
    flags |= np.where(_father_and_son(vocabulary, a, b, levels), FATHER_SON, 0)
    married = (order == 0) & _married(vocabulary, (a, b), levels, bits)
    bits[married, 0] += weights().married
    flags |= np.where(married, WOMAN, 0)
    met = np.take_along_axis(b, np.array(ORDERS)[order], axis=1)
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


def _of_other_gender(
    vocabulary: Vocabulary,
    sides: tuple[NDArray[np.int32], NDArray[np.int32]],
    order: NDArray[np.int8],
    levels: NDArray[np.uint8],
    bits: NDArray[np.float32],
) -> None:
    """A given name that would do for either is a man's beside a man's surname or father's name, and not a woman's."""
    left, right = (_genders(vocabulary, side) for side in sides)
    apart = (left * right == MAN_AND_WOMAN) & (order == 0)
    at = np.flatnonzero(apart & (levels[:, 1] > 0) & (levels[:, 1] <= LEVEL["similar_3"]))
    levels[at, 1] = LEVEL["other_gender"]
    bits[at, 1] = weights().base[LEVEL["other_gender"], 1]


def _genders(vocabulary: Vocabulary, names: NDArray[np.int32]) -> NDArray[np.int8]:
    """The gender that some part of a name shows and none denies; 0 where there is none."""
    shown = vocabulary.gender.values[names]
    man, woman = (shown == _MALE).any(axis=1), (shown == _FEMALE).any(axis=1)
    return np.where(man & ~woman, _MALE, np.where(woman & ~man, _FEMALE, 0)).astype(np.int8)


def _married(
    vocabulary: Vocabulary,
    sides: tuple[NDArray[np.int32], NDArray[np.int32]],
    levels: NDArray[np.uint8],
    bits: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Pairs of women of one given name, and of no other father, whose surnames differ: a woman may take another."""
    genders = np.concatenate([vocabulary.gender.values[side] for side in sides], axis=1)
    without_father = genders[:, [0, 1, 3, 4]]  # a father's name that agrees may only add to the score
    women = (genders == _FEMALE).any(axis=1) & ~(without_father == _MALE).any(axis=1)
    other = np.isin(levels[:, 0], _OTHER_SURNAME)
    return np.asarray(women & other & (bits[:, 1] > 0) & (bits[:, 2] >= 0))


def score(a: NameBatch, b: NameBatch) -> NDArray[np.float64]:
    """Total bits for aligned pairs; higher is more alike."""
    return compare(a, b).total
