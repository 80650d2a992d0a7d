"""Comparing many pairs in parts, for training."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.features import Features
from matcher.scorer.evidence import Compared, compare
from matcher.weights.kinds import Pairs
from matcher.weights.model import Model

BATCH: Final = 100_000


def compare_pairs(features: Features, pairs: Pairs, model: Model, other: Features | None = None) -> Compared:
    """All pairs of indices into ``features`` (the right-hand ones into ``other``, where given), compared."""
    right = features if other is None else other
    starts = range(0, max(len(pairs[0]), 1), BATCH)
    parts = [
        compare(features.take(pairs[0][s : s + BATCH]), right.take(pairs[1][s : s + BATCH]), model) for s in starts
    ]
    return joined(parts)


def joined(parts: list[Compared]) -> Compared:
    """Several batches of pairs as one."""
    first = parts[0]

    def column(name: str) -> tuple[NDArray[np.float32] | None, ...]:
        values = zip(*(getattr(p, name) for p in parts), strict=True)
        return tuple(None if v[0] is None else np.concatenate(v) for v in values)

    return Compared(
        first.attributes,
        np.concatenate([p.levels for p in parts], axis=1),
        np.concatenate([p.cells for p in parts], axis=1),
        column("frequency"),
        column("own"),
    )
