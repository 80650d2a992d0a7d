"""The reading of a link between two records when biographic and biometric evidence are set side by side.

The four readings are those of the EU's multiple-identity detector (Regulation (EU) 2019/817, Arts 30-33: green, red and
white links, yellow until someone has looked). The machine proposes; only a person sets a reading.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from matcher.biometrics.limits import read_toml
from models.evidence import Reading


@dataclass(frozen=True, slots=True)
class LinkProposal:
    """A proposed reading; ``conflict``: the two kinds of evidence contradict, which is shown first, never averaged."""

    reading: Reading
    conflict: bool


@functools.cache
def _limits() -> dict[str, Any]:
    return read_toml("matcher.biometrics", "link.toml")


def _side(bits: float | None, kind: str) -> int:
    """1: same, -1: different, 0: not clear or missing."""
    if bits is None:
        return 0
    rule = _limits()[kind]
    return int(bits >= rule["same"]) - int(bits <= rule["different"])


_READINGS = {
    (1, 1): Reading.SAME_PERSON,
    (-1, 1): Reading.SEVERAL_IDENTITIES,
    (1, -1): Reading.SHARED_IDENTITY,
    (-1, -1): Reading.DIFFERENT,
}


def propose(biographic_bits: float | None, biometric_bits: float | None) -> LinkProposal:
    """Propose a reading from the bits of both kinds of evidence; None is missing, and missing decides nothing."""
    sides = _side(biographic_bits, "biographic"), _side(biometric_bits, "biometric")
    return LinkProposal(_READINGS.get(sides, Reading.UNDECIDED), conflict=sides[0] * sides[1] < 0)


def same_bits() -> float:
    """Bits of pictures from which they are taken to show one person."""
    return float(_limits()["biometric"]["same"])
