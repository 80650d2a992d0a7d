"""Filling the query form from a machine-readable zone that was pasted; nothing is searched or kept."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from api.auth.guard import page
from api.pages import blueprint
from api.pages.forms import typed
from api.pages.query import form_page
from api.pages.words import gettext
from matcher.documents.mrz import MrzReading, parse_mrz
from models.errors import BadValue

LONGEST = 400
"""Letters of a pasted zone with its line ends; three lines of 30 or two of 44 are the most there are."""


@blueprint.post("/mrz")
@page("search")
def mrz() -> ResponseReturnValue:
    """The form with what the zone says filled in; what was typed stays where the zone says nothing."""
    fields, zone = typed(request.form), request.form.get("mrz", "")
    try:
        if len(zone) > LONGEST:
            raise BadValue("mrz_unreadable", "mrz")
        reading = parse_mrz(zone)
    except BadValue as error:
        return form_page(fields, [BadValue(error.code, "mrz", **error.facts)])
    return form_page(fields | columns(reading), [], reading=reading, failed=_failed(reading))


def columns(reading: MrzReading) -> dict[str, str]:
    """The flat columns that a zone fills. Its expiry date is not among them: it is no item of Art. 6."""
    person = reading.person
    name = person.names[0] if person.names else None
    document = person.documents[0] if person.documents else None
    date = person.birth_date.value
    found = {
        "surname_latin": name.surname.value if name else None,
        "given_latin": name.given.value if name else None,
        "patronymic_latin": name.patronymic.value if name else None,
        "sex": person.sex.value.value if person.sex.value else None,
        "birth_date": date.iso() if date else None,
        "citizenship": person.citizenships[0].country if person.citizenships else None,
        "document_number": document.text() if document else None,
    }
    return {column: text for column, text in found.items() if text}


def _failed(reading: MrzReading) -> list[str]:
    names = {
        "number": gettext("номер документа"),
        "birth_date": gettext("дата рождения"),
        "expiry": gettext("срок действия"),
        "optional": gettext("дополнительное поле"),
        "composite": gettext("общая"),
    }
    return [names.get(field, field) for field in reading.failed]
