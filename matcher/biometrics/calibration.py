"""From scores to evidence: a bounded, monotone map from a comparison score to a log-likelihood ratio in bits.

The map is piecewise linear between quantiles of the training scores. Its rises are fitted by logistic regression with
both classes weighted alike, so that its value is log(p(score | same) / p(score | different)) whatever the share of
genuine pairs in the training data (Brümmer & du Preez 2006). A rise cannot be negative, and the ends are flat: no
score, however extreme, says more than the training data could show.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.reliability import c_llr
from models.errors import BadValue

Values = NDArray[np.float64]
_RIDGE = 1e-4
_CELLS = 1000
_RULE_OF_THREE = 3.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted map: bits at the knots, and how it was made (the model card)."""

    model: str
    knots: tuple[float, ...]
    bits: tuple[float, ...]
    floor: float
    """No single comparison says more than this against one person, in bits (negative)."""
    cap: float
    """Nor more than this for one person."""
    trained_on: str
    genuine: int
    impostor: int
    c_llr: float
    """On people or fingers that were not fitted, in bits."""

    def __call__(self, scores: Values | float) -> Values:
        """Return log2 likelihood ratios for scores; same shape."""
        return np.clip(np.interp(scores, self.knots, self.bits), self.floor, self.cap)


def _basis(scores: Values, knots: Values) -> Values:
    """How far each score has climbed each step between knots, 0..1; n x (knots - 1)."""
    return np.clip((scores[:, None] - knots[None, :-1]) / np.diff(knots)[None, :], 0.0, 1.0)


def _knots(genuine: Values, impostor: Values, count: int) -> Values:
    """Spread the knots over both classes so that each step has scores of one of them under it."""
    shares = np.linspace(0.002, 0.998, count)
    candidates = np.concatenate([np.quantile(genuine, shares), np.quantile(impostor, shares)])
    candidates = np.unique(candidates)
    least = (candidates[-1] - candidates[0]) / (4 * count)
    kept = [float(candidates[0])]
    for value in candidates[1:]:
        if value - kept[-1] >= least:
            kept.append(float(value))
    return np.array(kept)


def _binned(scores: Values, knots: Values) -> tuple[Values, Values]:
    """Gather scores into fine cells between the knots: cell centres and their shares. A fit of millions stays small."""
    edges = np.linspace(knots[0], knots[-1], _CELLS + 1)
    cell = np.clip(np.searchsorted(edges, scores, side="right") - 1, 0, _CELLS - 1)
    count = np.bincount(cell, minlength=_CELLS)
    used = np.flatnonzero(count)
    total = np.bincount(cell, np.clip(scores, knots[0], knots[-1]), _CELLS)
    return total[used] / count[used], count[used] / len(scores)


def supported_bits(owners: int) -> float:
    """Largest log2 likelihood ratio that so many unlike pairs of owners can support (rule of three, 95 %)."""
    return float(np.log2(max(owners * (owners - 1) / 2, 2 * _RULE_OF_THREE) / _RULE_OF_THREE))


def supported_floor(owners: int) -> float:
    """Lowest log2 likelihood ratio that so many owners with two samples can support (rule of three, 95 %)."""
    return -float(np.log2(max(owners, 2 * _RULE_OF_THREE) / _RULE_OF_THREE))


def fit_bits(genuine: Values, impostor: Values, count: int = 12) -> tuple[Values, Values]:
    """Fit the map; returns knots and bits. Raises BadValue when a class is empty."""
    from scipy.optimize import minimize  # noqa: PLC0415 - only training needs it

    if not len(genuine) or not len(impostor):
        raise BadValue("training_pairs", field="same")
    knots = _knots(genuine, impostor, count)
    (own, own_weight), (other, other_weight) = _binned(genuine, knots), _binned(impostor, knots)
    rows = _basis(np.concatenate([own, other]), knots)
    label = np.concatenate([np.ones(len(own)), -np.ones(len(other))])
    weight = np.concatenate([own_weight, other_weight]) / 2

    def loss(parameters: Values) -> tuple[float, Values]:
        start, steps = parameters[0], parameters[1:]
        margin = label * (start + rows @ steps)
        pull = -weight * label / (1 + np.exp(np.clip(margin, -500, 500)))
        value = float(weight @ np.logaddexp(0, -margin)) + _RIDGE * float(steps @ steps) / len(steps)
        slope = rows.T @ pull + 2 * _RIDGE * steps / len(steps)
        return value, np.concatenate([[pull.sum()], slope])

    start = np.concatenate([[-3.0], np.full(len(knots) - 1, 6.0 / len(knots))])
    bounds = [(None, None)] + [(0.0, None)] * (len(knots) - 1)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    nats = best[0] + np.concatenate([[0.0], np.cumsum(best[1:])])
    return knots, nats / np.log(2)


def cross_validated_c_llr(scores: Values, same: NDArray[np.bool_], half: NDArray[np.int64]) -> float:
    """C_llr of maps fitted on one half of the owners and measured on the other; ``half`` is 0, 1 or -1 (mixed)."""
    costs = []
    for test in (0, 1):
        train = half == 1 - test
        knots, bits = fit_bits(scores[train & same], scores[train & ~same])
        found = np.interp(scores, knots, bits)
        costs.append(c_llr(found[(half == test) & same], found[(half == test) & ~same]))
    return float(np.mean(costs))


def save(calibration: Calibration, path: Path) -> None:
    """Write a calibration as JSON."""
    path.write_text(json.dumps(asdict(calibration), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read(text: str) -> Calibration:
    """Read what :func:`save` wrote."""
    data = json.loads(text)
    return Calibration(**data | {"knots": tuple(data["knots"]), "bits": tuple(data["bits"])})


@functools.cache
def load(package: str, name: str) -> Calibration:
    """Load the calibration that lies in the ``data`` folder of a package. Raises BadValue when there is none."""
    entry = files(package).joinpath("data", name)
    if not entry.is_file():
        raise BadValue("calibration_missing", field="model", model=name.removesuffix(".json"))
    return read(entry.read_text("utf-8"))
