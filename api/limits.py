"""How often one caller may ask: by token or session, strangers by address; each worker process counts for itself."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limit, Limiter

from api.auth.guard import cookie_name
from api.http_settings import http_settings

_OPEN = frozenset({"/healthz", "/readyz"})
"""Probes come often, and from the machine that keeps the node alive."""


def caller() -> str:
    """A name for whoever asks that holds no secret: the hash of the token or session cookie, else the address."""
    brought = request.headers.get("Authorization") or request.cookies.get(cookie_name("session"))
    return hashlib.sha256(brought.encode()).hexdigest() if brought else address()


def address() -> str:
    """The address of the other side, as the trusted proxies give it."""
    return request.remote_addr or "unknown"


def register(app: Flask) -> None:
    """Limit every route of ``app``: all requests of a caller, and an address' requests that nobody vouched for."""
    refused = Limit(
        lambda: http_settings().login_rate_limit, key_function=address, deduct_when=_refused, scope="refused"
    )
    limiter = Limiter(
        caller,
        app=app,
        storage_uri="memory://",
        default_limits=[lambda: http_settings().rate_limit, refused],
        default_limits_exempt_when=lambda: request.path in _OPEN,
    )
    attempts = limiter.limit(lambda: http_settings().login_rate_limit, key_func=address, override_defaults=False)
    limited: Any = attempts(app.view_functions["pages.log_in"])
    app.view_functions["pages.log_in"] = limited


def _refused(response: Response) -> bool:
    return response.status_code == 401
