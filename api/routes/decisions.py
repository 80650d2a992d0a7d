"""Readings of a pair that people have set: listed, and set by systems in which a person decides."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response, g, request, url_for
from pydantic import Field

from api.biometrics.decisions import MOST_NOTE, Decision, Pair, as_object, decide, decided
from api.biometrics.desk import current_desk
from api.routes.envelopes import Case, RegisterName, Strict
from api.routes.operation import Operation, operation
from api.routes.reading import envelope, read_json
from api.routes.writing import json_response
from models.errors import BadValue
from models.evidence import Reading

blueprint = Blueprint("decisions", __name__, url_prefix="/api/v1/registers/<register>/records/<record_id>/decisions")
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}


class OtherRecord(Strict):
    """The record on the other side."""

    in_register: Annotated[RegisterName, Field(alias="register")]
    record_id: Annotated[str, Field(min_length=1, max_length=64)]


class DecisionRequest(Strict):
    """What a person has decided about a record and the query of a case, or about two records."""

    reading: Annotated[Reading, Field(strict=False, description="One of the four; undecided is none.")]
    case: Annotated[Case, Field(description="Reference of the case in which it was decided.")]
    decided_by: Annotated[Case, Field(description="The person who decided; never a machine.")]
    proposed: Annotated[Reading | None, Field(strict=False, description="What the machine had proposed.")] = None
    other: Annotated[OtherRecord | None, Field(description="Without it: the query of the case.")] = None
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""


@blueprint.post("")
@operation(
    Operation(
        summary="Set a reading",
        permission="decisions.write",
        body="DecisionRequest",
        answers={201: "DecisionsResponse"},
        errors=(400, 404, 413, 415, 422),
    )
)
def add(register: str, record_id: str) -> Response:
    """Write down what a person decided; nothing is overwritten, a change of mind is another decision."""
    asked = envelope(DecisionRequest, read_json())
    other = (asked.other.in_register, asked.other.record_id) if asked.other else None
    pair = Pair(register=register, record_id=record_id, case=asked.case, other=other)
    proposed = asked.proposed.value if asked.proposed else None
    made = Decision(reading=asked.reading, proposed=proposed, by=asked.decided_by, case=asked.case, note=asked.note)
    found = decide(current_desk().store, pair, made, g.principal.actor)
    response = json_response({"decisions": [as_object(found)]}, 201)
    response.headers["Location"] = url_for("decisions.listed", register=register, record_id=record_id)
    return response


@blueprint.get("")
@operation(
    Operation(
        summary="Which readings were set",
        permission="records.read",
        answers={200: "DecisionsResponse"},
        query={"case": _TEXT, "other_register": _TEXT, "other_record_id": _TEXT},
        errors=(400, 404, 422),
    )
)
def listed(register: str, record_id: str) -> Response:
    """What was set for a record and a case, or for two records; newest first."""
    case, name, other = (request.args.get(n, "") for n in ("case", "other_register", "other_record_id"))
    if not case and not (name and other):
        raise BadValue("field_missing", "case")
    pair = Pair(register=register, record_id=record_id, case=case, other=(name, other) if name and other else None)
    desk = current_desk()
    found: list[dict[str, Any]] = [as_object(d) for d in decided(desk.store, pair)]
    desk.note("list readings", g.principal.actor, register, record_id)
    return json_response({"decisions": found})
