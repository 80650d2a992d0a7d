"""Quality of scored pairs: precision and recall along the score, and how well probabilities keep their promise.

All functions are pure. ``truth`` is bool (n,), ``score`` any real array (n,), higher is surer; ``positives`` is the
number of true pairs in all, found by the blocking or not, so that recall is that of the whole run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Point:
    """Quality of "linked when the score is at least ``threshold``"."""

    threshold: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Precision and recall at every distinct score, from the highest down (ties fall together)."""

    threshold: Floats
    precision: Floats
    recall: Floats

    @property
    def f1(self) -> Floats:
        """Harmonic mean at each threshold; 0 where both are."""
        total = self.precision + self.recall
        return np.divide(2 * self.precision * self.recall, total, out=np.zeros_like(total), where=total > 0)

    def point(self, at: int) -> Point:
        """The point at an index of the curve."""
        return Point(*(float(x[at]) for x in (self.threshold, self.precision, self.recall, self.f1)))


def curve(score: NDArray[Any], truth: Bools, positives: int) -> Curve:
    """The precision–recall curve; empty arrays when there is no pair."""
    order = np.argsort(-score, kind="stable")
    ranked, hits = score[order], np.cumsum(truth[order])
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True)) if len(ranked) else np.zeros(0, np.intp)
    precision = hits[last] / (last + 1.0)
    return Curve(ranked[last].astype(float), precision, hits[last] / max(positives, 1))


def thinned(points: Curve, count: int) -> tuple[Point, ...]:
    """At most about ``count`` points of a curve: half spread over recall, half over rank, both ends included."""
    if not len(points.recall):
        return ()
    last = len(points.recall) - 1
    by_recall = np.searchsorted(points.recall, np.linspace(points.recall[0], points.recall[-1], count // 2))
    at = np.unique([*np.minimum(by_recall, last), *np.linspace(0, last, count // 2).astype(int)])
    return tuple(points.point(int(i)) for i in at)


def best_f1(points: Curve) -> Point:
    """The point with the highest F1; an empty curve gives zeros at infinity."""
    return points.point(int(points.f1.argmax())) if len(points.threshold) else Point(np.inf, 0.0, 0.0, 0.0)


def at_threshold(points: Curve, threshold: float) -> Point:
    """The point where everything at or above ``threshold`` is linked; precision 1 when nothing is."""
    above = int(np.sum(points.threshold >= threshold))
    if not above:
        return Point(threshold, 1.0, 0.0, 0.0)
    found = points.point(above - 1)
    return Point(threshold, found.precision, found.recall, found.f1)


def recall_at_precision(points: Curve, precision: float) -> Point:
    """The point of highest recall among those of at least this precision; zero recall when there is none."""
    good = np.flatnonzero(points.precision >= precision)
    if not len(good):
        return Point(np.inf, 1.0, 0.0, 0.0)
    return points.point(int(good[points.recall[good].argmax()]))


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose probability lies in [low, high): how many, mean probability, share of true ones."""

    low: float
    high: float
    pairs: int
    predicted: float
    observed: float


EDGES = (0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)
"""Edges of the reliability bins: finer at the ends, where grades are decided."""


def reliability(probability: Floats, truth: Bools, edges: tuple[float, ...] = EDGES) -> tuple[Bin, ...]:
    """The reliability table; empty bins are left out."""
    place = np.clip(np.searchsorted(edges, probability, side="right") - 1, 0, len(edges) - 2)
    bins = []
    for i in np.unique(place):
        inside = place == i
        mean, share = float(probability[inside].mean()), float(truth[inside].mean())
        bins.append(Bin(edges[i], edges[i + 1], int(inside.sum()), mean, share))
    return tuple(bins)


def expected_calibration_error(table: tuple[Bin, ...]) -> float:
    """Mean distance of predicted and observed share, weighted by pairs; 0 is perfect."""
    pairs = sum(b.pairs for b in table)
    return sum(b.pairs * abs(b.predicted - b.observed) for b in table) / pairs if pairs else 0.0


def brier(probability: Floats, truth: Bools) -> float:
    """Mean squared distance of probability and truth; 0 is perfect."""
    return float(np.mean((probability - truth) ** 2)) if len(truth) else 0.0
