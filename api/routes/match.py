"""POST /api/v1/match and /api/v1/compare: the questions of Art. 6."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, g

from api.http_settings import http_settings
from api.metrics import Metrics
from api.node import Asking, current_node
from api.routes.envelopes import CompareRequest, MatchRequest
from api.routes.operation import Operation, operation
from api.routes.pictures import read_pictured, separated
from api.routes.reading import read_each, read_person
from api.routes.writing import answer, json_response, judgement
from models.biometrics import MediaFile
from models.errors import BadQuery, BadValue
from models.person import Person
from models.query import Purpose, Query

blueprint = Blueprint("match", __name__)


@blueprint.post("/api/v1/match")
@operation(
    Operation(
        summary="Who are these people?",
        permission="search",
        body="MatchRequest",
        files=True,
        answers={200: "MatchResponse"},
        errors=(400, 404, 413, 415, 422),
    )
)
def match() -> Response:
    """Search the registers for each query of a batch. Files of a form belong to its first query."""
    asked, files = read_pictured(MatchRequest, f"query:{g.principal.name}")
    _keep_to_limits(asked)
    queries = read_each(asked.queries, lambda record, n: _query(asked, record, n, files if n == 0 else ()))
    answers = current_node().match(queries, _asking(asked.purpose, asked.case))
    metrics: Metrics = current_app.extensions["tulga.metrics"]
    metrics.answered(asked.purpose, answers)
    return json_response({"answers": [answer(a, asked.languages, asked.explain) for a in answers]})


@blueprint.post("/api/v1/compare")
@operation(
    Operation(
        summary="Are these two records one person?",
        permission="compare",
        body="CompareRequest",
        files=True,
        answers={200: "Judgement"},
        errors=(400, 413, 415, 422),
    )
)
def compare() -> Response:
    """Judge one pair that the caller brings along. Files of a form belong to ``a``."""
    asked, files = read_pictured(CompareRequest, f"query:{g.principal.name}")
    (a, of_a), (b, of_b) = read_each([asked.a, asked.b], lambda record, n: _pictured(record, "ab"[n]))
    judged = current_node().compare(a, b, _asking(asked.purpose, asked.case), (files + of_a, of_b))
    return json_response(judgement(judged, asked.languages))


def _asking(purpose: Purpose, case: str) -> Asking:
    return Asking(g.principal.actor, purpose, case.strip())


def _pictured(record: Mapping[str, Any], path: str) -> tuple[Person, tuple[MediaFile, ...]]:
    """A person and the pictures that stand in its record."""
    left, files = separated(record, f"query:{g.principal.name}", path)
    return read_person(left, path), files


def _query(asked: MatchRequest, record: Mapping[str, Any], number: int, beside: tuple[MediaFile, ...]) -> Query:
    person, files = _pictured(record, f"queries[{number}]")
    if not (person.searchable or beside or files):
        raise BadQuery("query_empty", f"queries[{number}]")
    return Query(
        person=person,
        purpose=asked.purpose,
        case=asked.case.strip(),
        limit=asked.limit,
        min_grade=asked.min_grade,
        threshold=asked.threshold,
        registers=tuple(asked.registers),
        media=beside + files,
    )


def _keep_to_limits(asked: MatchRequest) -> None:
    settings = http_settings()
    if len(asked.queries) > settings.batch_limit:
        raise BadValue("list_length", "queries", minimum=1, maximum=settings.batch_limit)
    if asked.limit > settings.candidate_limit:
        raise BadValue("number_range", "limit", minimum=1, maximum=settings.candidate_limit)
