"""Answers as JSON-ready objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Response

from models.evidence import Answer, Candidate, Evidence, Judgement


def json_response(document: Any, status: int = 200) -> Response:
    """``document`` as a JSON response."""
    return Response(orjson.dumps(document), status, mimetype="application/json")


def answer(found: Answer, languages: Sequence[str], explained: bool = True) -> dict[str, Any]:
    """One answer as it is sent."""
    return {
        "candidates": [candidate(c, languages, explained) for c in found.candidates],
        "searched": found.searched,
        "compared": found.compared,
        "notes": list(found.notes),
    }


def candidate(found: Candidate, languages: Sequence[str], explained: bool = True) -> dict[str, Any]:
    """One candidate as it is sent."""
    where = {"record_id": found.record_id, "register": found.register}
    return where | judgement(found.judgement, languages, explained)


def judgement(judged: Judgement, languages: Sequence[str], explained: bool = True) -> dict[str, Any]:
    """A judgement as it is sent; without ``explained`` it has neither prior nor evidence."""
    head = {
        "grade": judged.grade.value,
        "probability": judged.probability,
        "bits": round(judged.bits, 4),
        "relation": judged.relation,
        "reading": judged.reading.value if judged.reading else None,
        "conflict": judged.conflict,
    }
    if not explained:
        return head
    evidence = [piece(e, languages) for e in judged.evidence]
    return head | {"prior_bits": round(prior_bits(judged), 4), "evidence": evidence}


def piece(evidence: Evidence, languages: Sequence[str]) -> dict[str, Any]:
    """A piece of evidence as it is sent, with its reason in ``languages``."""
    return {
        "attribute": evidence.attribute,
        "values": list(evidence.values),
        "level": evidence.level,
        "bits": round(evidence.bits, 4),
        "reason": {language: evidence.reason[language] for language in languages if language in evidence.reason},
        "notes": list(evidence.notes),
    }


def prior_bits(judged: Judgement) -> float:
    """What stood before any evidence: the chance that a record picked at random is the person, in bits."""
    return judged.bits - sum(e.bits for e in judged.evidence)
