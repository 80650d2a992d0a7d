"""Level weights learned from labelled pairs: a logistic regression whose coefficients are the bits that are shown.

The weights of the spelling-cost levels are made monotone (no worse spelling may weigh more) and agreement may not
count against; both by bounds on the coefficients. A Gaussian prior keeps levels that were seldom seen at sane values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matcher.names.comparison import WOMAN, NameComparison, compare
from matcher.names.model import LEVEL, LEVELS, Spelling
from matcher.names.reading import prepare
from matcher.names.train.sources import Labelled
from matcher.names.weighing import weights

Doubles = NDArray[np.float64]

CHAIN = (
    "identical", "same_reading", "close_1", "close_2", "close_3", "similar_1", "similar_2", "similar_3",
    "distant_1", "distant_2", "different",
)  # fmt: skip
STEPS = (
    (0.1, 0.3),
    (0.3, 0.3),
    (0.5, 0.7),
    (0.8, 1.5),
    (1.2, None),
    (1.5, None),
    (1.5, None),
    (1.5, None),
    (1.0, None),
    (1.0, None),
)
"""By how much (nats) each level of the chain falls below the one before: the prior mean, and the most."""

APART = {
    "same_grammar": (0.2, 0.1, 0.5),
    "same_family": (0.2, 0.1, 3.0),
    "kindred": (-2.0, None, -1.0),
    "honorific": (-2.0, None, -1.0),
    "compound": (-2.0, None, -0.3),
    "initial": (0.1, 0.05, 0.2),
    "other_name_near": (-6.0, None, 0.0),
    "other_name": (-9.0, None, 0.0),
    "other_gender": (-7.0, None, 0.0),
}
"""Levels outside the chain: prior mean and bounds (nats)."""

AGREEING = ("identical", "same_reading", "same_grammar", "same_family", "close_1", "close_2", "close_3")
"""Levels at which the rarity of the value counts."""

TRUST = {"pos": 1.0, "pos_synthetic": 0.5, "pos_other": 0.3, "neg_hard": 2.0, "neg_constructed": 2.0, "neg_random": 0.5}
"""What a pair of each file counts; pairs in the Central Asian languages count double among the positives."""

LEAST = (-12.0, -11.5, -13.0)
"""Bits below which no single part may weigh (surname, given name, father's name), however it differs: one true pair in
some hundreds bears another name (a marriage, an alias, an error), the father's seldomest; and who shares a surname but
no given name is likelier one person than who shares a given name but no surname."""

_CENTRAL_ASIAN = frozenset({"kk", "tg", "ky", "uz"})
_TOP_PRIOR, _TOP_LEAST = 1.0, 0.7
_NAT = float(np.log(2.0))


class _Columns(NamedTuple):
    """The design matrix being built: columns, bounds, prior means and what each coefficient is."""

    values: list[Doubles]
    bounds: list[tuple[float | None, float | None]]
    prior: list[float]
    names: list[tuple[int, str]]

    def add(
        self, values: Doubles, bounds: tuple[float | None, float | None], prior: float, name: tuple[int, str]
    ) -> None:
        """One more column."""
        self.values.append(values)
        self.bounds.append(bounds)
        self.prior.append(prior)
        self.names.append(name)


def fit(pairs: Sequence[Labelled], weights: dict[str, Any], share: float, strength: float = 0.3) -> dict[str, Any]:
    """The weights file with level weights fitted to these pairs, `share` of a value's rarity counting where it
    agrees."""
    made, rarity = _compared(pairs)
    columns = _design(made, rarity * share)
    truth = np.array([p.same for p in pairs], dtype=np.float64)
    trust = np.array([TRUST[p.file] * (2.0 if p.same and p.language in _CENTRAL_ASIAN else 1.0) for p in pairs])
    return _written(_solve(columns, truth, trust, strength), columns.names, weights, share)


def _compared(pairs: Sequence[Labelled]) -> tuple[NameComparison, Doubles]:
    left = prepare([(Spelling(whole=p.left),) for p in pairs])
    right = prepare([(Spelling(whole=p.right),) for p in pairs])
    made = compare(left, right)
    return made, made.rarity.astype(np.float64)


def _design(made: NameComparison, rarity: Doubles) -> _Columns:
    columns = _Columns([], [], [], [])
    columns.add(np.ones(len(made.levels)), (None, None), 0.0, (-1, "one"))
    columns.add(made.cross.astype(np.float64) * _NAT, (1.0, 1.0), 1.0, (-1, "cross"))
    married = np.where(made.flags & WOMAN, weights().married, 0.0)
    columns.add(married * _NAT, (1.0, 1.0), 1.0, (-1, "married"))
    for role in range(3):
        is_at = {name: (made.levels[:, role] == LEVEL[name]).astype(np.float64) for name in LEVELS}
        columns.add(_any(is_at, CHAIN), (_TOP_LEAST, None), _TOP_PRIOR, (role, CHAIN[0]))
        for i, (mean, most) in enumerate(STEPS, start=1):
            columns.add(-_any(is_at, CHAIN[i:]), (0.02, most), mean, (role, CHAIN[i]))
        for name, (mean, least, high) in APART.items():
            columns.add(is_at[name], (least, high), mean, (role, name))
        columns.add(_any(is_at, AGREEING) * rarity[:, role] * _NAT, (1.0, 1.0), 1.0, (role, "rarity"))
    return columns


def _any(is_at: dict[str, Doubles], names: Sequence[str]) -> Doubles:
    return np.asarray(np.sum([is_at[name] for name in names], axis=0), dtype=np.float64)


def _solve(columns: _Columns, truth: Doubles, trust: Doubles, strength: float) -> Doubles:
    matrix, prior = np.stack(columns.values, axis=1), np.array(columns.prior)

    def loss(point: Doubles) -> tuple[float, Doubles]:
        z = matrix @ point
        miss = np.logaddexp(0, -z) * truth + np.logaddexp(0, z) * (1 - truth)
        slope = matrix.T @ (trust * (1 / (1 + np.exp(-np.clip(z, -40, 40))) - truth))
        return float((trust * miss).sum() + strength * ((point - prior) ** 2).sum()), slope + 2 * strength * (
            point - prior
        )

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=columns.bounds, options={"maxiter": 500})
    return np.asarray(found.x)


def _written(point: Doubles, names: list[tuple[int, str]], weights: dict[str, Any], share: float) -> dict[str, Any]:
    levels = {name: [0.0, 0.0, 0.0] for name in LEVELS}
    for role in range(3):
        value = {name: float(v) / _NAT for (r, name), v in zip(names, point, strict=True) if r == role}
        height = 0.0
        for i, name in enumerate(CHAIN):
            height = value[name] if i == 0 else height - value[name]
            levels[name][role] = round(max(height, LEAST[role]), 3)
        for name in APART:
            levels[name][role] = round(max(min(value[name], levels[CHAIN[0]][role]), LEAST[role]), 3)
    rarity = {name: [share if name in AGREEING else 0.0] * 3 for name in LEVELS}
    return weights | {"levels": levels, "rarity": rarity}
