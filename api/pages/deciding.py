"""The place on the page of a pair where a person sets its reading: the machine's proposal stands beside it."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from api.auth.guard import page
from api.auth.permissions import allowed
from api.biometrics.decisions import MOST_NOTE, READINGS, Decision, Pair, decide, decided
from api.biometrics.desk import Desk
from api.node import current_node
from api.pages import asked, blueprint
from api.pages.query import session
from models.errors import BadValue, NotFound
from models.evidence import Reading


@blueprint.post("/compare/<name>/<int:place>/decision")
@page("decisions.write")
def set_reading(name: str, place: int) -> ResponseReturnValue:
    """Set a reading for the query's case and the candidate at ``place``; back to the page, where it is shown."""
    found = asked.find(session(), name)
    listed = found.answer["candidates"]
    desk: Desk | None = getattr(current_node(), "desk", None)
    if desk is None or not 1 <= place <= len(listed):
        raise NotFound("record_not_found")
    chosen = listed[place - 1]
    pair = Pair(register=chosen["register"], record_id=chosen["record_id"], case=found.case)
    who = session().principal
    made = Decision(reading=_reading(), proposed=chosen.get("reading"), by=who.name, case=found.case, note=_note())
    decide(desk.store, pair, made, who.actor)
    return redirect(url_for("pages.compare", name=name, place=place) + "#decision", 303)


def shown(chosen: dict[str, str], case: str) -> list[Decision] | None:
    """What was set for this candidate in this case, newest first; None where nothing can be set."""
    desk: Desk | None = getattr(current_node(), "desk", None)
    if desk is None:
        return None
    return decided(desk.store, Pair(register=chosen["register"], record_id=chosen["record_id"], case=case))


def may_decide() -> bool:
    """Whether the person at the page may set a reading."""
    return allowed(session().principal, "decisions.write")


def _reading() -> Reading:
    text = request.form.get("reading", "")
    if text not in READINGS:
        raise BadValue("code_unknown", "reading", allowed=", ".join(READINGS))
    return Reading(text)


def _note() -> str:
    text = request.form.get("note", "").strip()
    if len(text) > MOST_NOTE:
        raise BadValue("field_too_long", "note", limit=MOST_NOTE)
    return text
