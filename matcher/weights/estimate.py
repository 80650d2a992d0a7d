"""From pairs of known kind to m, u and r: counting cells, smoothed towards what a parent leaves open.

A model *document* (the file's content) goes in and comes out; ``structure.toml`` says what hangs on what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


STRENGTH: Final = 2.0
"""Pseudo-pairs, of both kinds together, with which a level's assumed bits hold against the counts."""
GROUP_STRENGTH: Final = 10.0
"""The same for a level within a parent's group against the level in all groups."""

LIMIT: Final = 10.0
"""Largest offset of a relation, in bits."""


def estimate(document: Mapping[str, Any], same: Sample, strangers: Sample, kin: Mapping[str, Sample]) -> dict[str, Any]:
    """A document whose m, u, own-bit maps, term-frequency references and relation offsets come from the samples."""
    made: dict[str, Any] = deepcopy(dict(document))
    for name, weights in made["attributes"].items():
        m, u = likelihoods(cell_counts(same, name, weights), cell_counts(strangers, name, weights), _assumed(weights))
        weights["m"], weights["u"] = m.tolist(), u.tolist()
        _count(weights, m, u)
        _own(weights, name, same, strangers)
        _reference(weights, name, same)
    for relation, settings in made["relations"]["kinds"].items():
        if relation in kin:
            against = {n: same if n in settings["shared"] else strangers for n in made["attributes"]}
            settings["offset"] = {
                n: _offset(kin[relation], against[n], n, w, settings) for n, w in made["attributes"].items()
            }
    return made


def cell_counts(sample: Sample, attribute: str, weights: Mapping[str, Any]) -> Counts:
    """(groups, levels): weighted pairs in each cell, the missing level emptied, for it carries no evidence."""
    levels = len(weights["levels"])
    groups = max(weights.get("groups", [0])) + 1
    cells = sample.compared.cells[sample.row(attribute)]
    counts = np.bincount(cells, sample.weight, minlength=groups * levels).astype(float).reshape(groups, levels)
    counts[:, MISSING] = 0.0
    return counts


def likelihoods(m: Counts, u: Counts, assumed: Counts) -> tuple[Counts, Counts]:
    """P(level | group) for both kinds from counts (groups, levels); missing stands at 1 in both: it weighs nothing.

    What is shrunk is the *ratio*: a level that neither kind has shown weighs its ``assumed`` bits (levels,), and one
    that few pairs have shown weighs little more or less; groups are shrunk in the same way towards all groups together.
    """
    total_m, total_u = shrunk(m.sum(axis=0), u.sum(axis=0), assumed, STRENGTH)
    if len(m) == 1:
        return total_m[None, :], total_u[None, :]
    bits = np.log2(total_m) - np.log2(total_u)
    groups = [shrunk(m[g], u[g], bits, GROUP_STRENGTH) for g in range(len(m))]
    return np.array([g[0] for g in groups]), np.array([g[1] for g in groups])


def shrunk(m: Counts, u: Counts, bits: Counts, strength: float) -> tuple[Counts, Counts]:
    """Two distributions (levels,) from counts, their log2 ratio drawn towards ``bits`` by ``strength`` pseudo-pairs."""
    size_m, size_u = max(m.sum(), 1.0), max(u.sum(), 1.0)
    odds = np.exp2(bits) * size_m / size_u
    found = (m + strength * odds / (1.0 + odds)) / size_m, (u + strength / (1.0 + odds)) / size_u
    above = np.maximum(np.maximum(*found), 1.0)  # pseudo-pairs may outnumber pairs; the ratio is what is kept
    found = found[0] / above, found[1] / above
    for share in found:
        share[MISSING] = 1.0
    return np.round(np.maximum(found[0], 1e-13), 13), np.round(np.maximum(found[1], 1e-13), 13)


def _assumed(weights: Mapping[str, Any]) -> Counts:
    """Bits (levels,) that stand until counts say otherwise; nought where nothing is assumed."""
    return np.array([weights.get("assumed", {}).get(level, 0.0) for level in weights["levels"]])


def _count(weights: dict[str, Any], m: Counts, u: Counts) -> None:
    """Settle the bits of the levels that weigh what the counts say, whatever the comparator's own."""
    for level in weights.get("counted", ()):
        at = weights["levels"].index(level)
        bits = float(np.clip(np.log2(m[0, at]) - np.log2(u[0, at]), weights["floor"], weights["ceiling"]))
        weights["settled"] = {**weights.get("settled", {}), level: round(bits, 4)}


def _own(weights: dict[str, Any], name: str, same: Sample, strangers: Sample) -> None:
    settled = [weights["levels"].index(level) for level in weights.get("settled", ())]
    both = _given_bits(same, name, settled), _given_bits(strangers, name, settled)
    if weights.get("own") is None or both[0] is None or both[1] is None:
        return
    weights["own"] = own_bits_map(both[0], both[1], (float(weights["floor"]), float(weights["ceiling"])))


def _given_bits(sample: Sample, name: str, settled: Sequence[int]) -> Weighted | None:
    """Own bits of the pairs in which they decide: the attribute is given and its level not settled."""
    own = sample.compared.own[sample.row(name)]
    if own is None:
        return None
    given = ~np.isin(sample.compared.levels[sample.row(name)], [MISSING, *settled])
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


def _offset(
    kin: Sample, other: Sample, name: str, weights: Mapping[str, Any], relation: Mapping[str, Any]
) -> list[list[float]]:
    """log2(r/m) where the relation shares the value's source (``other`` are pairs of one person), else log2(r/u)."""
    r, o = likelihoods(
        cell_counts(kin, name, weights), cell_counts(other, name, weights), np.zeros(len(weights["levels"]))
    )
    found = np.clip(np.log2(r) - np.log2(o), -LIMIT, LIMIT)
    for level, share in relation.get("shares", {}).get(name, {}).items():
        at = weights["levels"].index(level)
        found[:, at] = np.clip(np.log2(share) - np.log2(o[:, at]), -LIMIT, LIMIT)
    for level, bits in relation.get("settled", {}).get(name, {}).items():
        found[:, weights["levels"].index(level)] = bits
    offset: list[list[float]] = np.round(found, 4).tolist()
    return offset


def rebased(made: dict[str, Any], start: Mapping[str, Any], counted: frozenset[str]) -> dict[str, Any]:
    """Keep r as it was for the relations not counted anew: their offsets follow the change of m and u."""
    for kind, settings in made["relations"]["kinds"].items():
        if kind in counted:
            continue
        for name, offset in settings["offset"].items():
            side = "m" if name in settings["shared"] else "u"
            old, new = (np.array(d["attributes"][name][side], float).reshape(-1) for d in (start, made))
            moved = np.array(offset, float).reshape(-1) + np.log2(np.maximum(old, 1e-13) / np.maximum(new, 1e-13))
            settings["offset"][name] = np.round(np.clip(moved, -LIMIT, LIMIT), 4).tolist()
    return made
