"""The application: routes for machines, pages for people, and what stands around both. A factory; no work at import."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import errors_http, headers, limits, logs
from api.http_settings import HttpSettings, from_environment
from api.metrics import Metrics
from api.node import Node
from api.osia import routes as osia
from api.pages import site
from api.routes import decisions, health, match, media, openapi, records, registers

if TYPE_CHECKING:
    from api.local_node import LocalNode


def create_app(node: Node | None = None, settings: HttpSettings | None = None) -> Flask:
    """The application on ``node`` (the store that the environment names, when None)."""
    app = Flask("api", static_folder=None, root_path=str(files("api")))
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the default provider
    chosen = settings or from_environment(os.environ)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = chosen.body_limit
    app.extensions["tulga.http_settings"] = chosen
    app.extensions["tulga"] = node or _local_node()
    app.extensions["tulga.metrics"] = Metrics()
    logs.register(app)
    app.extensions["tulga.metrics"].register(app)
    errors_http.register(app)
    headers.register(app)
    for module in (match, records, registers, health, openapi):
        app.register_blueprint(module.blueprint)
    if hasattr(app.extensions["tulga"], "desk"):
        app.register_blueprint(media.blueprint)
        app.register_blueprint(decisions.blueprint)
        app.register_blueprint(osia.blueprint)
    site.register(app)
    limits.register(app)
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies)  # type: ignore[method-assign]  # as Flask and Werkzeug tell to do it
    return app


def serving() -> Flask:
    """The application of a serving process, with its log set up; what ``tulga serve`` runs."""
    logs.configure()
    node = _local_node()
    node.warm_up()
    node.meet_names_meanwhile()
    node.take_pictures()
    app = create_app(node)
    osia.work_off(app, node.desk)
    return app


def _local_node() -> LocalNode:
    from api.local_node import LocalNode  # noqa: PLC0415  (the store and the matcher: not for those who bring a node)
    from api.store.opening import open_store  # noqa: PLC0415 - tests bring a node

    return LocalNode(open_store(create=False))
