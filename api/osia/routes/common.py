"""What all routes of the façade share: parameters, and an answer now or later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Blueprint, Flask, Response, current_app, g, request
from pydantic import BaseModel

from api.biometrics.desk import Desk, current_desk
from api.http_settings import HttpSettings, http_settings
from api.osia.jobs import performer
from api.osia.sending import hosts
from api.osia.tasks import Tasks
from api.routes.operation import Operation, operation
from api.routes.pictures import allow_pictures
from api.routes.reading import envelope, read_json
from api.routes.writing import json_response
from models.errors import BadValue

blueprint = Blueprint("osia", __name__, url_prefix="/v1")
PREFIX: Final = "/v1/"
READ, WRITE = "records.read", "records.write"
_MOST_TRANSACTION: Final = 200
_TRANSACTION: Final = {"type": "string", "minLength": 1, "maxLength": _MOST_TRANSACTION, "required": True}
COMMON: Final[dict[str, dict[str, Any]]] = {
    "transactionId": _TRANSACTION,
    "callback": {"type": "string", "format": "uri", "maxLength": 2000},
    "priority": {"type": "integer", "minimum": 0, "maximum": 9},
}
HINT: Final[dict[str, Any]] = {"type": "string", "maxLength": 200}
"""A hint that the standard lets a caller give and a server pass over."""
Body = TypeVar("Body", bound=BaseModel)


def described(
    summary: str, permission: str, answer: str | None, status: int = 200, **more: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation of the standard: transaction and callback, later answers, its own errors."""
    said: dict[str, Any] = {"query": COMMON, "errors": (400, 404, 409, 413, 415), **more}
    answers = {status: answer, 202: "OsiaTask"}
    return operation(Operation(summary=summary, permission=permission, answers=answers, problem="OsiaError", **said))


def body(kind: type[Body]) -> Body:
    """The request's body, which may hold pictures; raises BadValue and TooLarge."""
    allow_pictures()
    return envelope(kind, read_json())


def answered(name: str, status: int = 200, /, **arguments: Any) -> Response:
    """What a job of ``api.osia.jobs`` gives, or, where the caller names an address for it, a task that will send it."""
    transaction = request.args.get("transactionId", "")
    if not 0 < len(transaction) <= _MOST_TRANSACTION:
        raise BadValue("field_missing", "transactionId")
    number("priority", 0, 0, 9)
    actor = g.principal.actor
    document = {"job": name, "actor": actor, "transaction": transaction, "arguments": arguments}
    if callback := request.args.get("callback"):
        return json_response({"taskId": tasks().start(document, callback, transaction, actor)}, 202)
    result = performer(current_desk(), http_settings().osia_register)(document, False)
    return Response(status=status) if status == 204 else json_response(result, status)


def tasks() -> Tasks:
    """The tasks of the running application."""
    found: Tasks | None = current_app.extensions.get("tulga.osia")
    if found is None:
        found = current_app.extensions["tulga.osia"] = made(current_desk(), http_settings())
    return found


def made(desk: Desk, settings: HttpSettings) -> Tasks:
    """The tasks of a store, not yet worked off by anybody."""
    return Tasks(desk.store, hosts(settings.callback_hosts), performer(desk, settings.osia_register))


def work_off(app: Flask, desk: Desk) -> None:
    """Work off this store's tasks in a thread, as long as the process runs: also those that an earlier one left."""
    found = app.extensions["tulga.osia"] = made(desk, app.extensions["tulga.http_settings"])
    threading.Thread(target=found.run_forever, args=(lambda: False,), name="tasks", daemon=True).start()


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number of the query string; raises BadValue('number_range')."""
    text = request.args.get(name)
    if text is None:
        return default
    found = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1
    if not least <= found <= most:
        raise BadValue("number_range", name, minimum=least, maximum=most)
    return found
