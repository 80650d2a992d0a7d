"""Switching the language: a cookie, and back to the page one came from."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from api.http_settings import http_settings
from api.language import COOKIE, NAMES
from api.pages import blueprint
from models.errors import NotFound

_YEAR = 365 * 24 * 60 * 60


@blueprint.get("/language/<code>")
def choose(code: str) -> ResponseReturnValue:
    """Read the pages in ``code`` from now on."""
    if code not in NAMES:
        raise NotFound("http_404")
    response = redirect(_back(request.args.get("to", "/")), 303)
    secure = http_settings().secure_cookies
    response.set_cookie(COOKIE, code, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def _back(target: str) -> str:
    """Only an address of this very node: ``//elsewhere`` and ``/\\elsewhere`` are addresses of others."""
    local = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isascii()
    return target if local and target.isprintable() else "/"
