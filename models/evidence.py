"""What an answer is made of: evidence in bits, a probability, a grade."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How sure an answer is; the words of FHIR's $match."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    CERTAINLY_NOT = "certainly-not"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence for or against: what was compared, how it agreed, what that weighs.

    ``bits`` is log2 of the likelihood ratio (positive speaks for one person). ``values`` are both values as received.
    ``reason`` is a plain sentence in each of the four languages. ``notes`` name the rules that linked or parted them.
    """

    attribute: str
    values: tuple[str, str]
    level: str
    bits: float
    reason: dict[str, str]
    notes: tuple[str, ...] = ()


class Reading(StrEnum):
    """What two records are to each other, once data and pictures have been set side by side.

    The readings of the EU's multiple-identity detector (Regulation (EU) 2019/817, Arts 30-33). A machine proposes one;
    only a person sets it.
    """

    SAME_PERSON = "same-data-same-person"
    SEVERAL_IDENTITIES = "different-data-same-person"
    SHARED_IDENTITY = "same-data-different-person"
    DIFFERENT = "different-data-different-person"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer for one pair: prior + evidence = bits, its calibrated probability and its grade."""

    bits: float
    probability: float
    grade: Grade
    evidence: tuple[Evidence, ...] = ()
    relation: str | None = None
    """The likelier alternative among relatives (sibling, twin, parent, spouse), when it competes."""
    reading: Reading | None = None
    """What is proposed, where pictures were compared."""
    conflict: bool = False
    """Data and pictures contradict each other: shown before anything else, never averaged away."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a search found, with the judgement on it."""

    record_id: str
    register: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search says: candidates best first, and how many records were looked at."""

    candidates: tuple[Candidate, ...]
    searched: int
    """Records in the registers that were asked."""
    compared: int
    """Records that were retrieved and scored."""
    notes: tuple[str, ...] = field(default=())
