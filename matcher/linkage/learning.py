"""A job's weights from its own pairs: u from random ones, m by EM over blocked ones, associations of values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.features import Features, Registry
from matcher.generic import Coded, ColumnComparator
from matcher.generic.levels import SAME
from matcher.linkage.associations import associations
from matcher.linkage.starting import starting_document
from matcher.scorer import Prior, Scores, batch_prior, learned_prior, score
from matcher.scorer.evidence import compare
from matcher.weights.em import Blocked, Learned, learn
from matcher.weights.estimate import Sample, cell_counts
from matcher.weights.model import Model, parse_model, sealed

RANDOM_PAIRS: Final = 500_000
"""Pairs on which u is counted, where it does not follow from the shares of the values."""
UNSEEN: Final = 0.5
"""Random pairs that a level counts when none was seen."""
SURE: Final = 0.99
"""Probability from which a pair teaches associations."""

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]


@dataclass(frozen=True, slots=True)
class Taught:
    """What a job learned: features whose comparators know the associations, the model, the prior, and how it went."""

    features: Features
    model: Model
    prior: Prior
    learned: Learned
    associated: Mapping[str, int]
    """Associations found, by column."""


def teach(features: Features, blocked: Pairs, sampled: float, all_pairs: float, seed: int) -> Taught:
    """Learn from ``blocked`` pairs, a ``sampled`` share of those that the plan makes, out of ``all_pairs``."""
    document = _with_u(starting_document(features), features, seed, features.registry.attributes)
    learned = _learn(document, features, blocked, sampled * all_pairs)
    known, found = _associate(features, learned, blocked, sampled * all_pairs)
    if any(found.values()):
        features = known
        changed = [name for name, count in found.items() if count]
        learned = _learn(_with_u(learned.document, features, seed, changed), features, blocked, sampled * all_pairs)
    return Taught(features, parse_model(sealed(learned.document)), learned.prior, learned, found)


def random_pairs(records: int, count: int, seed: int) -> Pairs:
    """Distinct records drawn at random, pair by pair."""
    generator = np.random.default_rng(seed)
    a = generator.integers(0, records, count)
    b = (a + generator.integers(1, max(records, 2), count)) % max(records, 1)
    return a, b


def _with_u(document: Mapping[str, Any], features: Features, seed: int, names: Collection[str]) -> dict[str, Any]:
    """The document with u of the attributes ``names`` counted anew."""
    made: dict[str, Any] = deepcopy(dict(document))
    a, b = random_pairs(len(features), RANDOM_PAIRS, seed)
    chosen = features.only(names)
    left, right = chosen.take(a), chosen.take(b)
    compared = compare(left, right, parse_model(sealed(made)))
    for name, column in zip(chosen.registry.attributes, _columns(chosen), strict=True):
        weights = made["attributes"][name]
        u = _shares(cell_counts(Sample(compared), name, weights))
        made["attributes"][name]["u"] = (_exact(u, column) if isinstance(column, Coded) else u).tolist()
    return made


def _columns(features: Features) -> list[Any]:
    """The column behind each attribute."""
    pairs = zip(features.registry.comparators, features.columns, strict=True)
    return [column for comparator, column in pairs for _ in comparator.attributes]


def _exact(u: NDArray[np.float64], column: Coded) -> NDArray[np.float64]:
    """u with the chance that two records have one value as it is, which no sample of pairs tells of rare values."""
    counts = column.vocabulary.counts.astype(float)
    filled = counts.sum()
    same = max(float(np.sum(counts * (counts - 1))), UNSEEN) / max(filled * (filled - 1), 1.0)
    rest = u[:, SAME + 1 :]
    rest *= (1.0 - same) / np.maximum(rest.sum(axis=1, keepdims=True), 1e-12)
    u[:, SAME] = same
    return u


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """(groups, levels): share of each level among pairs with both values; an unseen level counts as half a pair."""
    held = np.maximum(counts, UNSEEN)
    held[:, MISSING] = 0.0
    share: NDArray[np.float64] = held / held.sum(axis=1, keepdims=True)
    share[:, MISSING] = 1.0
    return share


def _learn(document: Mapping[str, Any], features: Features, blocked: Pairs, pairs: float) -> Learned:
    model = parse_model(sealed(document))
    compared = compare(features.take(blocked[0]), features.take(blocked[1]), model)
    prior = batch_prior(len(features) / 2, len(features), None, model)
    return learn(document, Blocked(features.registry, compared, pairs, prior))


def _associate(features: Features, learned: Learned, blocked: Pairs, pairs: float) -> tuple[Features, dict[str, int]]:
    """Features whose comparators know which values go together, judged by all the other columns."""
    model = parse_model(sealed(learned.document))
    a, b = blocked
    scores = score(features.take(a), features.take(b), model, learned.prior)
    prior = learned_prior(scores.evidence, learned.prior, pairs)
    comparators, found = list(features.registry.comparators), {}
    for i, (comparator, column) in enumerate(zip(comparators, features.columns, strict=True)):
        if isinstance(comparator, ColumnComparator) and isinstance(column, Coded) and "associated" in comparator.levels:
            sure = _sure_without(scores, features.registry.attributes.index(comparator.column), prior)
            pairs_of_values = associations(column.codes[a[sure]], column.codes[b[sure]], column.vocabulary)
            comparators[i] = replace(comparator, associated=pairs_of_values)
            found[comparator.column] = len(pairs_of_values)
    return Features(Registry(tuple(comparators)), features.columns, features.size), found


def _sure_without(scores: Scores, attribute: int, prior: Prior) -> NDArray[np.intp]:
    """Pairs that are sure of being one person by everything but one attribute."""
    rest = scores.evidence - scores.bits[:, attribute] + prior.match_bits
    return np.flatnonzero(1.0 / (1.0 + np.exp2(-np.clip(rest, -1000, 1000))) >= SURE)
