"""Routes of OSIA's biometrics interface 1.6.0; the standard's names, statuses and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, current_app, g, request
from pydantic import BaseModel

from api.biometrics.desk import current_desk
from api.biometrics.enrolling import sample
from api.biometrics.settings import models_in_use
from api.http_settings import http_settings
from api.osia.bodies import Encounter, IdentifyRequest, VerifyPairRequest, VerifyRequest
from api.osia.persons import Persons
from api.osia.reading import files
from api.osia.searching import Searches, Wanted
from api.osia.tasks import Tasks, hosts
from api.routes.operation import Operation, operation
from api.routes.pictures import allow_pictures
from api.routes.reading import envelope, read_json
from api.routes.writing import json_response
from models.errors import BadValue

blueprint = Blueprint("osia", __name__, url_prefix="/v1")
PREFIX: Final = "/v1/"
_MOST_CONTENT: Final = 1000
_MOST_CANDIDATES: Final = 100
_MOST_TRANSACTION: Final = 200
_TRANSACTION: Final = {"type": "string", "minLength": 1, "maxLength": _MOST_TRANSACTION, "required": True}
_COMMON: Final[dict[str, dict[str, Any]]] = {
    "transactionId": _TRANSACTION,
    "callback": {"type": "string", "format": "uri", "maxLength": 2000},
    "priority": {"type": "integer", "minimum": 0, "maximum": 9},
}
_SEARCH: Final[dict[str, dict[str, Any]]] = {
    **_COMMON,
    "maxNbCand": {"type": "integer", "minimum": 1, "maximum": _MOST_CANDIDATES},
    "threshold": {"type": "number"},
}
_PAGE: Final[dict[str, dict[str, Any]]] = {
    **_COMMON,
    "offset": {"type": "integer", "minimum": 0, "maximum": 10**9},
    "limit": {"type": "integer", "minimum": 1, "maximum": _MOST_CONTENT},
}
_READ, _WRITE = "records.read", "records.write"
Job = Callable[[], Any]
Body = TypeVar("Body", bound=BaseModel)


def _described(
    summary: str, permission: str, answer: str | None, status: int = 200, **more: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation of the standard: transaction and callback, later answers, its own errors."""
    said: dict[str, Any] = {"query": _COMMON, "errors": (400, 404, 413, 415), **more}
    answers = {status: answer, 202: "OsiaTask"}
    return operation(Operation(summary=summary, permission=permission, answers=answers, problem="OsiaError", **said))


@blueprint.post("/persons")
@_described("Create a person with an encounter", _WRITE, "OsiaIds", body="OsiaEncounter")
def create_person() -> Response:
    """Create one encounter; the identifiers of person and encounter are given here."""
    return _create(None, None)


@blueprint.post("/persons/<personId>/encounters")
@_described("Create an encounter", _WRITE, "OsiaIds", body="OsiaEncounter")
def create_encounter(personId: str) -> Response:  # noqa: N803
    """Create one encounter; the person is created when there is none of that identifier."""
    return _create(personId, None)


@blueprint.post("/persons/<personId>/encounters/<encounterId>")
@_described("Create an encounter of this identifier", _WRITE, None, 201, body="OsiaEncounter")
def create_named(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Create one encounter; 403 when there is one of that identifier."""
    return _create(personId, encounterId, 201)


@blueprint.get("/persons/<personId>/encounters")
@_described("Read all encounters of a person", _READ, "OsiaEncounters")
def read_encounters(personId: str) -> Response:  # noqa: N803
    """Encounters with their pictures, oldest first."""
    persons = _persons()
    return _answered(lambda: persons.read_all(personId))


@blueprint.get("/persons/<personId>/encounters/<encounterId>")
@_described("Read an encounter", _READ, "OsiaEncounter")
def read_encounter(personId: str, encounterId: str) -> Response:  # noqa: N803
    """One encounter with its pictures."""
    persons = _persons()
    return _answered(lambda: persons.read(personId, encounterId))


@blueprint.put("/persons/<personId>/encounters/<encounterId>")
@_described("Update an encounter", _WRITE, None, 204, body="OsiaEncounter")
def update_encounter(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Put another content in the place of an encounter's."""
    persons, body = _persons(), _body(Encounter)
    return _answered(lambda: persons.replace(personId, encounterId, body), 204)


@blueprint.delete("/persons/<personId>/encounters/<encounterId>")
@_described("Delete an encounter", _WRITE, None, 204)
def delete_encounter(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Delete an encounter; the person goes with the last one."""
    persons = _persons()
    return _answered(lambda: persons.delete_encounter(personId, encounterId), 204)


@blueprint.get("/persons/<personId>/encounters/<encounterId>/templates")
@_described("Read templates", _READ, "OsiaTemplates")
def read_templates(personId: str, encounterId: str) -> Response:  # noqa: N803
    """Templates and qualities that were computed; empty while they are not."""
    persons = _persons()
    return _answered(lambda: persons.templates(personId, encounterId))


@blueprint.put("/persons/<personId>/encounters/<encounterId>/status")
@_described(
    "Set an encounter's status",
    _WRITE,
    None,
    204,
    query={**_COMMON, "status": {"type": "string", "enum": ["ACTIVE", "INACTIVE"], "required": True}},
)
def set_status(personId: str, encounterId: str) -> Response:  # noqa: N803
    """ACTIVE takes part in searches, INACTIVE is kept and not found."""
    persons, status = _persons(), request.args.get("status", "")
    if status not in ("ACTIVE", "INACTIVE"):
        raise BadValue("code_unknown", "status", allowed="ACTIVE, INACTIVE")
    return _answered(lambda: persons.set_status(personId, encounterId, status), 204)


@blueprint.delete("/persons/<personId>")
@_described("Delete a person", _WRITE, None, 204)
def delete_person(personId: str) -> Response:  # noqa: N803
    """Delete a person with all encounters."""
    persons = _persons()
    return _answered(lambda: persons.delete(personId), 204)


@blueprint.post("/persons/<personIdTarget>/merge/<personIdSource>")
@_described("Merge two persons", _WRITE, None, 204)
def merge(personIdTarget: str, personIdSource: str) -> Response:  # noqa: N803
    """Give all encounters of the source to the target, or none when an identifier is there twice (403)."""
    persons = _persons()
    return _answered(lambda: persons.move(personIdTarget, personIdSource, None), 204)


@blueprint.post("/persons/<personIdTarget>/move/<personIdSource>/encounters/<encounterId>")
@_described("Move an encounter", _WRITE, None, 204)
def move_encounter(personIdTarget: str, personIdSource: str, encounterId: str) -> Response:  # noqa: N803
    """Give one encounter of the source to the target."""
    persons = _persons()
    return _answered(lambda: persons.move(personIdTarget, personIdSource, encounterId), 204)


@blueprint.post("/identify/<galleryId>")
@_described("Identify", "search", "OsiaCandidates", body="OsiaIdentify", query=_SEARCH)
def identify(galleryId: str) -> Response:  # noqa: N803
    """Whose pictures these are, among the people of a gallery; scores are bits."""
    searches, body = _searches(), _body(IdentifyRequest)
    wanted = _wanted(body.filter)
    return _answered(lambda: searches.identify(galleryId, files(body.biometricData), wanted))


@blueprint.post("/identify/<galleryId>/<personId>")
@_described("Identify a person that is there already", "search", "OsiaCandidates", body="OsiaFilter", query=_SEARCH)
def identify_person(galleryId: str, personId: str) -> Response:  # noqa: N803
    """Who of a gallery is like this person, who is not found itself."""
    searches, document = _searches(), read_json()
    if not isinstance(document, Mapping):
        raise BadValue("field_type", "filter", expected="object")
    wanted = _wanted(document)
    return _answered(lambda: searches.identify_person(galleryId, personId, wanted))


@blueprint.post("/verify/<galleryId>/<personId>")
@_described("Verify", "compare", "OsiaVerification", body="OsiaVerify", query=_SEARCH)
def verify(galleryId: str, personId: str) -> Response:  # noqa: N803
    """Whether these are pictures of that person."""
    searches, body, wanted = _searches(), _body(VerifyRequest), _wanted()
    return _answered(lambda: searches.verify(galleryId, personId, files(body.biometricData), wanted))


@blueprint.post("/verify")
@_described("Verify two sets", "compare", "OsiaVerification", body="OsiaVerifyPair", query=_SEARCH)
def verify_pair() -> Response:
    """Whether two sets of pictures are one person's; nothing is stored."""
    searches, body, wanted = _searches(), _body(VerifyPairRequest), _wanted()

    def job() -> Any:
        models = models_in_use()
        sides = (files(body.biometricData1, "biometricData1"), files(body.biometricData2, "biometricData2"))
        first, second = (sample(side, models) for side in sides)
        return searches.verify_pair(first, second, wanted)

    return _answered(job)


@blueprint.get("/galleries")
@_described("Which galleries there are", "registers.list", "OsiaGalleries")
def galleries() -> Response:
    """The registers of the node."""
    searches = _searches()
    return _answered(searches.galleries)


@blueprint.get("/galleries/<galleryId>")
@_described("What stands in a gallery", _READ, "OsiaGalleryContent", query=_PAGE)
def gallery(galleryId: str) -> Response:  # noqa: N803
    """Persons and encounters of a register, oldest first."""
    searches = _searches()
    offset, limit = _number("offset", 0, 0, 10**9), _number("limit", _MOST_CONTENT, 1, _MOST_CONTENT)
    return _answered(lambda: searches.content(galleryId, offset, limit))


def _create(person_id: str | None, name: str | None, status: int = 200) -> Response:
    persons, body = _persons(), _body(Encounter)
    return _answered(lambda: persons.create(person_id, name, body), status)


def _persons() -> Persons:
    return Persons(current_desk(), http_settings().osia_register, g.principal.actor)


def _searches() -> Searches:
    return Searches(current_desk(), http_settings().osia_register, g.principal.actor)


def _body(kind: type[Body]) -> Body:
    allow_pictures()
    return envelope(kind, read_json())


def _answered(job: Job, status: int = 200) -> Response:
    """The answer now, or, where the caller names an address for it, a task whose result goes there."""
    transaction = request.args.get("transactionId", "")
    if not 0 < len(transaction) <= _MOST_TRANSACTION:
        raise BadValue("field_missing", "transactionId")
    _number("priority", 0, 0, 9)
    if address := request.args.get("callback"):
        background = _tasks()
        task = background.start(job, background.callback(address, transaction))
        return json_response({"taskId": task}, 202)
    result = job()
    return Response(status=status) if status in (201, 204) else json_response(result, status)


def _tasks() -> Tasks:
    found = current_app.extensions.get("tulga.osia")
    if found is None:
        found = current_app.extensions["tulga.osia"] = Tasks(hosts(http_settings().callback_hosts))
    tasks: Tasks = found
    return tasks


def _wanted(given: Mapping[str, Any] | None = None) -> Wanted:
    most = _number("maxNbCand", 10, 1, _MOST_CANDIDATES)
    text, threshold = request.args.get("threshold"), None
    if text is not None:
        try:
            threshold = float(text)
        except ValueError:
            raise BadValue("field_type", "threshold", expected="number") from None
    return Wanted(request.args.get("transactionId", ""), most, threshold, given)


def _number(name: str, default: int, least: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1
    if not least <= number <= most:
        raise BadValue("number_range", name, minimum=least, maximum=most)
    return number
