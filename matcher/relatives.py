"""Two people of one family as a hypothesis of its own.

P(one person) = λ·L / (λ·L + 1 + Σ κ·n_k·L_k), with L the likelihood of the evidence for one person and L_k for relation
k, each over a stranger's; λ and κ are prior odds and n_k the number of such relatives. What the relations take away,
−log2(1 + Σ κ·n_k·L_k), is a piece of evidence of its own, ``relatives``. It does not depend on λ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from matcher.weights.model import Model

if TYPE_CHECKING:  # the scorer stands on this module
    from matcher.scorer.evidence import Compared
    from matcher.scorer.prior import Prior

NO_RELATION: Final = -1
"""Code where no relation competes."""


@dataclass(frozen=True, slots=True)
class Kin:
    """What relatives take away (n,), and which relation competes (n,), index into ``Model.relations`` or −1."""

    bits: NDArray[np.float32]
    relation: NDArray[np.int8]


def weigh_relatives(
    compared: Compared, bits: NDArray[np.float32], own: NDArray[np.float32], model: Model, prior: Prior
) -> Kin:
    """Weigh every relation for the pairs that look alike enough (``Model.gate_bits``); the others are strangers."""
    kin = Kin(np.zeros(len(own), np.float32), np.full(len(own), NO_RELATION, np.int8))
    at = np.flatnonzero(own >= model.gate_bits)
    if not len(at) or not model.relations:
        return kin
    relations = relation_bits(compared, bits, at, model) + prior.kin_bits
    alike = own[at]
    if compared.beside is not None:
        relations = relations + compared.beside.for_relatives(model)[at]
        alike = alike + compared.beside.total[at]
    odds = np.exp2(np.minimum(relations, 1000.0))
    against = 1.0 + odds.sum(axis=1)
    kin.bits[at] = -np.log2(against)
    best = odds.argmax(axis=1)
    same = np.exp2(np.minimum(alike + prior.match_bits, 1000.0))
    competing = odds[np.arange(len(at)), best] >= model.competes * (against + same)
    kin.relation[at[competing]] = best[competing]
    return kin


def relation_bits(
    compared: Compared, bits: NDArray[np.float32], at: NDArray[np.intp], model: Model
) -> NDArray[np.float64]:
    """(len(at), K): log2 likelihood of each relation over a stranger, expected number of relatives included."""
    total = np.tile(np.log2([r.count for r in model.relations]), (len(at), 1))
    for i, name in enumerate(compared.attributes):
        offset, shared = model.kin_tables[name]
        total += offset[compared.cells[i][at]]
        if shared.any():
            total += np.outer(bits[i][at], shared)
    return total
