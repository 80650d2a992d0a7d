"""The pages put together: routes, words, numbers, and what every template may use."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_babel import Babel

from api.auth.guard import current_session
from api.auth.permissions import allowed
from api.language import DEFAULT, NAMES, current_language
from api.pages import blueprint, compare, deciding, formats, labels, languages, login, mrz, query, summary, uploads

ROUTES = (login, query, mrz, compare, deciding, languages)
"""Modules whose import puts their routes on the blueprint."""
_STATIC = Path(__file__).parent / "static"


def register(app: Flask) -> None:
    """Give ``app`` its pages."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    Babel(app, default_locale=DEFAULT, locale_selector=current_language)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        bits=formats.bits,
        moment=formats.moment,
        number=formats.number,
        probability=formats.probability,
        sentence=summary.sentence,
    )
    app.jinja_env.globals.update(labels=labels, asset=asset, LANGUAGES=NAMES)
    app.context_processor(_context)
    app.register_blueprint(blueprint)
    uploads.register(app)


def asset(name: str) -> str:
    """The address of a static file; its content's hash lets a browser keep it and never serve an old one."""
    return url_for("pages.static", filename=name, v=_hash(name))


def _context() -> dict[str, Any]:
    session = current_session()
    return {
        "session": session,
        "language": current_language(),
        "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
        "may_search": session is not None and allowed(session.principal, "search"),
    }


@functools.lru_cache(maxsize=64)
def _hash(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:16]
