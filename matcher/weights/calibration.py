"""Making probabilities keep their promise: a monotone map from summed bits to calibrated bits.

The attributes are not quite independent given the truth, so summed bits promise too much at the ends. The map is a
logistic regression of truth on summed bits whose slope may bend (piecewise linear, scikit-learn), made monotone. Where
pairs run out it goes on at its last slope, for more evidence is still more evidence, but never at more than a bit a bit
and never beyond ``HIGHEST``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

KNOTS: Final = tuple(range(-5, 46, 5))
"""Summed bits at which the slope may bend."""
SLOPES: Final = (0.5, 1.0)
"""Least and largest slope: no bit of evidence is worth more than a bit, and none is worth nothing. A handful of
strangers who look alike must not decide what evidence is worth beyond what a register of some thousands can show."""
HIGHEST: Final = 45.0
"""No sum of evidence is worth more than this: enough for certainty among thousands of millions of records."""
STEP: Final = 0.25
"""Width of the bins, in bits, in which pairs are counted before the fit."""
BEND: Final = 0.5
"""Inverse strength (scikit-learn's C) with which bends are held back; the overall slope is free."""
ENOUGH: Final = 30
"""Fewer pairs of either kind than this, among those worth looking at, do not carry a fit."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Summed bits (n,) of pairs of one kind, how many pairs each stands for (n,), and how many there are in all."""

    summed: NDArray[np.float64]
    stands_for: NDArray[np.float64]
    total: float


def calibrate(matches: Seen, strangers: Seen) -> dict[str, list[float]] | None:
    """A table {summed, calibrated} such that calibrated = log2 of the likelihood ratio truly seen at that sum.

    None when fewer than ``ENOUGH`` pairs of either kind are worth looking at: a small register may show no stranger
    that looks alike.
    """
    if min(np.count_nonzero(kind.summed >= KNOTS[0]) for kind in (matches, strangers)) < ENOUGH:
        return None
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - seconds to import, only for training

    middle, of_match, count = _histogram(matches, strangers)
    fit = LogisticRegression(C=BEND, max_iter=5000).fit(_hinges(middle), of_match, sample_weight=count)
    at = np.array([*KNOTS, 120.0])
    odds = (_hinges(at) @ fit.coef_[0] + fit.intercept_[0]) / np.log(2.0)
    return _monotone(at, odds - np.log2(matches.total / strangers.total), _anchor(matches, strangers))


def _histogram(matches: Seen, strangers: Seen) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Middles of narrow bins, once for matches and once for strangers, with how many pairs fall there."""
    highest = max(float(kind.summed.max(initial=0.0)) for kind in (matches, strangers))
    edges = np.arange(KNOTS[0], max(highest, KNOTS[0]) + 2 * STEP, STEP)
    counts = [np.histogram(kind.summed, edges, weights=kind.stands_for)[0] for kind in (matches, strangers)]
    middles = (edges[1:] + edges[:-1]) / 2
    kind = np.repeat([True, False], len(middles))
    filled = np.concatenate(counts) > 0
    return np.tile(middles, 2)[filled], kind[filled], np.concatenate(counts)[filled]


def _hinges(summed: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, knots): the sum itself, unpenalised by its scale, and how far it exceeds each inner knot."""
    bends = np.maximum(summed[:, None] - np.array(KNOTS[1:-1]), 0.0)
    return np.column_stack([summed, bends / 5.0])


def _anchor(matches: Seen, strangers: Seen) -> float:
    """The sum where matches and strangers are seen alike: there the fit is firm, and slopes are mended away from it."""
    low = np.quantile(matches.summed, 0.02)
    high = np.quantile(strangers.summed, 1.0 - 1.0 / np.sqrt(len(strangers.summed)))
    return float((low + high) / 2.0)


def _monotone(at: NDArray[np.float64], odds: NDArray[np.float64], anchor: float) -> dict[str, list[float]]:
    start = int(np.clip(np.searchsorted(at, anchor), 1, len(at) - 2))
    slope = np.clip(np.diff(odds) / np.diff(at), *SLOPES)
    made = np.empty(len(at))
    made[start] = odds[start]
    for i in range(start, len(at) - 1):
        made[i + 1] = made[i] + slope[i] * (at[i + 1] - at[i])
    for i in range(start, 0, -1):
        made[i - 1] = made[i] - slope[i - 1] * (at[i] - at[i - 1])
    if made[-1] > HIGHEST:
        below, end = made < HIGHEST, float(np.interp(HIGHEST, made, at))
        at, made = np.append(at[below], end), np.append(made[below], HIGHEST)
    return {"summed": np.round(at, 4).tolist(), "calibrated": np.round(made, 4).tolist()}
