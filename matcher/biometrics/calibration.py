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


def c_llr(genuine_bits: Values, impostor_bits: Values) -> float:
    """Cost of log-likelihood ratios in bits (0: perfect, 1: says nothing); Brümmer & du Preez 2006."""
    cost_genuine = np.logaddexp(0, -genuine_bits * np.log(2)).mean()
    cost_impostor = np.logaddexp(0, impostor_bits * np.log(2)).mean()
    return float((cost_genuine + cost_impostor) / 2 / np.log(2))


def cross_validated_c_llr(scores: Values, same: NDArray[np.bool_], half: NDArray[np.int64]) -> float:
    """C_llr of maps fitted on one half of the owners and measured on the other; ``half`` is 0, 1 or -1 (mixed)."""
    costs = []
    for test in (0, 1):
        train = half == 1 - test
        knots, bits = fit_bits(scores[train & same], scores[train & ~same])
        found = np.interp(scores, knots, bits)
        costs.append(c_llr(found[(half == test) & same], found[(half == test) & ~same]))
    return float(np.mean(costs))


@dataclass(frozen=True, slots=True)
class Bin:
    """One point of a reliability plot: probabilities at even odds; ``low``, ``high``: 95 % of the observed one.

    ``held``: 1 where every score stands at the cap of its calibration, -1 at the floor: these promise less on purpose.
    """

    predicted: float
    observed: float
    low: float
    high: float
    genuine: int
    impostor: int
    held: int = 0

    @property
    def agrees(self) -> bool:
        """Whether what was predicted stands within the interval of what was observed, or short of it at a bound."""
        within = self.low <= self.predicted <= self.high
        return within or (self.held > 0 and self.predicted < self.low) or (self.held < 0 and self.predicted > self.high)


def _share(count: int, total: int) -> tuple[float, float, float]:
    """Share with its Jeffreys 95 % interval."""
    from scipy.special import betaincinv  # noqa: PLC0415 - only the report needs it

    low, high = betaincinv(count + 0.5, total - count + 0.5, [0.025, 0.975])
    return count / total, float(low) if count else 0.0, float(high)


def _ends(bits: Values) -> Values:
    """Edges that give the scores at either end, where many share one value, a bin of their own."""
    low, high = bits.min(), bits.max()
    ends = [np.nextafter(low, np.inf)] if (bits == low).sum() > 1 else []
    return np.array([*ends, *([np.nextafter(high, np.inf)] if (bits == high).sum() > 1 else [])])


def _held(bits: Values, bounds: tuple[float, float]) -> int:
    """1 where all bits stand at the upper bound, -1 at the lower, 0 otherwise."""
    return int(bits.min() >= bounds[1]) - int(bits.max() <= bounds[0])


def reliability(
    bits: Values, same: NDArray[np.bool_], bins: int = 10, bounds: tuple[float, float] = (-np.inf, np.inf)
) -> list[Bin]:
    """Compare predicted with observed likelihood ratios in bins that hold equal shares of both classes together.

    ``bounds`` are floor and cap of the calibration that gave the bits.
    """
    genuine, impostor = bits[same], bits[~same]
    shares = np.linspace(0, 1, bins // 2 + 1)
    quantiles = np.concatenate([np.quantile(genuine, shares), np.quantile(impostor, shares)])
    edges = np.unique(np.concatenate([quantiles, _ends(bits)]))
    place = np.clip(np.searchsorted(edges, bits, side="right") - 1, 0, len(edges) - 2)
    rows = []
    for cell in range(len(edges) - 1):
        inside = place == cell
        if not inside.any():
            continue
        g, i = int((inside & same).sum()), int((inside & ~same).sum())
        weight = np.where(same[inside], 1 / len(genuine), 1 / len(impostor))
        held = _held(bits[inside], bounds)
        predicted = float(weight @ (1 / (1 + np.exp2(-bits[inside]))) / weight.sum())
        (pg, gl, gh), (pi, il, ih) = _share(g, len(genuine)), _share(i, len(impostor))
        rows.append(Bin(predicted, pg / (pg + pi), gl / (gl + ih), gh / (gh + il), g, i, held))
    return rows


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
