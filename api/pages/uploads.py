"""Pictures that come with the query form."""

from __future__ import annotations

from flask import Flask, current_app, request

from api.routes.pictures import allow_pictures, form_files
from models.biometrics import MediaFile

_FORMS = frozenset({"pages.ask", "pages.mrz"})


def possible() -> bool:
    """Whether the node keeps pictures at all."""
    return hasattr(current_app.extensions["tulga"], "desk")


def read() -> tuple[MediaFile, ...]:
    """The pictures of this form; raises TooLarge or BadValue naming the field."""
    return form_files("query page") if possible() else ()


def register(app: Flask) -> None:
    """Let the query form be as large as its pictures; before anything of it is read."""

    @app.before_request
    def _allow() -> None:
        if request.endpoint in _FORMS:
            allow_pictures()
