"""Making probabilities keep their promise: a monotone map from summed bits to calibrated bits.

The attributes are not quite independent given the truth, so summed bits promise too much at the ends. The map is a
logistic regression of truth on summed bits with bends (piecewise linear, monotone), fitted by scikit-learn on pairs
weighted to what they stand for, and bounded: beyond the evidence seen, more bits promise nothing more.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

BINS: Final = 400
MARGIN: Final = 0.5
"""Pseudo-pairs of either kind in a bin (Laplace): no run of pairs without a mistake proves that there is none."""


def calibrate(
    summed: NDArray[Any],
    truth: NDArray[np.bool_],
    weight: NDArray[np.float64],
    knots: int = 24,
    slope: float = 1.0,
) -> dict[str, list[float]]:
    """A table {summed, calibrated} such that calibrated = log2 of the likelihood ratio truly seen at that sum.

    ``weight`` says how many pairs of the whole each pair stands for. The isotonic fit of the share of matches in bins
    of equal size is turned into a likelihood ratio, thinned to ``knots`` and never steeper than ``slope``.
    """
    order = np.argsort(summed, kind="stable")
    summed, truth, weight = np.asarray(summed, float)[order], truth[order], weight[order]
    matches, strangers = float(weight[truth].sum()), float(weight[~truth].sum())
    cuts = np.unique(np.linspace(0, len(summed), min(BINS, len(summed) // 50 + 2)).astype(int))[:-1]
    m, u = np.add.reduceat(weight * truth, cuts), np.add.reduceat(weight * ~truth, cuts)
    pairs = np.diff(np.append(cuts, len(summed)))
    centre = np.add.reduceat(summed, cuts) / pairs
    scale = (m + u) / pairs
    ratio = np.log2((m + MARGIN * scale) / (u + MARGIN * scale)) - np.log2(matches / strangers)
    fitted = IsotonicRegression().fit_transform(centre, ratio, sample_weight=pairs)
    return _thinned(centre, fitted, knots, slope)


def _thinned(
    centre: NDArray[np.float64], fitted: NDArray[np.float64], knots: int, slope: float
) -> dict[str, list[float]]:
    at = np.unique(np.interp(np.linspace(centre[0], centre[-1], knots), centre, np.arange(len(centre))).astype(int))
    x, y = centre[at], fitted[at].copy()
    middle = int(np.abs(y).argmin())
    for i in range(middle + 1, len(y)):
        y[i] = min(y[i], y[i - 1] + slope * (x[i] - x[i - 1]))
    for i in range(middle - 1, -1, -1):
        y[i] = max(y[i], y[i + 1] - slope * (x[i + 1] - x[i]))
    keep = np.append(True, np.diff(np.round(x, 4)) > 0)
    return {"summed": np.round(x[keep], 4).tolist(), "calibrated": np.round(y[keep], 4).tolist()}
