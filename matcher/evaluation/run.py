"""Score every candidate pair of a register (or two) and keep what the metrics need."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.pairs import Index, Keys, Records, blocked_pairs, postings
from matcher.evaluation.truth import Truth
from matcher.features import Features, Registry, Row
from matcher.scorer import Prior, batch_prior, grade, learned_prior, posterior, score
from matcher.weights.model import Model

BATCH: Final = 100_000
"""Pairs scored at a time."""
KEPT_BITS: Final = -14.0
"""Pairs whose probability stays below 2^KEPT_BITS under the first prior are counted and forgotten."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The pairs worth keeping, found or missed, and what was done to get them."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    evidence: NDArray[np.float32]
    cap: NDArray[np.uint8]
    levels: NDArray[np.uint8]
    """(n, A)"""
    truth: NDArray[np.bool_]
    found: NDArray[np.bool_]
    """Whether the candidate keys put the pair together; a true pair they missed is scored all the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that the report is made of."""

    registry: Registry
    model: Model
    scored: Scored
    truth: Truth
    prior: Prior
    compared: int
    all_pairs: float
    passed_over: int
    seconds: float
    """Processor time of scoring."""

    @property
    def probability(self) -> NDArray[np.float64]:
        """Of each kept pair, under the prior that was learned."""
        return posterior(self.scored.evidence.astype(float), self.prior)

    @property
    def grades(self) -> NDArray[np.uint8]:
        """Of each kept pair."""
        return grade(self.probability, self.scored.cap, self.model)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done: the comparators, the keys, the model, the largest block."""

    registry: Registry
    keys: Keys
    model: Model
    limit: int = 200


def run(left: Sequence[Row], right: Sequence[Row] | None, known: Truth, settings: Settings) -> Run:
    """Score all candidate pairs of ``left`` with itself (``right`` None) or with ``right``."""
    sizes = len(left), None if right is None else len(right)
    prior = batch_prior(max(known.count(), 1), *sizes, settings.model)
    entries = postings(left, settings.keys)
    index = Index.of(entries if right is None else postings(right, settings.keys))
    features = settings.registry.batch(left)
    job = _Job(features, features if right is None else settings.registry.batch(right), known, settings.model, prior)
    started = time.process_time()
    compared, kept = job.score_all(blocked_pairs(entries, index, settings.limit, right is None))
    seconds = time.process_time() - started
    scored = _joined([*kept, job.missed(kept)])
    all_pairs = len(left) * (len(left) - 1) / 2 if right is None else float(len(left)) * len(right)
    return Run(
        registry=settings.registry,
        model=settings.model,
        scored=scored,
        truth=known,
        prior=learned_prior(scored.evidence[scored.found].astype(float), prior, max(all_pairs, 1.0)),
        compared=compared,
        all_pairs=all_pairs,
        passed_over=index.passed_over(settings.limit),
        seconds=seconds,
    )


@dataclass(frozen=True, slots=True)
class _Job:
    left: Features
    right: Features
    known: Truth
    model: Model
    prior: Prior

    def score_all(self, pairs: Iterator[tuple[Records, Records]]) -> tuple[int, list[Scored]]:
        compared, kept = 0, []
        for left, right in pairs:
            compared += len(left)
            for start in range(0, len(left), BATCH):
                part = slice(start, start + BATCH)
                kept.append(self.score(left[part], right[part], found=True))
        return compared, kept

    def score(self, left: Records, right: Records, *, found: bool) -> Scored:
        scores = score(self.left.take(left), self.right.take(right), self.model, self.prior)
        truth = self.known.holds(left, right)
        at = np.flatnonzero(truth | (scores.evidence + self.prior.match_bits > KEPT_BITS))
        return Scored(
            left[at].astype(np.int32),
            right[at].astype(np.int32),
            scores.evidence[at].astype(np.float32),
            scores.cap[at],
            scores.levels[at],
            truth[at],
            np.full(len(at), found),
        )

    def missed(self, kept: list[Scored]) -> Scored:
        """True pairs that no key put together, scored all the same."""
        left, right = self.known.pairs()
        size = len(self.right)
        seen = [k.left[k.truth].astype(np.int64) * size + k.right[k.truth] for k in kept]
        at = ~np.isin(left * size + right, np.concatenate(seen) if seen else np.zeros(0, np.int64))
        return self.score(left[at], right[at], found=False)


def _joined(parts: list[Scored]) -> Scored:
    columns = ("left", "right", "evidence", "cap", "levels", "truth", "found")
    return Scored(*(np.concatenate([getattr(p, name) for p in parts]) for name in columns))
