"""The OpenAPI 3.1 document, made from the routes themselves, so that no route is left out of it.

Why not APIFlask: its pydantic adapter reads every body as JSON whatever its type (no 415), flattens the paths of wrong
fields into text (no JSON pointers), and doubles the time it takes to import the web part.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app

from api.routes.components import schemas
from api.routes.operation import ATTRIBUTE, Operation
from api.routes.writing import json_response

blueprint = Blueprint("openapi", __name__)
VERSION: Final = "1.0.0"
_PARAMETER: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_ALWAYS: Final = (406, 429, 500)
_NAME: Final = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^/\s]+$"}
_PATH_SCHEMAS: Final = {
    "register": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": r"^[\w.\-]+$"},
    "record_id": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": r"^[^/\s]+$"},
    **dict.fromkeys(("personId", "personIdSource", "personIdTarget", "encounterId", "galleryId", "taskId"), _NAME),
    "media_id": {"type": "integer", "minimum": 0},
}


@blueprint.get("/openapi.json")
def document_route() -> Response:
    """The document itself is open: it tells a client how to log in, and nothing about anybody."""
    return json_response(document(current_app))


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of ``app``."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in app.url_map.iter_rules():
        described = getattr(app.view_functions[rule.endpoint], ATTRIBUTE, None)
        if isinstance(described, Operation):
            view = app.view_functions[rule.endpoint]
            path = paths.setdefault(_PARAMETER.sub(r"{\1}", rule.rule), {})
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                path[method.lower()] = _operation(described, rule.endpoint, view.__doc__ or "", sorted(rule.arguments))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tulga",
            "version": VERSION,
            "summary": "Identity matching with evidence in bits",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A service token."}},
        },
    }


def _operation(described: Operation, endpoint: str, text: str, arguments: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "operationId": endpoint.replace(".", "_"),
        "tags": [endpoint.partition(".")[0]],
        "summary": described.summary,
        "description": text,
        "parameters": [
            *map(_path_parameter, arguments),
            *map(_header_parameter, described.headers),
            *(_query_parameter(name, schema) for name, schema in described.query.items()),
        ],
        "responses": _responses(described),
    }
    if described.permission is None:
        result["security"] = []
    else:
        result["x-permission"] = described.permission
    if described.body is not None:
        content = {"application/json": {"schema": _ref(described.body)}}
        if described.files:
            content["multipart/form-data"] = {"schema": _form(described.body)}
        result["requestBody"] = {"required": True, "content": content}
    return result


def _responses(described: Operation) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, schema in described.answers.items():
        responses[str(status)] = {"description": HTTPStatus(status).phrase}
        if schema is not None:
            responses[str(status)]["content"] = {described.media: {"schema": _ref(schema)}}
        if described.etag:
            responses[str(status)]["headers"] = {"ETag": {"required": True, "schema": {"type": "string"}}}
    access = (401, 403) if described.permission is not None else ()
    for status in sorted({*_ALWAYS, *access, *described.errors}):
        media = "application/problem+json" if described.problem == "Problem" else "application/json"
        content = {media: {"schema": _ref(described.problem)}}
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    return responses


def _form(body: str) -> dict[str, Any]:
    """A form with the same document as one of its fields and pictures as files."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": 10}
    properties: dict[str, Any] = {"photo": files, "fingerprint_card": files, "taken_on": {"type": "string"}}
    field = {"Record": "record", "MediaRequest": ""}.get(body, "request")
    if field:
        properties[field] = {"type": "string", "contentMediaType": "application/json", "description": f"A {body}."}
    return {"type": "object", "properties": properties} | ({"required": [field]} if field else {})


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]}


def _query_parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    plain = {k: v for k, v in schema.items() if k != "required"}
    return {"name": name, "in": "query", "required": bool(schema.get("required")), "schema": plain}


def _header_parameter(name: str) -> dict[str, Any]:
    text = "The ETag of the record as it was read."
    return {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
