"""Request bodies: JSON to envelopes and persons, with every wrong field named by its path and nothing repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import orjson
from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.errors_http import HttpProblem, Problems
from api.routes.strictness import check, reread_dates
from models.errors import BadQuery, BadValue, TulgaError
from models.person import Person
from models.query import Purpose
from models.wire import read_record

Body = TypeVar("Body", bound=BaseModel)
T = TypeVar("T")
MOST_ERRORS: Final = 50
"""Wrong fields listed in one answer; the rest shows once these are mended."""


def read_json() -> Any:
    """The request's body; raises 415 for another content type and 400 for what is not JSON."""
    if request.mimetype != "application/json":
        raise HttpProblem(415)
    try:
        return orjson.loads(request.get_data(cache=False))
    except orjson.JSONDecodeError:
        raise HttpProblem(400, "body_unreadable") from None


def read_body(kind: type[Body]) -> Body:
    """The request's body as an envelope; raises Problems with every field that does not fit."""
    return envelope(kind, read_json())


def envelope(kind: type[Body], document: Any) -> Body:
    """A JSON document as an envelope; raises Problems with every field that does not fit."""
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        raise Problems([_error(detail, kind) for detail in details[:MOST_ERRORS]]) from None


def read_person(record: Mapping[str, Any], path: str, register: str = "") -> Person:
    """A person in the flat or the rich form; raises BadValue with ``path`` before the field's own."""
    try:
        check(record)
        person: Person = reread_dates(read_record(record, register))
    except BadValue as error:
        field = f"{path}.{error.field}" if path and error.field else error.field or path
        raise BadValue(error.code, field, **error.facts) from None
    return person


def read_each(records: Sequence[Mapping[str, Any]], read: Callable[[Mapping[str, Any], int], T]) -> list[T]:
    """``read`` applied to each record with its number; raises Problems with the errors of all of them."""
    results: list[T] = []
    errors: list[TulgaError] = []
    for number, record in enumerate(records):
        try:
            results.append(read(record, number))
        except TulgaError as error:
            errors.append(error)
    if errors:
        raise Problems(errors[:MOST_ERRORS])
    return results


def _error(detail: ErrorDetails, kind: type[BaseModel]) -> TulgaError:
    path = ".".join(_safe(str(step)) for step in detail["loc"])
    what, facts = detail["type"], detail.get("ctx", {})
    if path == "purpose":
        return BadQuery("purpose_missing", path, allowed=", ".join(Purpose))
    if what == "extra_forbidden":
        return BadValue("field_unknown", path, known=", ".join(kind.model_fields))
    if what == "enum":
        return BadValue("code_unknown", path, allowed=str(facts["expected"]).replace("'", "").replace(" or ", ", "))
    if what in _PLAIN:
        code, names = _PLAIN[what]
        return BadValue(code, path, **{name: facts[fact] for name, fact in names.items()})
    return _limits(what, facts, path, kind) or BadValue("field_type", path, expected=what.partition("_")[0])


_PLAIN: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "missing": ("field_missing", {}),
    "string_too_short": ("field_missing", {}),
    "string_pattern_mismatch": ("field_missing", {}),
    "string_too_long": ("field_too_long", {"limit": "max_length"}),
}


def _limits(what: str, facts: Mapping[str, Any], path: str, kind: type[BaseModel]) -> TulgaError | None:
    """Errors of numbers and lists name both ends, which the schema of the field holds."""
    schema = kind.model_json_schema()["properties"].get(path, {})
    if what in ("too_long", "too_short"):
        return BadValue("list_length", path, minimum=schema.get("minItems", 0), maximum=schema.get("maxItems", "∞"))
    if what in ("greater_than_equal", "less_than_equal"):
        return BadValue("number_range", path, minimum=schema.get("minimum", 0), maximum=schema.get("maximum", "∞"))
    return None


def _safe(step: str) -> str:
    """A step of a path fit for a message: an unknown key may be personal data in the wrong place."""
    return step if step.isascii() and step.replace("_", "").isalnum() and len(step) <= 40 else "?"
