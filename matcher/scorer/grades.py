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
    if not len(at) or not model.grades.rules:
        return found
    place = {name: i for i, name in enumerate(compared.attributes)}
    families = {f: _family_bits(members, place, bits, at) for f, members in model.families.items()}
    for rule in model.grades.rules:
        if all(attribute in place for attribute in rule.levels):
            held = at[_holds(rule, {a: compared.levels[place[a]][at] for a in rule.levels}, families, model)]
            found[held] = np.minimum(found[held], CODES[rule.cap])
    return found


Columns = dict[str, NDArray[np.uint8]]
Families = dict[str, NDArray[np.float32]]


def _holds(rule: Rule, levels: Columns, families: Families, model: Model) -> NDArray[np.bool_]:
    holds = np.ones(len(next(iter(families.values()))), bool)
    for attribute, column in levels.items():
        listed = [name in rule.levels[attribute] for name in model.attributes[attribute].levels]
        holds &= np.take(np.array(listed), column)
    if rule.families is not None:
        holds &= sum((f >= rule.bits).astype(np.uint8) for f in families.values()) < rule.families
    for family in rule.unless:
        holds &= families[family] < rule.bits
    return holds


def _family_bits(
    members: tuple[str, ...], place: dict[str, int], bits: NDArray[np.float32], at: NDArray[np.intp]
) -> NDArray[np.float32]:
    total = np.zeros(len(at), np.float32)
    for member in members:
        if member in place:
            total += bits[place[member]][at]
    return total
