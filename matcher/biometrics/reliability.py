"""Whether bits keep their word: their cost, what of it is the calibration's fault, and promised against observed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
_BAND = 0.95


def c_llr(genuine_bits: Values, impostor_bits: Values) -> float:
    """Cost of log-likelihood ratios in bits (0: perfect, 1: says nothing); Brümmer & du Preez 2006."""
    cost_genuine = np.logaddexp(0, -genuine_bits * np.log(2)).mean()
    cost_impostor = np.logaddexp(0, impostor_bits * np.log(2)).mean()
    return float((cost_genuine + cost_impostor) / 2 / np.log(2))


def c_llr_min(genuine_bits: Values, impostor_bits: Values) -> float:
    """Cost that the best monotone map of these bits would have (pool adjacent violators; Brümmer & du Preez 2006).

    What C_llr has beyond it is the calibration loss; the rest is what the scores themselves cannot tell apart.
    """
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - only the report needs it

    bits = np.concatenate([genuine_bits, impostor_bits])
    same = np.concatenate([np.ones(len(genuine_bits)), np.zeros(len(impostor_bits))])
    weight = np.where(same > 0, 1 / len(genuine_bits), 1 / len(impostor_bits))
    share = np.clip(IsotonicRegression().fit(bits, same, weight).predict(bits), 0.0, 1.0)
    with np.errstate(divide="ignore"):
        best = np.log2(share) - np.log2(1 - share)
    return c_llr(best[same > 0], best[same == 0])


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


def chance(rows: Sequence[Bin]) -> tuple[int, float]:
    """How many bins stand within their 95 % bands, and how often chance alone leaves so few there (binomial).

    A right calibration has one bin in twenty outside. Bins are taken for independent, which pairs that share a photo or
    a print are not quite: the true bands are wider and the true chance is greater.
    """
    from scipy.stats import binom  # noqa: PLC0415 - only the report needs it

    inside = sum(row.agrees for row in rows)
    return inside, float(binom.cdf(inside, len(rows), _BAND))
