"""Features of declared columns packed for one loop: pairs are compared and weighed without leaving machine code.

The loop gives the summed bits of a pair and nothing else; they decide which pairs are *worth* the scorer, which judges
them again and makes levels, bits and probability. The sums are the scorer's own (a test holds the two together).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.features import Features
from matcher.generic import NONE, Coded, ColumnComparator
from matcher.generic.levels import SAME, STEPS, Tables, level_of, scratch, step_levels
from matcher.kernels import compiled
from matcher.linkage.meeting import Pairs
from matcher.weights.model import Model
from matcher.weights.tables import AttributeWeights

_MOST_LEVELS: Final = len(STEPS) + 2


class Packed(NamedTuple):
    """n records, A columns, V distinct values of all columns laid end to end."""

    value: NDArray[np.int32]
    """(n, A): number of each record's value, NONE where missing."""
    step: NDArray[np.uint8]
    """(A, STEPS + 1): see ``matcher.generic.levels``."""
    bits: NDArray[np.float32]
    """(A, levels)."""
    same: NDArray[np.float32]
    """(V,): bits of agreeing on each value, its rarity counted."""
    tables: Tables


def packed(features: Features, model: Model) -> Packed | None:
    """The features of a job whose columns are all declared ones; None where it has others, whose scores the loop
    does not know."""
    comparators = [c for c in features.registry.comparators if isinstance(c, ColumnComparator)]
    if model.relations or len(comparators) < len(features.registry.comparators):
        return None
    weights = [model.attributes[name] for name in features.registry.attributes]
    if any(w.parent is not None or w.own is not None for w in weights):
        return None
    columns: list[Any] = list(features.columns)
    bits = np.zeros((len(columns), _MOST_LEVELS), np.float32)
    for row, w in zip(bits, weights, strict=True):
        row[: len(w.bits)] = w.bits
    return Packed(
        value=_values(columns),
        step=np.stack([step_levels(c.levels) for c in comparators]),
        bits=bits,
        same=np.concatenate([_same(c, w) for c, w in zip(columns, weights, strict=True)]),
        tables=_laid([c.tables(v.vocabulary) for c, v in zip(comparators, columns, strict=True)]),
    )


def _values(columns: list[Coded]) -> NDArray[np.int32]:
    found = np.empty((len(columns[0]), len(columns)), np.int32)
    taken = 0
    for i, column in enumerate(columns):
        found[:, i] = np.where(column.codes == NONE, NONE, column.codes + np.int32(taken))
        taken += len(column.vocabulary)
    return found


def _same(column: Coded, weights: AttributeWeights) -> NDArray[np.float32]:
    """Bits of agreeing on each value of a column, as ``matcher.scorer.evidence`` gives them."""
    base = np.full(len(column.vocabulary), weights.bits[SAME], np.float32)
    settings = weights.frequency
    if settings is None or np.isnan(settings.reference[SAME]) or not len(base):
        return base
    moved = settings.damp * (settings.reference[SAME] - np.log2(column.vocabulary.share))
    bits: NDArray[np.float32] = base + np.clip(moved, -settings.limit, settings.limit)
    return np.clip(bits, weights.floor, weights.ceiling)


def _laid(tables: list[Tables]) -> Tables:
    """Several columns' tables end to end; codes of pieces may repeat, for two columns are never compared."""
    sizes = [len(t.sociable) for t in tables]
    bases = np.append(0, np.cumsum(sizes))
    letters = np.append(0, np.cumsum([len(t.code) for t in tables]))
    whole = int(bases[-1])
    associated = [
        (t.associated // size + base) * whole + t.associated % size + base if size else t.associated
        for t, size, base in zip(tables, sizes, bases[:-1].tolist(), strict=True)
    ]
    return Tables(
        code=np.concatenate([t.code for t in tables]),
        at=np.concatenate([*(t.at[:-1] + n for t, n in zip(tables, letters[:-1], strict=True)), letters[-1:]]),
        signature=np.concatenate([t.signature for t in tables]),
        first=np.concatenate([t.first for t in tables]),
        second=np.concatenate([t.second for t in tables]),
        swapped=np.concatenate([t.swapped for t in tables]),
        sociable=np.concatenate([t.sociable for t in tables]),
        associated=np.concatenate(associated).astype(np.int64),
    )


def totals(pairs: Pairs, packed: Packed) -> NDArray[np.float32]:
    """(n,): summed bits of aligned pairs of records, without the prior."""
    found = np.empty(len(pairs[0]), np.float32)
    weigh(*pairs, packed, scratch(packed.tables), found)
    return found


@compiled
def weigh(
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    packed: Packed,
    rows: NDArray[np.int32],
    found: NDArray[np.float32],
) -> None:
    """Write the total of each pair."""
    for pair in range(len(left)):
        total = np.float32(0.0)
        for i in range(packed.value.shape[1]):
            one, other = packed.value[left[pair], i], packed.value[right[pair], i]
            if one == NONE or other == NONE:
                continue
            if one == other:
                total += packed.same[one]
            else:
                total += packed.bits[i, level_of(one, other, packed.step[i], packed.tables, rows)]
        found[pair] = total
