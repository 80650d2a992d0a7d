"""Photographs and fingerprint cards of a record: listed, added, fetched as received, deleted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for

from api.biometrics.desk import current_desk
from api.biometrics.files import media_type
from api.biometrics.sealed import Medium
from api.routes.operation import Operation, operation
from api.routes.pictures import read_files
from api.routes.writing import json_response
from models.errors import BadValue, NotFound

blueprint = Blueprint("media", __name__, url_prefix="/api/v1/registers/<register>/records/<record_id>/media")


@blueprint.get("")
@operation(
    Operation(
        summary="Which pictures a record has", permission="records.read", answers={200: "MediaResponse"}, errors=(404,)
    )
)
def media(register: str, record_id: str) -> Response:
    """Photographs and cards, oldest first: where they come from, their quality, and why one was refused."""
    found = current_desk().media(register, record_id, g.principal.actor)
    return json_response({"media": [described(m) for m in found]})


@blueprint.post("")
@operation(
    Operation(
        summary="Add pictures to a record",
        permission="records.write",
        body="MediaRequest",
        files=True,
        answers={201: "MediaResponse"},
        errors=(400, 404, 413, 415, 422),
    )
)
def add(register: str, record_id: str) -> Response:
    """Add photographs and cards, as a form with files or as JSON with base64; a picture held already is passed over."""
    files = read_files(f"api:{g.principal.name}")
    if not files:
        raise BadValue("field_missing", "photo")
    added = current_desk().add(register, record_id, files, g.principal.actor)
    response = json_response({"media": [described(m) for m in added]}, 201)
    response.headers["Location"] = url_for("media.media", register=register, record_id=record_id)
    return response


@blueprint.get("/<int:media_id>")
@operation(
    Operation(
        summary="A picture as it was received",
        permission="records.read",
        answers={200: "File"},
        errors=(404,),
        media="application/octet-stream",
    )
)
def file(register: str, record_id: str, media_id: int) -> Response:
    """The bytes as they came, to be saved: a browser is told not to open them."""
    _, data = current_desk().file(register, record_id, _number(media_id), g.principal.actor)
    response = Response(data, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{media_id}"'
    response.headers["X-Media-Type"] = media_type(data)
    return response


@blueprint.delete("/<int:media_id>")
@operation(Operation(summary="Delete a picture", permission="records.write", answers={204: None}, errors=(404,)))
def delete(register: str, record_id: str, media_id: int) -> Response:
    """Delete a picture, its templates and its place in the galleries."""
    current_desk().delete(register, record_id, _number(media_id), g.principal.actor)
    return Response(status=204)


def described(medium: Medium) -> dict[str, Any]:
    """A picture as it is listed."""
    return {
        "id": medium.number,
        "encounter": medium.encounter,
        "kind": medium.kind.value,
        "state": medium.state.name.lower(),
        **medium.details,
    }


def _number(media_id: int) -> int:
    """Numbers beyond what a database holds are nobody's."""
    if media_id >= 1 << 62:
        raise NotFound("media_not_found", "media")
    return media_id
