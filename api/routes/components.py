"""Component schemas of the OpenAPI document: envelopes from pydantic, records from the types of ``models``."""

from __future__ import annotations

import copy
from typing import Any, Final

from pydantic import BaseModel

from api.osia import bodies as osia
from api.routes import envelopes
from api.routes.decisions import DecisionRequest
from api.routes.pictures import MediaRequest
from api.routes.strictness import MOST_ITEMS
from models.flat import MAX_CELL
from models.wire import adapter, flat_schema

_TEMPLATE: Final = "#/components/schemas/{model}"
_ENVELOPES: Final[dict[str, type[BaseModel]]] = {
    "MatchRequest": envelopes.MatchRequest,
    "MatchResponse": envelopes.MatchResponse,
    "CompareRequest": envelopes.CompareRequest,
    "Judgement": envelopes.JudgementOut,
    "RegistersResponse": envelopes.RegistersResponse,
    "MediaRequest": MediaRequest,
    "MediaResponse": envelopes.MediaResponse,
    "DecisionRequest": DecisionRequest,
    "DecisionsResponse": envelopes.DecisionsResponse,
    "Status": envelopes.Status,
    "Problem": envelopes.Problem,
}
_DERIVED: Final = ("year", "month", "day", "alternative", "century_open")
_TEXT: Final = {"type": "string", "maxLength": MAX_CELL, "pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"}


def schemas() -> dict[str, Any]:
    """All component schemas by name."""
    found: dict[str, Any] = {}
    for name, model in _ENVELOPES.items():
        schema = _referring(model.model_json_schema(ref_template=_TEMPLATE, mode="validation"))
        found.update(schema.pop("$defs", {}))
        found[name] = schema
    found.update(_persons())
    found["FlatRecord"] = _flat()
    forms = [{"$ref": "#/components/schemas/FlatRecord"}, {"$ref": "#/components/schemas/Person"}]
    found["Record"] = {"description": "A record in the flat or in the rich form.", "anyOf": forms}
    found["Schema"] = {"type": "object", "description": "A JSON Schema (2020-12)."}
    found.update(osia.schemas())
    found["File"] = {"type": "string", "format": "binary"}
    found["Metrics"] = {"type": "string"}
    return found


def _referring(schema: Any) -> Any:
    """The schema with ``x-component`` turned into references, which pydantic would not let pass."""
    if isinstance(schema, dict):
        if "x-component" in schema:
            return {"$ref": _TEMPLATE.format(model=schema["x-component"])}
        return {name: _referring(part) for name, part in schema.items()}
    return [_referring(part) for part in schema] if isinstance(schema, list) else schema


def _persons() -> dict[str, Any]:
    schema = copy.deepcopy(adapter().json_schema(ref_template=_TEMPLATE))
    found: dict[str, Any] = schema.pop("$defs", {})
    found["Person"] = schema
    return {name: _strict(definition) for name, definition in found.items()}


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """What ``strictness.check`` and the types refuse, said as JSON Schema."""
    properties = schema.get("properties")
    if properties is None:
        return schema
    if set(properties) == {"state", "value"}:
        return _value(schema)
    limited = {name: _limited(part) for name, part in properties.items()}
    for name in _DERIVED if "century_open" in properties else ():
        limited[name] |= {"readOnly": True}
    return schema | {"properties": limited, "additionalProperties": False}


def _limited(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("type") == "string" and "enum" not in schema:
        return schema | _TEXT
    if schema.get("type") == "array" and "maxItems" not in schema:
        return schema | {"maxItems": MOST_ITEMS}
    if "anyOf" in schema:
        return schema | {"anyOf": [_limited(part) for part in schema["anyOf"]]}
    return schema


def _value(schema: dict[str, Any]) -> dict[str, Any]:
    """A value is there exactly when its state says so."""
    kinds = [_limited(part) for part in schema["properties"]["value"]["anyOf"] if part.get("type") != "null"]
    there = {"state": {"const": "given"}, "value": kinds[0]}
    missing = {"state": {"enum": ["absent", "unknown", "withheld"]}, "value": {"type": "null"}}
    return {
        "description": schema.get("description", ""),
        "anyOf": [
            {"type": "object", "properties": there, "required": ["state", "value"], "additionalProperties": False},
            {"type": "object", "properties": missing, "additionalProperties": False},
        ],
    }


def _flat() -> dict[str, Any]:
    schema = flat_schema()
    cell = {"anyOf": [_TEXT, {"type": "integer"}, {"type": "null"}]}
    properties: dict[str, Any] = dict.fromkeys(schema["properties"], cell)
    for name in ("photo", "fingerprint_card"):
        properties[name] = cell | {"description": "A reference, or the picture itself as a data: address in base64."}
    return schema | {"properties": properties}
