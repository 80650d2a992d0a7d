"""Logging in and out. The login form carries a token of its own, since there is no session yet to hold one."""

from __future__ import annotations

import hmac
import secrets

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from api.auth import sessions, users
from api.auth.guard import check_csrf, cookie_name, current_session
from api.errors_http import status_of
from api.http_settings import http_settings
from api.language import current_language
from api.limits import address
from api.node import current_node
from api.pages import blueprint
from api.store.engine import writing
from models.errors import Forbidden, TulgaError


@blueprint.get("/login")
def login() -> ResponseReturnValue:
    """The login form; someone who is logged in goes on to the query."""
    return redirect(url_for("pages.query"), 303) if current_session() else _form(None, 200)


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    """Log in: a new session whatever came before, so that nobody can plant one."""
    try:
        _check_form()
        user_id, principal = users.log_in(
            current_node().engine, request.form.get("login", ""), request.form.get("password", ""), address()
        )
    except TulgaError as error:
        return _form(error, status_of(error))
    with writing(current_node().engine) as connection:
        if old := request.cookies.get(cookie_name("session")):
            sessions.end(connection, old)
        cookie = sessions.start(connection, user_id, http_settings().lifetime)
    current_node().note("login", principal.actor)
    response = redirect(url_for("pages.query"), 303)
    _set_cookie(response, "session", cookie)
    return response


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """Log out: the session ends here, on the server."""
    session, cookie = current_session(), request.cookies.get(cookie_name("session"))
    if session and cookie:
        check_csrf(session.csrf)
        with writing(current_node().engine) as connection:
            sessions.end(connection, cookie)
        current_node().note("logout", session.principal.actor)
    response = redirect(url_for("pages.login"), 303)
    response.delete_cookie(cookie_name("session"), secure=http_settings().secure_cookies, httponly=True)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _form(error: TulgaError | None, status: int) -> Response:
    token = secrets.token_urlsafe(32)
    text = error.text(current_language()) if error else None
    typed, ended = request.form.get("login", "")[:64], error is None and "ended" in request.args
    page = render_template("login.html", error=text, token=token, typed=typed, ended=ended)
    response = Response(page, status)
    if error is not None and "seconds" in error.facts:
        response.headers["Retry-After"] = str(error.facts["seconds"])
    _set_cookie(response, "login", token)
    return response


def _check_form() -> None:
    cookie, sent = request.cookies.get(cookie_name("login"), ""), request.form.get("csrf", "")
    if not cookie or not hmac.compare_digest(cookie.encode(), sent.encode()):
        raise Forbidden("csrf_invalid")


def _set_cookie(response: Answer, name: str, value: str) -> None:
    secure = http_settings().secure_cookies
    response.set_cookie(cookie_name(name), value, secure=secure, httponly=True, samesite="Strict", path="/")
