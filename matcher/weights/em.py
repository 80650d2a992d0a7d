"""Learning m and the share of matches without labels, by expectation–maximisation over compared pairs.

Measured traps and what is done about them: a free u drifts into another latent class when blocking is loose, so u is
*fixed* from random pairs; several levels have many optima, so the start is a model that knows the field (or the binary
ECM of ``recordlinkage`` for attributes that no model knows); swapped or empty classes and non-convergence are
*reported* in ``Learned.warnings`` and never pass silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.features import Registry
from matcher.scorer.evidence import Compared
from matcher.scorer.prior import Prior, learned_prior
from matcher.scorer.score import posterior, score_compared
from matcher.weights.estimate import Sample, cell_counts
from matcher.weights.model import parse_model, sealed

ENOUGH_MATCHES: Final = 50.0
"""Fewer expected matches than this cannot carry an estimate of m."""
STRENGTH: Final = 50.0
"""Pseudo-matches with which the starting m holds against the data."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Pairs that the candidate keys put together, and what they are a part of."""

    registry: Registry
    compared: Compared
    pairs: float
    """Number of all pairs, compared or not."""
    prior: Prior
    """Where the search for the prior starts; its ``kin_bits`` is kept."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A document with new m, and how the learning went."""

    document: dict[str, Any]
    prior: Prior
    matches: float
    rounds: int
    converged: bool
    change: float
    warnings: tuple[str, ...] = ()


def learn(
    start: Mapping[str, Any],
    blocked: Blocked,
    rounds: int = 30,
    tolerance: float = 0.005,
    first: NDArray[np.float64] | None = None,
) -> Learned:
    """EM from the m of ``start`` (or from the match probabilities ``first``) with u as ``start`` has it."""
    document, prior, change, matches = deepcopy(dict(start)), blocked.prior, np.inf, 0.0
    for turn in range(1, rounds + 1):
        if turn == 1 and first is not None:
            weight = first
        else:
            prior, weight = _expect(document, blocked, prior)
        matches = float(weight.sum())
        if matches < ENOUGH_MATCHES:
            return Learned(deepcopy(dict(start)), prior, matches, turn, False, change, ("too_few_matches",))
        change = _maximise(document, start, Sample(blocked.compared, weight))
        if change < tolerance:
            break
    learned = Learned(document, prior, matches, turn, change < tolerance, change)
    return replace(learned, warnings=tuple(_warnings(learned)))


def _expect(document: Mapping[str, Any], blocked: Blocked, prior: Prior) -> tuple[Prior, NDArray[np.float64]]:
    model = parse_model(sealed(document))
    evidence = score_compared(blocked.registry, blocked.compared, model, prior).evidence
    prior = learned_prior(evidence, prior, blocked.pairs)
    return prior, posterior(evidence, prior)


def _maximise(document: dict[str, Any], start: Mapping[str, Any], sample: Sample) -> float:
    """New m in place; the largest change of a probability."""
    change = 0.0
    for name in sample.compared.attributes:
        weights = document["attributes"][name]
        base = np.array(start["attributes"][name]["m"], float).reshape(-1, len(weights["levels"]))
        held = cell_counts(sample, name, weights) + STRENGTH * base
        held[:, MISSING] = 0.0
        m = falling(held / held.sum(axis=1, keepdims=True), weights)
        m[:, MISSING] = 1.0
        change = max(change, float(np.abs(m - np.array(weights["m"]).reshape(m.shape)).max()))
        weights["m"] = m.tolist()
    return change


def falling(m: NDArray[np.float64], weights: Mapping[str, Any]) -> NDArray[np.float64]:
    """m (groups, levels) in which slips are the rarer the larger: each level of ``falling`` at most the share ``rarer``
    of the one before.

    Two people of one town share the beginning of a postcode: EM would take what they have in common for a habit of
    clerks, and their pairs for matches.
    """
    places = [weights["levels"].index(name) for name in weights.get("falling", ())]
    for before, after in pairwise(places):
        m[:, after] = np.minimum(m[:, after], weights["rarer"] * m[:, before])
    found: NDArray[np.float64] = m / m.sum(axis=1, keepdims=True)
    return found


def _warnings(learned: Learned) -> list[str]:
    found = [] if learned.converged else ["not_converged"]
    attributes = learned.document["attributes"].items()
    found += [f"no_evidence:{name}" for name, w in attributes if _mean_bits(w) < 0.05]
    if sum(_mean_bits(w) for _, w in attributes) < 1.0:
        found.append("classes_not_apart")
    return found


def _mean_bits(weights: Mapping[str, Any]) -> float:
    """What the attribute tells of a match on average (Kullback–Leibler divergence of m from u, in bits)."""
    m, u = (np.array(weights[k], float).reshape(-1, len(weights["levels"]))[:, 1:] for k in ("m", "u"))
    return float(np.mean(np.sum(m * np.log2(np.maximum(m, 1e-12) / np.maximum(u, 1e-12)), axis=1)))
