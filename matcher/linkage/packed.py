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
from matcher.generic.cards import BITS, Cards, end_to_end
from matcher.generic.levels import SAME, STEPS, level_of, step_levels
from matcher.kernels import compiled
from matcher.linkage.meeting import Pairs
from matcher.weights.model import Model
from matcher.weights.tables import AttributeWeights

Places = NDArray[np.signedinteger[Any]]

_MOST_LEVELS: Final = len(STEPS) + 2


class Packed(NamedTuple):
    """n records, A columns."""

    place: Places
    """(n, A): where the card of each record's value begins, NONE where missing."""
    step: NDArray[np.uint8]
    """(A, STEPS + 1): see ``matcher.generic.levels``."""
    bits: NDArray[np.float32]
    """(A, levels)."""
    cards: Cards
    """The cards of all columns, end to end."""


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
    cards = end_to_end([c.cards(v.vocabulary) for c, v in zip(comparators, columns, strict=True)])
    same = np.concatenate([_same(c, w) for c, w in zip(columns, weights, strict=True)])
    cards.card[cards.at + BITS] = same.view(np.int32)
    return Packed(_places(columns, cards), np.stack([step_levels(c.levels) for c in comparators]), bits, cards)


def _places(columns: list[Coded], cards: Cards) -> Places:
    """Narrow where they fit: a record's places are one short stretch of memory."""
    at = cards.at.astype(np.int32) if len(cards.card) <= np.iinfo(np.int32).max else cards.at
    found = np.empty((len(columns[0]), len(columns)), at.dtype)
    taken = 0
    for i, column in enumerate(columns):
        size = len(column.vocabulary)
        found[:, i] = np.append(at[taken : taken + size], at.dtype.type(NONE))[column.codes]
        taken += size
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


def totals(pairs: Pairs, packed: Packed) -> NDArray[np.float32]:
    """(n,): summed bits of aligned pairs of records, without the prior."""
    found = np.empty(len(pairs[0]), np.float32)
    cards = packed.cards
    same = cards.card.view(np.float32)
    weigh(*pairs, packed.place, packed.step, packed.bits, cards.card, same, cards.associated, len(cards.at), found)
    return found


@compiled
def weigh(
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    place: Places,
    step: NDArray[np.uint8],
    bits: NDArray[np.float32],
    card: NDArray[np.int32],
    same: NDArray[np.float32],
    associated: NDArray[np.int64],
    size: int,
    found: NDArray[np.float32],
) -> None:
    """Write the total of each pair; ``same`` are the words of ``card`` as floats."""
    for pair in range(len(left)):
        total, a, b = np.float32(0.0), left[pair], right[pair]
        for i in range(place.shape[1]):
            one, other = int(place[a, i]), int(place[b, i])
            if one == other:
                if one != NONE:
                    total += same[one + BITS]
            elif one != NONE and other != NONE:
                total += bits[i, level_of(card, one, other, step, i, associated, size)]
        found[pair] = total
