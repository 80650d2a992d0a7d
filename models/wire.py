"""Persons as JSON: the rich form (the types themselves), the flat form (the columns of a file), and their schema."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from models.errors import BadValue
from models.flat import COLUMNS, OPTIONAL_COLUMNS, read_flat
from models.person import Person

_RICH: Final = frozenset(Person.__dataclass_fields__)
_FLAT: Final = frozenset(COLUMNS + OPTIONAL_COLUMNS)
_BOTH: Final = _RICH & _FLAT
"""Names that stand in both forms (sex, birth_date …): text in the flat one, objects in the rich."""


def read_record(record: Mapping[str, Any], register: str = "") -> Person:
    """A person from a JSON object in either form; raises BadValue with the path of the field.

    The form is told by the fields: any field that only the rich form has, or a both-form field that holds an object,
    makes it rich. A field that neither form knows is refused, never dropped.
    """
    unknown = [name for name in record if name not in _RICH and name not in _FLAT]
    if unknown:
        raise BadValue("field_unknown", _safe(unknown[0]), known=", ".join(COLUMNS))
    if _is_rich(record):
        person = _read_rich(record)
        return person if person.register or not register else _with_register(person, register)
    return read_flat({name: _text(name, cell) for name, cell in record.items()}, register)


def dump(person: Person) -> bytes:
    """The person as compact JSON (UTF-8), defaults left out; ``load`` gives it back unchanged."""
    return adapter().dump_json(person, exclude_defaults=True)


def load(data: bytes) -> Person:
    """The person that ``dump`` wrote."""
    return adapter().validate_json(data)


def to_object(person: Person) -> dict[str, Any]:
    """The person in the rich form as JSON-ready objects, defaults left out."""
    result: dict[str, Any] = adapter().dump_python(person, mode="json", exclude_defaults=True)
    return result


def person_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the rich form, made from the types."""
    return adapter().json_schema()


def flat_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the flat form, made from the column names."""
    columns = {name: {"type": ["string", "null"]} for name in COLUMNS + OPTIONAL_COLUMNS}
    return {"type": "object", "properties": columns, "additionalProperties": False}


@functools.cache
def adapter() -> TypeAdapter[Person]:
    """Pydantic's adapter for Person; made once, at first use."""
    return TypeAdapter(Person)


def _is_rich(record: Mapping[str, Any]) -> bool:
    return any(name not in _FLAT or (name in _BOTH and isinstance(cell, Mapping)) for name, cell in record.items())


def _read_rich(record: Mapping[str, Any]) -> Person:
    mixed = [name for name in record if name not in _RICH]
    if mixed:
        raise BadValue("field_unknown", _safe(mixed[0]), known=", ".join(sorted(_RICH)))
    try:
        return adapter().validate_python(record)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        path = ".".join(_safe(str(part)) for part in first["loc"])
        raise BadValue("field_type", path, expected=_expected(first["type"])) from None


def _with_register(person: Person, register: str) -> Person:
    values = {name: getattr(person, name) for name in _RICH}
    return Person(**{**values, "register": register})


def _text(field: str, cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    raise BadValue("field_type", field, expected="string, null")


def _safe(name: str) -> str:
    """A field name fit for a message: an unknown key may be personal data that slipped into the wrong place."""
    return name if name.isascii() and name.replace("_", "").isalnum() and len(name) <= 40 else "?"


def _expected(kind: str) -> str:
    return kind.replace("_type", "").replace("_parsing", "").replace("_", " ")
