"""Answers as JSON objects and as a table for people."""

from __future__ import annotations

from typing import Any

from models.evidence import Answer, Candidate, Evidence, Judgement


def answer_object(asked: str, found: Answer) -> dict[str, Any]:
    """An answer for machines; ``asked`` is the identifier that the query brought along."""
    return {
        "record_id": asked or None,
        "searched": found.searched,
        "compared": found.compared,
        "candidates": [candidate_object(c) for c in found.candidates],
    }


def candidate_object(candidate: Candidate) -> dict[str, Any]:
    """A candidate with its evidence."""
    return {"record_id": candidate.record_id, "register": candidate.register, **judgement_object(candidate.judgement)}


def judgement_object(judgement: Judgement) -> dict[str, Any]:
    """A judgement with its evidence."""
    return {
        "probability": round(judgement.probability, 6),
        "grade": judgement.grade.value,
        "bits": round(judgement.bits, 3),
        "relation": judgement.relation,
        "reading": judgement.reading.value if judgement.reading else None,
        "conflict": judgement.conflict,
        "evidence": [evidence_object(e) for e in judgement.evidence],
    }


def evidence_object(evidence: Evidence) -> dict[str, Any]:
    """One piece of evidence: both values, the level, the bits, the reason in four languages."""
    return {
        "attribute": evidence.attribute,
        "values": list(evidence.values),
        "level": evidence.level,
        "bits": round(evidence.bits, 3),
        "reason": evidence.reason,
        "notes": list(evidence.notes),
    }
