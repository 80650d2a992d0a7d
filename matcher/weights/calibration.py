"""Making probabilities keep their promise: a monotone map from summed bits to calibrated bits.

The attributes are not quite independent given the truth, so summed bits promise too much at the ends. The map is a
logistic regression of truth on summed bits whose slope may bend (piecewise linear, scikit-learn), made monotone. Where
pairs run out it goes on at its last slope, for more evidence is still more evidence, but never at more than a bit a bit
and never beyond ``HIGHEST``.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

KNOTS: Final = tuple(range(-5, 46, 5))
"""Summed bits at which the slope may bend."""
SLOPES: Final = (0.05, 1.0)
"""Least and largest slope: no bit of evidence is worth more than a bit."""
HIGHEST: Final = 45.0
"""No sum of evidence is worth more than this: enough for certainty among thousands of millions of records."""
STEP: Final = 0.25
"""Width of the bins, in bits, in which pairs are counted before the fit."""
BEND: Final = 0.5
"""Inverse strength (scikit-learn's C) with which bends are held back; the overall slope is free."""


def calibrate(
    summed: NDArray[Any], truth: NDArray[np.bool_], matches: float, strangers: float
) -> dict[str, list[float]]:
    """A table {summed, calibrated} such that calibrated = log2 of the likelihood ratio truly seen at that sum.

    ``matches`` and ``strangers`` are the numbers of all such pairs, of which the given ones are those worth looking at.
    """
    seen = np.asarray(summed, float) >= KNOTS[0]
    middle, of_match, count = _histogram(np.asarray(summed, float)[seen], truth[seen])
    fit = LogisticRegression(C=BEND, max_iter=5000).fit(_hinges(middle), of_match, sample_weight=count)
    at = np.array([*KNOTS, 120.0])
    odds = (_hinges(at) @ fit.coef_[0] + fit.intercept_[0]) / np.log(2.0) - np.log2(matches / strangers)
    return _monotone(at, odds, _anchor(summed[seen], truth[seen]))


def _histogram(
    summed: NDArray[np.float64], truth: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Middles of narrow bins, once for matches and once for strangers, with how many fall there."""
    edges = np.arange(KNOTS[0], max(summed.max(initial=0.0), KNOTS[0]) + 2 * STEP, STEP)
    counts = [np.histogram(summed[truth == kind], edges)[0].astype(float) for kind in (True, False)]
    middles = (edges[1:] + edges[:-1]) / 2
    kind = np.repeat([True, False], len(middles))
    filled = np.concatenate(counts) > 0
    return np.tile(middles, 2)[filled], kind[filled], np.concatenate(counts)[filled]


def _hinges(summed: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, knots): the sum itself, unpenalised by its scale, and how far it exceeds each inner knot."""
    bends = np.maximum(summed[:, None] - np.array(KNOTS[1:-1]), 0.0)
    return np.column_stack([summed, bends / 5.0])


def _anchor(summed: NDArray[Any], truth: NDArray[np.bool_]) -> float:
    """The sum where matches and strangers are seen alike: there the fit is firm, and slopes are mended away from it."""
    low, high = np.quantile(summed[truth], 0.02), np.quantile(summed[~truth], 0.98)
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
        at[-1] -= (made[-1] - HIGHEST) / max(slope[-1], SLOPES[0])
        made[-1] = HIGHEST
    return {"summed": np.round(at, 4).tolist(), "calibrated": np.round(made, 4).tolist()}
