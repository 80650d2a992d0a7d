"""Persons and their encounters: created, read, corrected, moved, deleted."""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import Response, request

from api.osia.bodies import Encounter
from api.osia.routes.common import COMMON, HINT, READ, WRITE, answered, blueprint, body, described
from api.routes.reading import read_json
from models.errors import BadValue

_STATUSES: Final = ("ACTIVE", "INACTIVE")
_STATUS: Final = {"type": "string", "enum": list(_STATUSES), "required": True}
_CREATE: Final[dict[str, dict[str, Any]]] = {**COMMON, "algorithm": HINT}
_TEMPLATES: Final = ("biometricType", "biometricSubType", "instance", "templateFormat", "qualityFormat")
_MOST_GALLERIES: Final = 20


@blueprint.post("/persons")
@described("Create a person with an encounter", WRITE, "OsiaIds", body="OsiaEncounter", query=_CREATE)
def create_person() -> Response:
    """Create one encounter; the identifiers of person and encounter are given here."""
    return _create(None, None)


@blueprint.post("/persons/<personId>/encounters")
@described("Create an encounter", WRITE, "OsiaIds", body="OsiaEncounter", query=_CREATE)
def create_encounter(personId: str) -> Response:  # noqa: N803
    """Create one encounter; the person is created when there is none of that identifier."""
    return _create(personId, None)


@blueprint.post("/persons/<personId>/encounters/<encounterId>")
@described("Create an encounter of this identifier", WRITE, "OsiaIds", body="OsiaEncounter", query=_CREATE)
def create_named(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Create one encounter; 409 when there is one of that identifier."""
    return _create(personId, encounterId)


@blueprint.get("/persons/<personId>/encounters")
@described("Read all encounters of a person", READ, "OsiaEncounters")
def read_encounters(personId: str) -> Response:  # noqa: N803
    """Encounters with their pictures, oldest first."""
    return answered("read_all", person=personId)


@blueprint.get("/persons/<personId>/encounters/<encounterId>")
@described("Read an encounter", READ, "OsiaEncounter")
def read_encounter(personId: str, encounterId: str) -> Response:  # noqa: N803
    """One encounter with its pictures."""
    return answered("read", person=personId, encounter=encounterId)


@blueprint.put("/persons/<personId>/encounters/<encounterId>")
@described("Update an encounter", WRITE, "OsiaIds", body="OsiaEncounter", query=_CREATE)
def update_encounter(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Put another content in the place of an encounter's."""
    return answered("replace", person=personId, encounter=encounterId, body=_encounter())


@blueprint.delete("/persons/<personId>/encounters/<encounterId>")
@described("Delete an encounter", WRITE, None, 204)
def delete_encounter(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Delete an encounter; the person goes with the last one."""
    return answered("delete_encounter", 204, person=personId, encounter=encounterId)


@blueprint.get("/persons/<personId>/encounters/<encounterId>/templates")
@described("Read templates", READ, "OsiaTemplates", query={**COMMON, **dict.fromkeys(_TEMPLATES, HINT)})
def read_templates(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Templates and qualities that were computed, of the kinds that are asked for; empty while they are not."""
    wanted = {name: text for name in _TEMPLATES if (text := request.args.get(name))}
    return answered("templates", person=personId, encounter=encounterId, wanted=wanted)


@blueprint.put("/persons/<personId>/encounters/<encounterId>/status")
@described("Set an encounter's status", WRITE, None, 204, query={**COMMON, "status": _STATUS})
def set_status(personId: str, encounterId: str) -> Response:  # noqa: N803
    """ACTIVE takes part in searches, INACTIVE is kept and not found."""
    status = request.args.get("status", "")
    if status not in _STATUSES:
        raise BadValue("code_unknown", "status", allowed=", ".join(_STATUSES))
    return answered("set_status", 204, person=personId, encounter=encounterId, status=status)


@blueprint.put("/persons/<personId>/encounters/<encounterId>/galleries")
@described("Set an encounter's galleries", WRITE, None, 204, body="OsiaGalleries")
def set_galleries(personId: str, encounterId: str) -> Response:  # noqa: N803
    """An encounter stands in the gallery of its person's register and in no other."""
    galleries = read_json()
    if not isinstance(galleries, list) or not all(isinstance(name, str) for name in galleries):
        raise BadValue("field_type", "galleries", expected="array of strings")
    if len(galleries) > _MOST_GALLERIES:
        raise BadValue("list_length", "galleries", limit=_MOST_GALLERIES)
    return answered("set_galleries", 204, person=personId, encounter=encounterId, galleries=galleries)


@blueprint.delete("/persons/<personId>")
@described("Delete a person", WRITE, None, 204)
def delete_person(personId: str) -> Response:  # noqa: N803
    """Delete a person with all encounters."""
    return answered("delete", 204, person=personId)


@blueprint.post("/persons/<personIdTarget>/merge/<personIdSource>")
@described("Merge two persons", WRITE, None, 204)
def merge(personIdTarget: str, personIdSource: str) -> Response:  # noqa: N803
    """Give all encounters of the source to the target, or none when an identifier is there twice (409)."""
    return answered("move", 204, target=personIdTarget, source=personIdSource, encounter=None)


@blueprint.post("/persons/<personIdTarget>/move/<personIdSource>/encounters/<encounterId>")
@described("Move an encounter", WRITE, None, 204)
def move_encounter(personIdTarget: str, personIdSource: str, encounterId: str) -> Response:  # noqa: N803
    """Give one encounter of the source to the target."""
    return answered("move", 204, target=personIdTarget, source=personIdSource, encounter=encounterId)


def _create(person: str | None, encounter: str | None) -> Response:
    """The identifiers are given now, so that a task that is begun twice makes one encounter."""
    found = _encounter()
    person = person or secrets.token_urlsafe(12)
    encounter = encounter or found.get("encounterId") or secrets.token_urlsafe(12)
    return answered("create", person=person, encounter=encounter, body=found)


def _encounter() -> dict[str, Any]:
    return body(Encounter).model_dump(mode="json", exclude_none=True)
