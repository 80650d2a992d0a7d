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
_PATH_SCHEMAS: Final = {
    "register": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": r"^[\w.\-]+$"},
    "record_id": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": r"^[^/\s]+$"},
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
        "parameters": [*map(_path_parameter, arguments), *map(_header_parameter, described.headers)],
        "responses": _responses(described),
    }
    if described.permission is None:
        result["security"] = []
    else:
        result["x-permission"] = described.permission
    if described.body is not None:
        content = {"application/json": {"schema": _ref(described.body)}}
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
        content = {"application/problem+json": {"schema": _ref("Problem")}}
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    return responses


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]}


def _header_parameter(name: str) -> dict[str, Any]:
    text = "The ETag of the record as it was read."
    return {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
