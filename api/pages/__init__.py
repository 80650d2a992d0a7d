"""The pages for people: log in, ask, look at candidates, compare two records. All work without JavaScript."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
"""Pages are the bare addresses of the node (``/``); the routes join in ``api.pages.site``."""
