"""The query form: its fields are the flat columns of a record, with the purpose and the case before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from api.errors_http import Problems
from models.biometrics import MediaFile
from models.errors import BadQuery, BadValue, TulgaError
from models.flat import COLUMNS, OPTIONAL_COLUMNS, read_flat
from models.person import Person
from models.query import Purpose

FIELDS: Final = tuple(
    name for name in COLUMNS + OPTIONAL_COLUMNS if name not in ("record_id", "photo", "fingerprint_card", "name")
)
"""Columns that a person types in."""
MAX_CASE: Final = 200
MAX_FIELD: Final = 500
"""Letters a person types into one field."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in rightly."""

    person: Person
    purpose: Purpose
    case: str
    registers: tuple[str, ...]
    media: tuple[MediaFile, ...] = ()


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by field, to fill the form again; nothing but known fields, cut at nothing."""
    return {name: form[name] for name in (*FIELDS, "purpose", "case") if form.get(name)}


def read_form(fields: Mapping[str, str], registers: tuple[str, ...], media: tuple[MediaFile, ...] = ()) -> Filled:
    """The query in the form; raises Problems with an error for each field that cannot be read."""
    errors: list[TulgaError] = [*_basis(fields), *_columns(fields)]
    person = None if errors else read_flat({name: fields.get(name) for name in FIELDS})
    if person is not None and not (person.searchable or media):
        errors.append(BadQuery("query_empty", "surname_ru"))
    if person is None or errors:
        raise Problems(errors)
    return Filled(person, Purpose(fields["purpose"]), fields["case"].strip(), registers, media)


def _basis(fields: Mapping[str, str]) -> list[TulgaError]:
    errors: list[TulgaError] = []
    if fields.get("purpose") not in set(Purpose):
        errors.append(BadQuery("purpose_missing", "purpose", allowed=", ".join(Purpose)))
    case = fields.get("case", "").strip()
    if not case:
        errors.append(BadQuery("case_missing", "case"))
    elif len(case) > MAX_CASE:
        errors.append(BadValue("field_too_long", "case", limit=MAX_CASE))
    elif not case.isprintable():
        errors.append(BadValue("field_control_characters", "case"))
    return errors


def _columns(fields: Mapping[str, str]) -> list[TulgaError]:
    """Each column is read alone, so that every wrong field is named at once."""
    errors: list[TulgaError] = []
    for name in FIELDS:
        if len(fields.get(name, "")) > MAX_FIELD:
            errors.append(BadValue("field_too_long", name, limit=MAX_FIELD))
            continue
        try:
            read_flat(_alone(name, fields))
        except BadValue as error:
            errors.append(error)
    return errors


def _alone(name: str, fields: Mapping[str, str]) -> dict[str, str | None]:
    """One column; a document's date is only read beside a number."""
    beside = {"document_number": "0"} if name == "document_issued_on" else {}
    return {**beside, name: fields.get(name)}
