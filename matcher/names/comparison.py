"""Aligned batches of names compared: a level and bits for surname, given name and patronymic of each pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.batches import NameBatch, Shared, moved
from matcher.names.bearers import father_and_son, married, of_other_gender
from matcher.names.crossing import ORDERS, Side, cross_roles, worth_crossing
from matcher.names.model import GIVEN, LEVEL, SURNAME
from matcher.names.vocabulary import Vocabulary
from matcher.names.weighing import weights

SWAPPED, INITIAL, FATHER_SON, WOMAN = 1, 2, 4, 8
"""Bits of `NameComparison.flags`: parts matched across roles; an initial stood for a name; one's given name is the
other's father's name; another surname of a woman, who may have married."""


class Made(NamedTuple):
    """What was made of aligned spellings, column by column (see `NameComparison`)."""

    levels: NDArray[np.uint8]
    bits: NDArray[np.float32]
    cross: NDArray[np.float32]
    order: NDArray[np.int8]
    flags: NDArray[np.uint8]
    rarity: NDArray[np.float32]

    def rows(self, at: NDArray[np.int64]) -> Made:
        """What was made at some rows."""
        levels, bits, cross, order, flags, rarity = self
        return Made(levels[at], bits[at], cross[at], order[at], flags[at], rarity[at])


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

    def take(self, index: Sequence[int]) -> NameComparison:
        """The pairs at `index`, in that order."""
        at = np.asarray(index, dtype=np.intp)
        return NameComparison(
            self.levels[at],
            self.bits[at],
            self.cross[at],
            self.picked[at],
            self.order[at],
            self.flags[at],
            self.rarity[at],
        )

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
    made = _spellings(vocabulary, Side(a.readings[left], a.sure[left]), Side(b.readings[right], b.sure[right]))
    picked = np.zeros((len(a), 2), dtype=np.int16)
    if len(pair) != len(a):
        best = _best(made.bits.sum(axis=1) + made.cross, pair)
        picked = np.stack([left[best] - a.starts[:-1], right[best] - b.starts[:-1]], axis=1).astype(np.int16)
        made = made.rows(best)
    return NameComparison(made.levels, made.bits, made.cross, picked, made.order, made.flags, made.rarity)


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


def _spellings(vocabulary: Vocabulary, a: Side, b: Side) -> Made:
    """Levels, bits, cost of crossing, order, flags and rarity for aligned spellings."""
    n = len(a.parts)
    direct = Shared.pairs.compare(vocabulary, a.parts.ravel().astype(np.int64), b.parts.ravel().astype(np.int64))
    levels, bits = direct.level.reshape(n, 3), direct.bits.reshape(n, 3)
    cross, order = np.zeros(n, dtype=np.float32), np.zeros(n, dtype=np.int8)
    retry = np.flatnonzero(worth_crossing(levels, a, b, vocabulary))
    if len(retry):
        levels[retry], bits[retry], cross[retry], order[retry] = cross_roles(vocabulary, a.rows(retry), b.rows(retry))
    flags = _flags(vocabulary, a.parts, b.parts, order, (levels, bits))
    met = np.take_along_axis(b.parts, np.array(ORDERS)[order], axis=1)
    rarity = np.minimum(vocabulary.rarity.values[a.parts], vocabulary.rarity.values[met])
    return Made(levels, bits, cross, order, flags, rarity)


def _flags(
    vocabulary: Vocabulary,
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    order: NDArray[np.int8],
    found: tuple[NDArray[np.uint8], NDArray[np.float32]],
) -> NDArray[np.uint8]:
    """The flags of each pair; what its parts say together is set right in the levels and bits found."""
    levels, bits = found
    plain = order == 0
    other = plain & of_other_gender(vocabulary, a, b, levels)
    levels[other, GIVEN], bits[other, GIVEN] = LEVEL["other_gender"], weights().base[LEVEL["other_gender"], GIVEN]
    women = plain & married(vocabulary, a, b, levels, bits)
    bits[women, SURNAME] += weights().married
    flags = np.where(plain, 0, SWAPPED) | np.where((levels == LEVEL["initial"]).any(axis=1), INITIAL, 0)
    flags |= np.where(father_and_son(vocabulary, a, b, levels), FATHER_SON, 0) | np.where(women, WOMAN, 0)
    return flags.astype(np.uint8)


def score(a: NameBatch, b: NameBatch) -> NDArray[np.float64]:
    """Total bits for aligned pairs; higher is more alike."""
    return compare(a, b).total
