"""Records of a register: create, read, correct, delete. A correction names the version it corrects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, g, request, url_for

from api.errors_http import HttpProblem
from api.node import StoredRecord, current_node
from api.routes.operation import Operation, operation
from api.routes.pictures import read_document, separated
from api.routes.reading import read_person
from api.routes.writing import json_response
from models.biometrics import MediaFile
from models.errors import BadValue, Conflict
from models.person import Person
from models.wire import to_object

blueprint = Blueprint("records", __name__, url_prefix="/api/v1/registers/<register>/records")
_ETAG: Final = re.compile(r'"([\x21\x23-\x7e]+)"')


@blueprint.post("")
@operation(
    Operation(
        summary="Add a record",
        permission="records.write",
        body="Record",
        files=True,
        answers={201: "Person"},
        errors=(400, 409, 413, 415, 422),
        etag=True,
    )
)
def create(register: str) -> Response:
    """Add a record, with its pictures; its record_id must be new in the register."""
    person, files = _read(register)
    if not person.record_id:
        raise BadValue("field_missing", "record_id")
    stored = current_node().create(person, g.principal.actor, files)
    response = _response(stored, 201)
    response.headers["Location"] = url_for("records.read", register=register, record_id=person.record_id)
    return response


@blueprint.get("/<record_id>")
@operation(
    Operation(summary="Read a record", permission="records.read", answers={200: "Person"}, errors=(404,), etag=True)
)
def read(register: str, record_id: str) -> Response:
    """A record with its ETag."""
    return _response(current_node().read(register, record_id, g.principal.actor))


@blueprint.put("/<record_id>")
@operation(
    Operation(
        summary="Correct a record",
        permission="records.write",
        body="Record",
        files=True,
        answers={200: "Person"},
        errors=(400, 404, 412, 413, 415, 422, 428),
        headers=("If-Match",),
        etag=True,
    )
)
def correct(register: str, record_id: str) -> Response:
    """Put the record in the place of the version that If-Match names; pictures are added, never taken away."""
    version = _if_match()
    person, files = _read(register)
    if person.record_id not in ("", record_id):
        raise BadValue("record_id_differs", "record_id")
    with _precondition():
        stored = current_node().replace(replace(person, record_id=record_id), version, g.principal.actor, files)
    return _response(stored)


@blueprint.delete("/<record_id>")
@operation(
    Operation(
        summary="Delete a record",
        permission="records.write",
        answers={204: None},
        errors=(404, 412, 428),
        headers=("If-Match",),
    )
)
def delete(register: str, record_id: str) -> Response:
    """Delete the version that If-Match names: from the register and from its index."""
    version = _if_match()
    with _precondition():
        current_node().delete(register, record_id, version, g.principal.actor)
    return Response(status=204)


def _read(register: str) -> tuple[Person, tuple[MediaFile, ...]]:
    body, beside = read_document("record", f"api:{g.principal.name}")
    if not isinstance(body, Mapping):
        raise BadValue("field_type", "", expected="object")
    left, files = separated(_named(body), f"api:{g.principal.name}")
    person = read_person(left, "", register)
    if person.register != register:
        raise BadValue("record_id_differs", "register")
    return person, beside + files


def _named(body: Mapping[Any, Any]) -> Mapping[str, Any]:
    return {str(name): value for name, value in body.items()}


def _if_match() -> str:
    if "If-Match" not in request.headers:
        raise HttpProblem(428, "precondition_missing")
    quoted = _ETAG.fullmatch(request.headers["If-Match"].strip())
    if quoted is None:
        raise HttpProblem(412, "record_changed")  # a weak or foreign tag cannot be the version that was read
    return quoted[1]


@contextmanager
def _precondition() -> Iterator[None]:
    """A version that is no longer the present one is a failed If-Match: 412, not 409."""
    try:
        yield
    except Conflict as error:
        if error.code != "record_changed":
            raise
        raise HttpProblem(412, "record_changed") from None


def _response(stored: StoredRecord, status: int = 200) -> Response:
    response = json_response(to_object(stored.person), status)
    response.headers["ETag"] = f'"{stored.version}"'
    return response
