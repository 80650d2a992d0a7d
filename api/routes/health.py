"""Probes and counters. A probe is open to anyone and says nothing about anybody; the counters need a token."""

from __future__ import annotations

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST

from api.metrics import Metrics
from api.node import current_node
from api.routes.operation import Operation, operation
from api.routes.writing import json_response

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@operation(Operation(summary="Is the process alive?", permission=None, answers={200: "Status"}))
def alive() -> Response:
    """The process answers; nothing else is looked at, so that a slow store does not get it killed."""
    return json_response({"status": "ok"})


@blueprint.get("/readyz")
@operation(Operation(summary="Can the node answer queries?", permission=None, answers={200: "Status"}, errors=(503,)))
def ready() -> Response:
    """The store is there, of the right version, its key fits, and the model is read."""
    current_node().ready()
    return json_response({"status": "ok"})


@blueprint.get("/metrics")
@operation(
    Operation(
        summary="Counters for Prometheus", permission="metrics.read", answers={200: "Metrics"}, media="text/plain"
    )
)
def metrics() -> Response:
    """Counters of this worker process; labels come from short closed lists and name nobody."""
    counters: Metrics = current_app.extensions["tulga.metrics"]
    return Response(counters.text(), content_type=CONTENT_TYPE_LATEST)
