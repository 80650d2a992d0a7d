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
KNOTS: Final = 24
SLOPE: Final = 1.0
"""No bit of evidence is worth more than a bit."""
MARGIN: Final = 0.5
"""Pseudo-pairs of either kind in a bin (Laplace): no run of pairs without a mistake proves that there is none."""


def calibrate(
    summed: NDArray[Any], truth: NDArray[np.bool_], matches: float, strangers: float
) -> dict[str, list[float]]:
    """A table {summed, calibrated} such that calibrated = log2 of the likelihood ratio truly seen at that sum.

    ``matches`` and ``strangers`` are the numbers of all such pairs, of which the given ones are those worth looking at;
    the isotonic fit of the log-ratio in bins of equal size is thinned to KNOTS and never steeper than SLOPE.
    """
    order = np.argsort(summed, kind="stable")
    values, true = np.asarray(summed, float)[order], truth[order]
    cuts = _cuts(values, true)
    m, u = np.add.reduceat(true, cuts).astype(float), np.add.reduceat(~true, cuts).astype(float)
    pairs = m + u
    ratio = np.log2((m + MARGIN) / (u + MARGIN)) - np.log2(matches / strangers)
    centre = np.add.reduceat(values, cuts) / pairs
    fitted = IsotonicRegression().fit_transform(centre, ratio, sample_weight=pairs)
    return _thinned(centre, fitted)


def _cuts(values: NDArray[np.float64], true: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Starts of bins that hold like numbers of whichever kind is scarcer there."""
    weight = np.where(true, 1.0 / max(true.sum(), 1), 1.0 / max((~true).sum(), 1))
    place = np.floor(np.cumsum(weight) / 2.0 * BINS).astype(int)
    return np.unique(np.concatenate([[0], np.flatnonzero(np.diff(place)) + 1])).astype(np.intp)


def _thinned(centre: NDArray[np.float64], fitted: NDArray[np.float64]) -> dict[str, list[float]]:
    at = np.unique(np.interp(np.linspace(centre[0], centre[-1], KNOTS), centre, np.arange(len(centre))).astype(int))
    x, y = centre[at], fitted[at].copy()
    middle = int(np.abs(y).argmin())
    for i in range(middle + 1, len(y)):
        y[i] = min(y[i], y[i - 1] + SLOPE * (x[i] - x[i - 1]))
    for i in range(middle - 1, -1, -1):
        y[i] = max(y[i], y[i + 1] - SLOPE * (x[i + 1] - x[i]))
    keep = np.append(True, np.diff(np.round(x, 4)) > 0)
    return {"summed": np.round(x[keep], 4).tolist(), "calibrated": np.round(y[keep], 4).tolist()}
