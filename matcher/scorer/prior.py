"""What is expected before any evidence.

Take a person and one of N records at random. It is the person's own with odds ``enrolled / N``, where ``enrolled`` is
how many records of that person are expected there; it is a brother's with odds ``brothers * share enrolled / N``;
else it is a stranger's. A batch job knows better than a guess: the share of matching pairs is learned from the
evidence of the pairs themselves by EM (Fellegi and Sunter 1969; one parameter, convex, no starting value needed).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from matcher.weights.model import Model


@dataclass(frozen=True, slots=True)
class Prior:
    """Prior odds against a stranger, as log2, for one pair."""

    match_bits: float
    kin_bits: float
    """For one expected relative; the model's count of each kind multiplies it."""


def search_prior(records: int, model: Model, enrolled: float | None = None) -> Prior:
    """For a query against a register (or several) of ``records`` records in all."""
    size = max(records, 2)
    expected = model.prior.enrolled if enrolled is None else enrolled
    return Prior(log2(expected / size), log2(model.prior.relatives_enrolled / size))


def batch_prior(matches: float, records_a: int, records_b: int | None, model: Model) -> Prior:
    """For all pairs of a register (``records_b`` None) or of two, of which about ``matches`` are of one person."""
    size = max(records_a, records_b or 0, 2)
    pairs = records_a * (records_a - 1) / 2 if records_b is None else float(records_a) * records_b
    return Prior(log2(max(matches, 0.5) / max(pairs, 1.0)), log2(model.prior.relatives_enrolled / size))


def learned_prior(
    evidence: NDArray[np.float64], start: Prior, pairs: float, rounds: int = 100, tolerance: float = 1e-3
) -> Prior:
    """The prior under which the expected matches among the compared pairs reproduce it.

    ``evidence`` is ``Scores.evidence`` (calibrated bits) of the pairs that were compared, ``pairs`` the number of all
    pairs, compared or not; those not compared count as strangers. ``kin_bits`` is kept.
    """
    bits, lowest = start.match_bits, log2(0.5 / max(pairs, 1.0))
    for _ in range(rounds):
        expected = float(np.sum(1.0 / (1.0 + np.exp2(-np.clip(evidence + bits, -1000, 1000)))))
        update = max(log2(max(expected, 1e-9) / pairs), lowest)
        if abs(update - bits) < tolerance:
            return Prior(update, start.kin_bits)
        bits = update
    return Prior(bits, start.kin_bits)
