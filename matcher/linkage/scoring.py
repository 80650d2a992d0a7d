"""The scorer as engines call it: a run of blocks in, links out."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.features import Features
from matcher.linkage.links import HIGHEST, LOWEST, Links, Scored
from matcher.linkage.meeting import Blocks, Pairs, Run
from matcher.linkage.packed import Packed, packed, totals
from matcher.scorer import Prior, Scores, score
from matcher.weights.model import Model

MARGIN: Final = 0.01
"""Bits by which the loop's sums may differ from the scorer's, which adds in another order."""


@dataclass(frozen=True)
class PairScorer:
    """Scores every pair of a run with the scorer of search; keeps those with at least ``keep`` probability."""

    features: Features
    model: Model
    prior: Prior
    blocks: Blocks
    keep: float

    def __call__(self, run: Run) -> Scored:
        """See ``matcher.linkage.engine.Scorer``."""
        found = [self.judged(pairs) for pairs in self.blocks.pairs(run)]
        return Scored.merged(found, len(self.features.registry.attributes))

    def judged(self, pairs: Pairs) -> Scored:
        """The links among aligned pairs."""
        if self.packed is None:
            return self._judged(pairs)
        total = totals(pairs, self.packed)
        worth = np.flatnonzero(total >= self.least)
        found = self._judged((pairs[0][worth], pairs[1][worth]))
        return Scored(found.links, counted(total + np.float32(self.prior.match_bits)))

    @functools.cached_property
    def packed(self) -> Packed | None:
        """The features for the fast loop, where it knows all of them."""
        return packed(self.features, self.model)

    @functools.cached_property
    def least(self) -> float:
        """Summed bits below which no pair reaches ``keep``."""
        bits, table = logit(self.keep) - self.prior.match_bits, self.model.calibration
        reached = np.flatnonzero(table.calibrated >= bits)
        if not len(reached):
            return np.inf
        first = int(reached[0])
        if not first:
            return -np.inf
        (x, x1), (y, y1) = table.summed[first - 1 : first + 1], table.calibrated[first - 1 : first + 1]
        return float(x + (bits - y) / (y1 - y) * (x1 - x)) - MARGIN

    def _judged(self, pairs: Pairs) -> Scored:
        left, right = pairs
        scores = score(self.features.take(left), self.features.take(right), self.model, self.prior)
        return Scored(kept(pairs, scores, self.keep), counted(scores.total))


def logit(probability: float) -> float:
    """A probability as bits of odds."""
    return float(np.log2(probability / (1 - probability))) if 0 < probability < 1 else np.inf * (probability - 0.5)


def kept(pairs: Pairs, scores: Scores, least: float) -> Links:
    """Pairs with at least this probability, as links."""
    at = np.flatnonzero(scores.probability >= least)
    probability, total = scores.probability[at], scores.total[at]
    return Links(pairs[0][at], pairs[1][at], probability, total, scores.levels[at], scores.bits[at])


def counted(total: NDArray[np.float32]) -> NDArray[np.int64]:
    """Histogram of total bits."""
    bins = np.clip(np.floor(total).astype(np.int64), LOWEST, HIGHEST - 1) - LOWEST
    return np.bincount(bins, minlength=HIGHEST - LOWEST)
