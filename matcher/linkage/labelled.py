"""What people's answers on single pairs teach: how far to trust each column, and where the probabilities stand.

A logistic regression on the evidence itself. Its prior is the model learned without labels: every column's bits count
as they are (weight 1), no level is moved, the intercept is nought; each is drawn away only as far as the answers ask.
So a handful of labels changes little, and some hundred mend what EM cannot see: that two columns tell the same thing.
Answers may be chosen by their score (the review queue asks the doubtful first): what is learned is conditional on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.features import Features
from matcher.linkage.judgement import assumed
from matcher.scorer import Prior, score
from matcher.weights.model import Model

WEIGHT_SPREAD: Final = assumed("labelled", "weight_spread")
"""Standard deviation of a column's weight around 1."""
LEVEL_SPREAD: Final = assumed("labelled", "level_spread")
"""The same of a level's bits around what EM gave."""
SHIFT_SPREAD: Final = assumed("labelled", "shift_spread")
"""The same of the intercept, in bits."""
FOLDS: Final = int(assumed("labelled", "folds"))
"""Parts of the answers, each of which judges what the others taught."""
LEAST: Final = int(assumed("labelled", "least"))
"""Fewer answers of either kind teach nothing."""
_LN2: Final = float(np.log(2))


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs that people answered, by record number."""

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    same: NDArray[np.bool_]

    @property
    def enough(self) -> bool:
        """Whether there are answers of both kinds to learn from."""
        yes = int(self.same.sum())
        return min(yes, len(self.same) - yes) >= LEAST


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the answers ask for: weight (A,), bits added to each level (A, L), bits added to every pair."""

    weight: NDArray[np.float64]
    level: NDArray[np.float64]
    shift: float


def corrected(features: Features, model: Model, prior: Prior, labels: Labels) -> dict[str, Any] | None:
    """The document of the model, corrected by the labels; None where answers held back are judged no better by it."""
    scores = score(features.take(labels.left), features.take(labels.right), model, prior)
    base = scores.relatives.astype(float) + prior.match_bits
    bits = scores.bits.astype(float)
    if not helps(bits, scores.levels, base, labels.same):
        return None
    return applied(model.document, features, fit(bits, scores.levels, base, labels.same))


def helps(
    bits: NDArray[np.float64], levels: NDArray[np.uint8], base: NDArray[np.float64], same: NDArray[np.bool_]
) -> bool:
    """Whether corrections learned from some answers judge the others better than none (cross-validated log loss)."""
    fold, before, after = np.arange(len(same)) % FOLDS, 0.0, 0.0
    for part in range(FOLDS):
        held, rest = fold == part, fold != part
        found = fit(bits[rest], levels[rest], base[rest], same[rest])
        before += log_loss(bits[held].sum(axis=1) + base[held], same[held])
        after += log_loss(mended(bits[held], levels[held], found) + base[held], same[held])
    return after < before


def mended(bits: NDArray[np.float64], levels: NDArray[np.uint8], found: Corrections) -> NDArray[np.float64]:
    """(n,): summed evidence with the corrections."""
    width = found.level.shape[1]
    moved = np.take_along_axis(found.level.T, np.minimum(levels, width - 1).astype(np.intp), axis=0)
    moved = np.where((levels > 0) & (levels < width), moved, 0.0)
    return np.asarray((bits * found.weight + moved).sum(axis=1) + found.shift)


def log_loss(total: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Summed surprise of the answers under total bits, in nats."""
    return float(np.logaddexp(0, -np.where(same, total, -total) * _LN2).sum())


def fit(
    bits: NDArray[np.float64], levels: NDArray[np.uint8], base: NDArray[np.float64], same: NDArray[np.bool_]
) -> Corrections:
    """Corrections from evidence (n, A) and levels (n, A), what else counts (n,), and the answers (n,)."""
    from scipy.optimize import minimize  # noqa: PLC0415 - a third of a second to import, only where there are answers

    n, size = bits.shape
    most = int(levels.max(initial=0)) + 1
    told = np.zeros((n, size, most))
    np.put_along_axis(told, levels[:, :, None].astype(np.intp), 1.0, axis=2)
    told[:, :, 0] = 0.0  # a missing value says nothing, before and after
    design = np.hstack([bits, told.reshape(n, -1), np.ones((n, 1))])
    spread = np.concatenate([np.full(size, WEIGHT_SPREAD), np.full(size * most, LEVEL_SPREAD), [SHIFT_SPREAD]])
    offset, sign = bits.sum(axis=1) + base, np.where(same, 1.0, -1.0)

    def loss(x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (offset + design @ (x * spread)) * _LN2
        value = np.logaddexp(0, -margin).sum() + 0.5 * np.sum(x**2)
        slope = -(sign * _LN2 / (1 + np.exp(np.clip(margin, -500, 500)))) @ design * spread + x
        return float(value), slope

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x * spread
    weight = np.maximum(1.0 + found[:size], 0.0)
    return Corrections(weight, found[size:-1].reshape(size, most), float(found[-1]))


def applied(document: Mapping[str, Any], features: Features, found: Corrections) -> dict[str, Any]:
    """The document with the corrections in its tables."""
    made: dict[str, Any] = deepcopy(dict(document))
    for i, name in enumerate(features.registry.attributes):
        _correct(made["attributes"][name], float(found.weight[i]), found.level[i])
    table = made["calibration"]
    table["calibrated"] = [value + found.shift for value in table["calibrated"]]
    return made


def weakened(weights: Mapping[str, Any], weight: float) -> dict[str, Any]:
    """An attribute's tables with all its bits times ``weight``."""
    made = deepcopy(dict(weights))
    _correct(made, weight, np.zeros(0))
    return made


def _correct(weights: dict[str, Any], weight: float, moved: NDArray[np.float64]) -> None:
    """Bits times ``weight`` plus ``moved``, as m and u with that ratio."""
    m, u = (np.array(weights[k], float).reshape(-1, len(weights["levels"])) for k in ("m", "u"))
    bits = np.clip(np.log2(m) - np.log2(u), weights["floor"], weights["ceiling"]) * weight
    bits += np.pad(moved, (0, max(0, bits.shape[1] - len(moved))))[: bits.shape[1]]
    fresh = u * np.exp2(bits)
    above = np.maximum(fresh, 1.0)
    weights["m"], weights["u"] = (fresh / above).tolist(), (u / above).tolist()
    spare = float(np.abs(moved).max(initial=0.0))
    weights["floor"], weights["ceiling"] = weights["floor"] * weight - spare, weights["ceiling"] * weight + spare
    if weights.get("frequency"):
        weights["frequency"]["damp"] *= weight
        weights["frequency"]["limit"] *= weight
    if weights.get("own"):
        weights["own"]["calibrated"] = [bits * weight for bits in weights["own"]["calibrated"]]
