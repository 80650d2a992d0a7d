"""Errors as pages."""

from __future__ import annotations

from flask import Response, render_template

from api.language import current_language
from api.pages.words import gettext
from models.errors import TulgaError


def respond_page(error: TulgaError, headers: dict[str, str] | None = None) -> Response:
    """``error`` as a page that says what was wrong and leads back to the query."""
    from api.errors_http import HttpProblem, request_id, status_of  # noqa: PLC0415  (it needs this module)

    status, language = status_of(error), current_language()
    page = render_template(
        "error.html",
        status=status,
        title=HttpProblem(status).text(language),
        detail=_advice(status) if error.code.startswith("http_") else error.text(language),
        request_id=request_id(),
    )
    response = Response(page, status)
    response.headers.update(headers or {})
    return response


def _advice(status: int) -> str:
    """What to do where the status says all there is to say; nothing for a status whose title says that, too."""
    return {
        404: gettext("Такой страницы нет. Начните с формы запроса."),
        405: gettext("Эту страницу нельзя открыть так. Начните с формы запроса."),
        429: gettext("Подождите минуту и повторите."),
        503: gettext("Подождите минуту и повторите; если не поможет, обратитесь к администратору узла."),
    }.get(status, "")
