"""Training a model on a register: with labels by counting, without by EM; calibration on people held back.

Rows come in prepared (``matcher.features``), so that nothing here knows of files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.pairs import Index, Records, blocked_pairs, postings
from matcher.evaluation.run import Settings, run
from matcher.evaluation.truth import Truth
from matcher.features import Features, Registry, Row
from matcher.scorer.evidence import weigh
from matcher.scorer.prior import Prior, batch_prior
from matcher.scorer.score import score_compared
from matcher.weights.calibration import Seen, calibrate
from matcher.weights.ecm import ecm_start
from matcher.weights.em import Blocked, Learned, learn
from matcher.weights.estimate import Sample, cell_counts, estimate, rebased
from matcher.weights.kinds import NOBODY, Kinship, Pairs, relatives, same_person, strangers
from matcher.weights.model import Model, parse_model, sealed
from matcher.weights.sampling import compare_pairs
from models.errors import BadFile

Keys = Callable[[Row], Sequence[str]]

RANDOM_PAIRS: Final = 300_000
PER_RECORD: Final = 50
"""Most random pairs, in all and for each record."""
BLOCKED_PAIRS: Final = 1_000_000
RELATIVES: Final = 100_000
"""Most pairs of each relation."""
LEAST: Final = 100
"""Fewer true pairs than this carry no estimate."""
WHOLE_BITS: Final = 5.0
"""Strangers with at least this much evidence mostly share a candidate key; the others are counted at random. No
higher: a random pair stands for thousands, and one alone between 5 and 10 bits would move the calibration by a bit."""
HELD: Final = 1000.0
"""Pseudo-pairs with which the starting u holds against random pairs of the register."""


@dataclass(frozen=True, slots=True)
class Material:
    """What training works on."""

    registry: Registry
    rows: Sequence[Row]
    keys: Keys
    limit: int = 200
    seed: int = 1


def counted(document: Mapping[str, Any], material: Material, kin: Kinship) -> dict[str, Any]:
    """m, u, own-bit maps and, where families are known, relations, counted over labelled records.

    Raises BadFile('training_too_small') when hardly any person has two records.
    """
    rng = np.random.default_rng(material.seed)
    features, start = material.registry.batch(material.rows), parse_model(sealed(document))
    pairs = same_person(kin)
    if len(pairs[0]) < LEAST:
        raise BadFile("training_too_small", "labels", found=len(pairs[0]), needed=LEAST, what="pairs of one person")
    same = Sample(compare_pairs(features, pairs, start))
    apart = Sample(
        compare_pairs(features, strangers(kin, min(RANDOM_PAIRS, PER_RECORD * len(material.rows)), rng), start)
    )
    related = {k: p for k, p in relatives(kin, rng).items() if len(p[0]) >= LEAST}
    samples = {k: Sample(compare_pairs(features, _some(p, rng), start)) for k, p in related.items()}
    made = rebased(estimate(document, same, apart, samples), document, frozenset(samples))
    people = len(np.unique(kin.person))
    for kind, found in related.items():
        made["relations"]["kinds"][kind]["count"] = round(2.0 * len(found[0]) / people, 4)
    return made


def _some(pairs: Pairs, rng: np.random.Generator) -> Pairs:
    at = rng.permutation(len(pairs[0]))[:RELATIVES]
    return pairs[0][at], pairs[1][at]


def calibrated(document: Mapping[str, Any], material: Material, kin: Kinship) -> dict[str, list[float]] | None:
    """The calibration table of a document on labelled records it was not counted on; None when they are too few.

    Pairs of two people of one family are left out: how many of them a search meets does not grow with the register as
    the number of strangers does, and they have a term of their own (``matcher.relatives``).
    """
    known = Truth(kin.person, kin.person, same=True)
    free = parse_model(sealed({**document, "calibration": {"summed": [-200.0, 200.0], "calibrated": [-200.0, 200.0]}}))
    done = run(material.rows, None, known, Settings(material.registry, material.keys, free, material.limit))
    scored, positives = done.scored, known.count()
    related = (kin.family[scored.left] == kin.family[scored.right]) & (kin.family[scored.left] != NOBODY)
    alike = scored.evidence[~scored.truth & ~related & (scored.evidence >= WHOLE_BITS)].astype(float)
    apart = _random_strangers(free, material, kin, done.prior)
    others = done.all_pairs - positives
    matches = scored.evidence[scored.truth].astype(float)
    return calibrate(
        Seen(matches, np.ones(len(matches)), positives),
        Seen(
            np.concatenate([alike, apart[apart < WHOLE_BITS]]),
            np.repeat([1.0, others / max(len(apart), 1)], [len(alike), int(np.sum(apart < WHOLE_BITS))]),
            others,
        ),
    )


def _random_strangers(model: Model, material: Material, kin: Kinship, prior: Prior) -> NDArray[np.float64]:
    """Summed bits of random pairs: candidate keys put the least alike strangers together too seldom to count them."""
    features = material.registry.batch(material.rows)
    size = min(RANDOM_PAIRS, PER_RECORD * len(material.rows))
    pairs = strangers(kin, size, np.random.default_rng(material.seed))
    compared = compare_pairs(features, pairs, model)
    return score_compared(material.registry, compared, model, prior).evidence


def learned(start: Mapping[str, Any], material: Material, *, ecm: bool = False) -> Learned:
    """m by EM over blocked pairs, u from random pairs; ``ecm``: begin at recordlinkage's binary ECM."""
    rng = np.random.default_rng(material.seed)
    features, model = material.registry.batch(material.rows), parse_model(sealed(start))
    size = len(material.rows)
    random = tuple(rng.integers(0, max(size, 1), min(RANDOM_PAIRS, PER_RECORD * size)) for _ in range(2))
    apart = random[0] != random[1]
    document = with_u(start, Sample(compare_pairs(features, (random[0][apart], random[1][apart]), model)))
    pairs, share = _blocked(material)
    if len(pairs[0]) < LEAST:
        raise BadFile("training_too_small", "register", found=len(pairs[0]), needed=LEAST, what="candidate pairs")
    blocked = _compared(document, material, features, pairs, share)
    first = None
    if ecm:
        first = ecm_start(weigh(blocked.compared, parse_model(sealed(document))).T > 0, material.seed).probability
    return learn(document, blocked, first=first)


def with_u(document: Mapping[str, Any], strangers_: Sample) -> dict[str, Any]:
    """The document with u from random pairs, held by its own u where few of them fall."""
    made = deepcopy(dict(document))
    for name, weights in made["attributes"].items():
        base = np.array(weights["u"], float).reshape(-1, len(weights["levels"]))
        counts = cell_counts(strangers_, name, weights) + HELD * base
        counts[:, 0] = 0.0
        share = counts / counts.sum(axis=1, keepdims=True)
        share[:, 0] = 1.0
        weights["u"] = share.tolist()
    return rebased(made, document, frozenset())


def _compared(
    document: Mapping[str, Any], material: Material, features: Features, pairs: tuple[Records, Records], share: float
) -> Blocked:
    model, size = parse_model(sealed(document)), len(material.rows)
    compared = compare_pairs(features, pairs, model)
    prior = batch_prior(max(0.02 * size, 1.0), size, None, model)
    return Blocked(material.registry, compared, share * size * (size - 1) / 2, prior)


def _blocked(material: Material) -> tuple[tuple[Records, Records], float]:
    """Candidate pairs, at most BLOCKED_PAIRS of them, and the share of all candidate pairs that they are."""
    entries = postings(material.rows, material.keys)
    made = list(blocked_pairs(entries, Index.of(entries), material.limit, same=True))
    left, right = (np.concatenate([p[i] for p in made]) if made else np.zeros(0, np.int64) for i in (0, 1))
    at = np.random.default_rng(material.seed).permutation(len(left))[:BLOCKED_PAIRS]
    return (left[at], right[at]), len(at) / max(len(left), 1)
