"""Errors as pages."""

from __future__ import annotations

from flask import Response, render_template

from api.language import current_language
from models.errors import TulgaError


def respond_page(error: TulgaError, headers: dict[str, str] | None = None) -> Response:
    """``error`` as a page that says what was wrong and leads back to the query."""
    from api.errors_http import HttpProblem, request_id, status_of  # noqa: PLC0415  (it needs this module)

    status, language = status_of(error), current_language()
    page = render_template(
        "error.html",
        status=status,
        title=HttpProblem(status).text(language),
        detail=error.text(language) if not error.code.startswith("http_") else "",
        request_id=request_id(),
    )
    response = Response(page, status)
    response.headers.update(headers or {})
    return response
