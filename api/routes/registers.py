"""Registers and JSON Schemas: what a client can ask before it asks about a person."""

from __future__ import annotations

from flask import Blueprint, Response

from api.node import current_node
from api.routes.operation import Operation, operation
from api.routes.writing import json_response
from models.wire import flat_schema, person_schema

blueprint = Blueprint("registers", __name__, url_prefix="/api/v1")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@blueprint.get("/registers")
@operation(
    Operation(summary="Which registers there are", permission="registers.list", answers={200: "RegistersResponse"})
)
def registers() -> Response:
    """All registers with the number of their records."""
    found = current_node().registers()
    return json_response({"registers": [{"name": r.name, "records": r.records} for r in found]})


@blueprint.get("/schemas/person")
@operation(
    Operation(
        summary="JSON Schema of a person",
        permission="schemas.read",
        answers={200: "Schema"},
        media="application/schema+json",
    )
)
def person() -> Response:
    """JSON Schema (2020-12) of the rich form of a record, made from the types."""
    return _schema({"$schema": _DIALECT} | person_schema())


@blueprint.get("/schemas/flat")
@operation(
    Operation(
        summary="JSON Schema of a flat record",
        permission="schemas.read",
        answers={200: "Schema"},
        media="application/schema+json",
    )
)
def flat() -> Response:
    """JSON Schema (2020-12) of the flat form of a record, made from the column names."""
    return _schema({"$schema": _DIALECT} | flat_schema())


def _schema(document: dict[str, object]) -> Response:
    response = json_response(document)
    response.mimetype = "application/schema+json"
    return response
