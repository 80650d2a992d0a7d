"""Errors as HTTP answers: problem+json (RFC 9457) for machines, a page for people, in the reader's language.

No answer repeats what was sent: a message is made of a code, the path of a field, and facts that hold no personal data.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any, Final

import orjson
import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, RequestEntityTooLarge

from api.language import current_language
from models.errors import Fact, StoreError, TulgaError, catalogue

OSIA: Final = "/v1/"
"""Where the façade of OSIA's interface stands."""
PROBLEM: Final = "application/problem+json"
_STEP: Final = re.compile(r"[.\[\]/]+")


class HttpProblem(TulgaError):
    """An error whose status is known only where it happens."""

    def __init__(self, status: int, code: str | None = None, field: str | None = None, **facts: Fact) -> None:
        known = f"http_{status}" if f"http_{status}" in catalogue() else "http_400"
        super().__init__(code or known, field, **facts)
        self.http_status = status


class Problems(TulgaError):
    """Several fields are wrong at once; ``parts`` are the errors, one a field."""

    def __init__(self, parts: Sequence[TulgaError]) -> None:
        super().__init__(parts[0].code, parts[0].field, **parts[0].facts)
        self.parts = parts


def problem(error: TulgaError, language: str) -> dict[str, Any]:
    """The members of the problem document for ``error``."""
    status = status_of(error)
    parts = error.parts if isinstance(error, Problems) else [error]
    return {
        "type": f"urn:tulga:error:{error.code}",
        "title": HttpProblem(status).text(language),
        "status": status,
        "code": error.code,
        "detail": error.text(language),
        "request_id": request_id(),
        "errors": [
            {"pointer": pointer(p.field), "code": p.code, "detail": p.text(language)}
            for p in parts
            if p.field is not None
        ],
    }


def status_of(error: TulgaError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, Problems):
        return status_of(error.parts[0])
    return error.http_status if isinstance(error, HttpProblem) else error.status


def pointer(field: str) -> str:
    """The path of a field (``documents[0].number``) as a JSON pointer (RFC 6901: ``/documents/0/number``)."""
    steps = [step.replace("~", "~0") for step in _STEP.split(field) if step]
    return "".join(f"/{step}" for step in steps)


def request_id() -> str:
    """A random name for this request, the same in the answer and in the log."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    name: str = g.request_id
    return name


def respond(error: TulgaError, headers: dict[str, str] | None = None) -> Response:
    """``error`` as problem+json in the reader's language."""
    if request.path.startswith(OSIA):
        return _respond_osia(error)
    language = current_language()
    document = problem(error, language)
    response = Response(orjson.dumps(document), document["status"], mimetype=PROBLEM)
    response.headers["Content-Language"] = language
    response.headers.update(headers or {})
    if document["status"] == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tulga"'
    if "seconds" in error.facts:
        response.headers["Retry-After"] = str(error.facts["seconds"])
    return response


def _respond_osia(error: TulgaError) -> Response:
    """The error of OSIA's interfaces: a number and a sentence. A wrong field is 400 there."""
    status = {422: 400}.get(status_of(error), status_of(error))
    parts = error.parts if isinstance(error, Problems) else [error]
    message = " ".join(f"{part.field or ''} {part.text('en')}".strip() for part in parts)
    response = Response(orjson.dumps({"code": status, "message": message}), status, mimetype="application/json")
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tulga"'
    return response


def register(app: Flask) -> None:
    """Make ``app`` answer every error so."""
    from api.pages.errors import respond_page  # noqa: PLC0415  (pages need this module)

    def answer(error: TulgaError, headers: dict[str, str] | None = None) -> Response:
        return respond(error, headers) if wants_json() else respond_page(error, headers)

    @app.errorhandler(TulgaError)
    def _own(error: TulgaError) -> Response:
        if isinstance(error, StoreError):
            structlog.get_logger("tulga").error("store_error", code=error.code, request_id=request_id())
        return answer(error)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.code is None or error.code < 400:
            return Response(status=error.code or 200, headers=dict(error.get_headers()))
        return answer(*_translated(error))

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        # The kind and the place of the fault, never its text: that may hold a value of a record.
        structlog.get_logger("tulga").error(
            "unexpected", kind=type(error).__name__, where=_place(error), request_id=request_id()
        )
        return answer(*_translated(InternalServerError()))


def wants_json() -> bool:
    """Whether a machine asks: everything below /api, and the probes."""
    return request.path.startswith(("/api/", OSIA, "/openapi.json", "/healthz", "/readyz", "/metrics"))


def _translated(error: HTTPException) -> tuple[TulgaError, dict[str, str]]:
    status = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        return HttpProblem(413, "body_too_large", limit=request.max_content_length or 0), {}
    if isinstance(error, MethodNotAllowed):
        return HttpProblem(405), {"Allow": ", ".join(sorted(error.valid_methods or ()))}
    return HttpProblem(status), {"Retry-After": "60"} if status == 429 else {}


def _place(error: BaseException) -> str:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames[-4:])
