"""Log lines as JSON on stderr: what happened to which route for whom, never an address of a record, never a value."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

from api.errors_http import request_id


def configure(level: int = logging.INFO) -> None:
    """Set structlog up for a serving process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def register(app: Flask) -> None:
    """Log every request of ``app`` once, when it is answered."""

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _answered(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_id()
        if request.endpoint != "pages.static":
            structlog.get_logger("tulga").info("request", **facts(response))
        return response


def facts(response: Response) -> dict[str, Any]:
    """What a log line says of a request: the route's pattern, not the address, which names a record."""
    principal = g.get("principal")
    return {
        "request_id": request_id(),
        "method": request.method if request.method in _METHODS else "other",
        "route": route(),
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        "actor": principal.actor if principal else None,
    }


def route() -> str:
    """The pattern of the request's route, ``unknown`` when there is none."""
    return request.url_rule.rule if request.url_rule else "unknown"


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
