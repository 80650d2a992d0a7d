"""What a comparator's own bits are worth: their likelihood ratio, estimated bin by bin and made monotone."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 60
ENOUGH: Final = 20.0
"""Pairs of either kind that a bin must hold; what lies beyond the outermost is continued at the slope of one."""

Weighted = tuple[NDArray[Any], NDArray[np.float64] | None]


def own_bits_map(same: Weighted, strangers: Weighted, bounds: tuple[float, float]) -> dict[str, list[float]]:
    """A monotone table from own bits to log2 P(bits | same) / P(bits | stranger), within ``bounds``.

    Each argument is (own bits, weights or None) of the pairs in which the attribute is given on both sides.
    """
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - seconds to import, only for training

    edges = _edges(same, strangers)
    m, u = (np.histogram(bits, edges, weights=weight)[0].astype(float) for bits, weight in (same, strangers))
    m, u, edges = _merged(m, u, edges)
    ratio = np.log2((m + 0.5) / (m.sum() + 1.0)) - np.log2((u + 0.5) / (u.sum() + 1.0))
    centre = _centres(np.concatenate([same[0], strangers[0]]), edges)
    support = 1.0 / (1.0 / (m + 0.5) + 1.0 / (u + 0.5))
    fitted = IsotonicRegression().fit_transform(centre, ratio, sample_weight=support)
    return _table(centre, fitted, bounds)


def _edges(same: Weighted, strangers: Weighted) -> NDArray[np.float64]:
    """Quantiles of both kinds, so that neither drowns the other; and every whole bit, since between the two lie few of
    either, and a bin that reached from one to the other would lend the strangers' likeness to slips of the pen."""
    steps = np.linspace(0, 1, BINS + 1)
    quantiles = [np.quantile(same[0], steps), np.quantile(strangers[0], steps)]
    whole = np.arange(np.ceil(min(q[0] for q in quantiles)), max(q[-1] for q in quantiles))
    cuts = np.concatenate([*quantiles, whole])
    cuts = np.unique(np.round(cuts, 2))
    return np.concatenate([[cuts[0] - 1.0], cuts, [cuts[-1] + 1.0]])


def _merged(
    m: NDArray[np.float64], u: NDArray[np.float64], edges: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Neighbouring bins joined until each holds enough pairs."""
    kept, groups, held = [edges[0]], [], np.zeros(2)
    for i in range(len(m)):
        held += (m[i], u[i])
        if held.sum() >= ENOUGH:
            groups.append(held)
            kept.append(edges[i + 1])
            held = np.zeros(2)
    if groups:
        groups[-1] = groups[-1] + held
        kept[-1] = edges[-1]
    else:
        groups, kept = [held], [edges[0], edges[-1]]
    joined = np.array(groups)
    return joined[:, 0], joined[:, 1], np.array(kept)


def _centres(bits: NDArray[Any], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    place = np.clip(np.searchsorted(edges, bits, side="right") - 1, 0, len(edges) - 2)
    count = np.bincount(place, minlength=len(edges) - 1)
    total = np.bincount(place, bits, minlength=len(edges) - 1)
    middle = (edges[1:] + edges[:-1]) / 2
    return np.where(count > 0, total / np.maximum(count, 1), middle)


def _table(
    centre: NDArray[np.float64], fitted: NDArray[np.float64], bounds: tuple[float, float]
) -> dict[str, list[float]]:
    """Knots, continued at slope one to the bounds."""
    floor, ceiling = bounds
    low, high = max(fitted[0] - floor, 0.0), max(ceiling - fitted[-1], 0.0)
    summed = np.concatenate([[centre[0] - low - 1e-3], centre, [centre[-1] + high + 1e-3]])
    values = np.clip(np.concatenate([[floor], fitted, [ceiling]]), floor, ceiling)
    keep = np.append(True, np.diff(np.round(summed, 4)) > 0)
    return {"summed": np.round(summed[keep], 4).tolist(), "calibrated": np.round(values[keep], 4).tolist()}
