"""From a probability to a grade, capped by rules that stand in the model file."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.scorer.evidence import Compared
from matcher.weights.model import Model
from matcher.weights.tables import Rule

CODES: Final = {"certainly-not": 0, "possible": 1, "probable": 2, "certain": 3}
"""Grade names in the model file to the codes of ``Scores.grade``."""


def grade(probability: NDArray[np.float64], cap: NDArray[np.uint8], model: Model) -> NDArray[np.uint8]:
    """Grade codes (n,) by the limits, no higher than the caps."""
    limits = np.array([model.grades.possible, model.grades.probable, model.grades.certain])
    return np.minimum(np.searchsorted(limits, probability, side="right").astype(np.uint8), cap)


def caps(
    compared: Compared, bits: NDArray[np.float32], evidence: NDArray[np.float64], model: Model
) -> NDArray[np.uint8]:
    """The highest grade (n,) that the rules allow; they are asked only where the evidence may reach any grade."""
    found = np.full(len(evidence), CODES["certain"], np.uint8)
    at = np.flatnonzero(evidence >= model.gate_bits)
    for rule in model.grades.rules if len(at) else ():
        held = at[_holds(rule, compared, bits, at, model)]
        found[held] = np.minimum(found[held], CODES[rule.cap])
    return found


def _holds(
    rule: Rule, compared: Compared, bits: NDArray[np.float32], at: NDArray[np.intp], model: Model
) -> NDArray[np.bool_]:
    row = {name: i for i, name in enumerate(compared.attributes)}
    holds = np.ones(len(at), bool)
    for attribute, names in rule.levels.items():
        if attribute not in row:
            return np.zeros(len(at), bool)
        codes = [i for i, name in enumerate(model.attributes[attribute].levels) if name in names]
        holds &= np.isin(compared.levels[row[attribute]][at], codes)
    strong = {f: _family_bits(members, row, bits, at) >= rule.bits for f, members in model.families.items()}
    if rule.families is not None:
        holds &= np.sum(list(strong.values()), axis=0) < rule.families
    for family in rule.unless:
        holds &= ~strong[family]
    return holds


def _family_bits(
    members: tuple[str, ...], row: dict[str, int], bits: NDArray[np.float32], at: NDArray[np.intp]
) -> NDArray[np.float32]:
    total = np.zeros(len(at), np.float32)
    for member in members:
        if member in row:
            total += bits[row[member]][at]
    return total
