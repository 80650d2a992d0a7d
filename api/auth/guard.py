"""Who is asking in this request: a machine by its bearer token, a person by the session cookie."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from api.auth import sessions, tokens
from api.auth.permissions import Principal, require
from api.auth.sessions import Session
from api.http_settings import http_settings
from api.node import current_node
from api.store.engine import reading
from models.errors import Forbidden, Unauthenticated

P = ParamSpec("P")
R = TypeVar("R")


def require_token(permission: str) -> Principal:
    """The machine that asks, if its token allows it; raises Unauthenticated or Forbidden.

    Cookies are not looked at: what a browser sends of itself must not open the interface for machines.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token:
        raise Unauthenticated("token_missing")
    with reading(current_node().engine) as connection:
        principal = tokens.verify(connection, token.strip())
    g.principal = principal
    require(principal, permission)
    return principal


def page(permission: str | None) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Decorator of a page: sends strangers to the login, checks the permission, and the CSRF token of every POST."""

    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            session = current_session()
            if session is None:
                return redirect(_login_page(), 303)
            if permission is not None:
                require(session.principal, permission)
            if request.method == "POST":
                check_csrf(session.csrf)
            return view(*args, **kwargs)

        return guarded

    return decorate


def _login_page() -> str:
    """The login; it tells who comes with a session that has ended why there is a login again."""
    ended = request.cookies.get(cookie_name("session"))
    return url_for("pages.login", ended=1) if ended else url_for("pages.login")


def current_session() -> Session | None:
    """The open session of the request's cookie; looked up once a request."""
    if "session" not in g:
        cookie = request.cookies.get(cookie_name("session"))
        g.session = _find(cookie) if cookie else None
        if g.session:
            g.principal = g.session.principal
    found: Session | None = g.session
    return found


def check_csrf(expected: str) -> None:
    """Raise Forbidden unless the form carries the expected token (compared in constant time)."""
    sent = request.form.get("csrf", "") or request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(sent.encode(), expected.encode()):
        raise Forbidden("csrf_invalid")


def cookie_name(name: str) -> str:
    """``__Host-`` binds a cookie to this very host and to TLS; plain http (the demo) cannot have it."""
    return f"__Host-tulga-{name}" if http_settings().secure_cookies else f"tulga-{name}"


def _find(cookie: str) -> Session | None:
    return sessions.find(current_node().engine, cookie, http_settings().lifetime)
