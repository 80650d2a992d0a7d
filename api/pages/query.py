"""The query form and the candidates it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.auth.guard import current_session, page
from api.auth.sessions import Session
from api.errors_http import Problems, status_of
from api.language import current_language
from api.metrics import Metrics
from api.node import Asking, current_node
from api.pages import asked, blueprint, labels, uploads
from api.pages.forms import Filled, read_form, typed
from api.pages.rows import full_name
from api.pages.summary import facts, summary
from api.pages.words import gettext
from models.errors import TulgaError, Unauthenticated
from models.query import Query

_MENDABLE = (400, 413, 422)
"""Errors of a field, of a picture and of its size are shown at the field."""
SHOWN = 10
"""Candidates on a page."""


@blueprint.get("/")
@page("search")
def query() -> ResponseReturnValue:
    """The empty form, or, with ``?again=``, that of an earlier query of this session."""
    again = request.args.get("again")
    return form_page(asked.find(session(), again).fields if again else {}, ())


@blueprint.post("/")
@page("search")
def ask() -> ResponseReturnValue:
    """Search, keep the question and the answer with the session, and go to the page of the answer."""
    fields = typed(request.form)
    try:
        filled = read_form(fields, tuple(request.form.getlist("register")), uploads.read())
        name = _ask(filled, fields)
    except TulgaError as error:
        if status_of(error) not in _MENDABLE:
            raise
        return form_page(fields, error.parts if isinstance(error, Problems) else (error,))
    return redirect(url_for("pages.candidates", name=name), 303)


@blueprint.get("/queries/<name>")
@page("search")
def candidates(name: str) -> ResponseReturnValue:
    """The candidates of a query, best first, with the evidence that weighs most."""
    found = asked.find(session(), name)
    return Response(
        render_template(
            "candidates.html",
            name=name,
            asked=found,
            candidates=[summary(c) for c in found.answer["candidates"]],
            who=full_name(found.person),
            facts=facts(found.fields),
        )
    )


def session() -> Session:
    """The session of a guarded page."""
    found = current_session()
    if found is None:
        raise Unauthenticated("http_401")
    return found


def _ask(filled: Filled, fields: dict[str, str]) -> str:
    asking = Asking(session().principal.actor, filled.purpose, filled.case)
    wanted = Query(
        person=filled.person,
        purpose=filled.purpose,
        case=filled.case,
        limit=SHOWN,
        registers=filled.registers,
        media=filled.media,
    )
    answers = current_node().match([wanted], asking)
    metrics: Metrics = current_app.extensions["tulga.metrics"]
    metrics.answered(filled.purpose, answers)
    return asked.keep(session(), filled, asking, fields, answers[0])


def form_page(fields: Mapping[str, str], errors: Sequence[TulgaError], **more: Any) -> Response:
    """The form filled with ``fields``, with each error at its field."""
    page_text = render_template(
        "query.html",
        fields=fields,
        errors={e.field or "": _text(e) for e in errors},
        registers=current_node().registers(),
        pictures=uploads.possible(),
        chosen=request.form.getlist("register"),
        **more,
    )
    return Response(page_text, 422 if errors else 200)


def _text(error: TulgaError) -> str:
    """The message with the field's label in place of its name."""
    if error.code == "purpose_missing":
        return gettext("Выберите одну из трёх целей статьи 6.")
    labelled = TulgaError(error.code, labels.field(error.field or ""), **error.facts)
    return labelled.text(current_language())
