"""From pairs of known kind to m, u and r: counting cells, smoothed towards what a parent leaves open.

A model *document* (the file's content) goes in and comes out; ``structure.toml`` says what hangs on what.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.weights.own_bits import Weighted, own_bits_map

if TYPE_CHECKING:  # the scorer stands on this package
    from matcher.scorer.evidence import Compared

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Compared pairs of one kind, with how much each counts."""

    compared: Compared
    weight: NDArray[np.float64] | None = None

    def row(self, attribute: str) -> int:
        """Row of an attribute; raises ValueError for one that was not compared."""
        return self.compared.attributes.index(attribute)


SMOOTHING: Final = 2.0
"""Pseudo-pairs that every distribution starts with; they follow the parentless distribution of the attribute."""


def estimate(document: Mapping[str, Any], same: Sample, strangers: Sample, kin: Mapping[str, Sample]) -> dict[str, Any]:
    """A document whose m, u, own-bit maps, term-frequency references and relation offsets come from the samples."""
    made: dict[str, Any] = deepcopy(dict(document))
    for name, weights in made["attributes"].items():
        weights["m"] = distribution(same, name, weights).tolist()
        weights["u"] = distribution(strangers, name, weights).tolist()
        _own(weights, name, same, strangers)
        _reference(weights, name, same)
    for relation, settings in made["relations"]["kinds"].items():
        if relation in kin:
            settings["offset"] = {n: _offset(kin[relation], n, settings, w) for n, w in made["attributes"].items()}
    return made


def cell_counts(sample: Sample, attribute: str, weights: Mapping[str, Any]) -> Counts:
    """(groups, levels): weighted pairs in each cell, the missing level emptied, for it carries no evidence."""
    levels = len(weights["levels"])
    groups = max(weights.get("groups", [0])) + 1
    cells = sample.compared.cells[sample.row(attribute)]
    counts = np.bincount(cells, sample.weight, minlength=groups * levels).astype(float).reshape(groups, levels)
    counts[:, MISSING] = 0.0
    return counts


def distribution(sample: Sample, attribute: str, weights: Mapping[str, Any]) -> Counts:
    """(groups, levels): P(level | group, not missing); the missing level stands at 1 so that it weighs nothing."""
    counts = cell_counts(sample, attribute, weights)
    return smoothed(counts, np.full(counts.shape, 1.0 / (counts.shape[1] - 1)))


def smoothed(counts: Counts, start: Counts, strength: float = SMOOTHING) -> Counts:
    """Distributions of groups shrunk towards that of all groups together, and that one towards ``start``."""
    total = counts.sum(axis=0, keepdims=True)
    base = total + 0.5 * start.mean(axis=0, keepdims=True)
    base[:, MISSING] = 0.0
    base /= base.sum()
    share = counts + strength * base
    share[:, MISSING] = 0.0
    share /= share.sum(axis=1, keepdims=True)
    share[:, MISSING] = 1.0
    return np.asarray(np.round(np.maximum(share, 1e-12), 12))


def _own(weights: dict[str, Any], name: str, same: Sample, strangers: Sample) -> None:
    both = _given_bits(same, name), _given_bits(strangers, name)
    if weights.get("own") is None or both[0] is None or both[1] is None:
        return
    weights["own"] = own_bits_map(both[0], both[1], (float(weights["floor"]), float(weights["ceiling"])))


def _given_bits(sample: Sample, name: str) -> Weighted | None:
    own = sample.compared.own[sample.row(name)]
    if own is None:
        return None
    given = sample.compared.levels[sample.row(name)] != MISSING
    return own[given], None if sample.weight is None else sample.weight[given]


def _reference(weights: dict[str, Any], name: str, same: Sample) -> None:
    """The share at which an agreement is worth its level's bits: E[share^damp | same]^(1/damp), level by level."""
    settings = weights.get("frequency")
    share = same.compared.frequency[same.row(name)]
    if settings is None or share is None:
        return
    levels, damp = same.compared.levels[same.row(name)], settings["damp"]
    reference: list[float | None] = []
    for level in range(len(weights["levels"])):
        at = np.flatnonzero((levels == level) & (share > 0))
        mean = np.average(share[at] ** damp, weights=None if same.weight is None else same.weight[at]) if len(at) else 0
        reference.append(round(float(np.log2(mean) / damp), 4) if mean > 0 else None)
    settings["reference"] = reference


def _offset(sample: Sample, name: str, settings: Mapping[str, Any], weights: Mapping[str, Any]) -> list[list[float]]:
    """log2(r/m) where the relation shares the value's source, else log2(r/u); within the relation's limit."""
    other = np.array(weights["m" if name in settings["shared"] else "u"])
    counts = cell_counts(sample, name, weights)
    r = smoothed(counts, other, settings.get("strength", 20.0))
    limit = float(settings.get("limit", 12.0))
    offset: list[list[float]] = np.round(np.clip(np.log2(r) - np.log2(other), -limit, limit), 4).tolist()
    return offset
