"""Score aligned pairs: levels, bits, relatives, probability, grade."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.features import Features, Registry
from matcher.relatives import weigh_relatives
from matcher.scorer.beside import Beside, several_identities
from matcher.scorer.evidence import Compared, compare, extended, weigh
from matcher.scorer.grades import caps, grade
from matcher.scorer.prior import Prior, search_prior
from matcher.weights.model import Model
from models.evidence import Grade

GRADES: Final = (Grade.CERTAINLY_NOT, Grade.POSSIBLE, Grade.PROBABLE, Grade.CERTAIN)
"""What the codes in ``Scores.grade`` mean; the higher the surer."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What is known of n pairs.

    ``bits[i].sum() + relatives[i] + other_identity[i] + prior.match_bits == total[i]``.
    """

    registry: Registry
    prior: Prior
    levels: NDArray[np.uint8]
    """(n, A), columns as ``registry.attributes``, then those of ``beside``."""
    bits: NDArray[np.float32]
    """(n, A): log2(m/u) of each piece of evidence, adjusted by term frequency."""
    relatives: NDArray[np.float32]
    """(n,): what the chance that they are two of one family takes away, ≤ 0."""
    other_identity: NDArray[np.float32]
    """(n,): what is given back because a person may have other data elsewhere, ≥ 0; see ``matcher.scorer.beside``."""
    relation: NDArray[np.int8]
    """(n,): index into the model's relations where one competes, else −1."""
    evidence: NDArray[np.float64]
    """(n,): calibrated bits of all evidence, without the prior."""
    total: NDArray[np.float32]
    probability: NDArray[np.float64]
    cap: NDArray[np.uint8]
    """The highest grade that the model's rules allow, index into GRADES."""
    grade: NDArray[np.uint8]
    """Index into GRADES."""
    details: tuple[Any, ...] = ()
    """Of each comparator of the registry what it found besides, for those that put the pairs into words."""

    def __len__(self) -> int:
        return len(self.total)


def score(a: Features, b: Features, model: Model, prior: Prior | None = None, beside: Beside | None = None) -> Scores:
    """Judge aligned pairs; ``prior`` defaults to a search in a register of the model's usual size.

    ``beside`` is evidence that is no feature: the pairs' photographs and fingerprint cards.

    Symmetric in a and b. Raises ValueError when the lengths differ and BadFile('model_attributes') when the model
    does not know an attribute or its levels.
    """
    known = prior if prior is not None else search_prior(model.prior.records, model)
    return score_compared(a.registry, replace(compare(a, b, model), beside=beside), model, known)


def score_compared(registry: Registry, compared: Compared, model: Model, prior: Prior) -> Scores:
    """The same, for pairs whose levels are known already."""
    bits = weigh(compared, model)
    own = bits.sum(axis=0)
    kin = weigh_relatives(compared, bits, own, model, prior)
    summed = own + kin.bits
    evidence, other = model.calibration(summed), np.zeros(len(own), np.float32)
    if (beside := compared.beside) is not None:
        other = several_identities(summed, beside.total)
        against = model.calibration.continued(summed)
        with_pictures = against + several_identities(against, beside.total) + beside.total
        evidence = np.where(np.isnan(beside.bits).all(axis=1), evidence, with_pictures)
        summed = summed + other + beside.total
        compared, bits = extended(compared), np.concatenate([bits, beside.weights.T])
    cap = caps(compared, bits, evidence, model)
    probability = posterior(evidence, prior)
    return Scores(
        registry=registry,
        prior=prior,
        levels=compared.levels.T,
        bits=bits.T,
        relatives=kin.bits,
        other_identity=other,
        relation=kin.relation,
        evidence=evidence,
        total=(summed + prior.match_bits).astype(np.float32),
        probability=probability,
        cap=cap,
        grade=grade(probability, cap, model),
        details=compared.details,
    )


def posterior(evidence: NDArray[np.float64], prior: Prior) -> NDArray[np.float64]:
    """P(one person | evidence) for calibrated bits; with ``grade`` it re-judges a batch when the prior is learned."""
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(evidence + prior.match_bits, -1000.0, 1000.0))))
