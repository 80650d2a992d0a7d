"""Tasks that answer later: how far they are, and their result once more. A caller sees its own."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, g

from api.osia.routes.common import blueprint, tasks
from api.routes.operation import Operation, operation
from api.routes.writing import json_response

_ANY: Final = "registers.list"
"""A permission that every token has: whoever could start a task may ask for it."""
_SAID: Final[dict[str, Any]] = {"permission": _ANY, "problem": "OsiaError"}


@blueprint.get("/tasks/<taskId>/status")
@operation(Operation(summary="How far a task is", answers={200: "OsiaStatus"}, errors=(404,), **_SAID))
def status(taskId: str) -> Response:  # noqa: N803
    """The status of a task; one that was forgotten or is another caller's is unknown."""
    return json_response(tasks().status(taskId, g.principal.actor).name)


@blueprint.post("/tasks/<taskId>/redeliver")
@operation(Operation(summary="Send a result again", answers={204: None}, errors=(404, 409), **_SAID))
def redeliver(taskId: str) -> Response:  # noqa: N803
    """Send the result of a task once more; 409 when it has been delivered and is kept no longer."""
    tasks().redeliver(taskId, g.principal.actor)
    return Response(status=204)
