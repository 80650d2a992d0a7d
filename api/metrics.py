"""Counters for Prometheus: requests, their time, answers by grade. Labels come from short closed lists."""

from __future__ import annotations

import time
from collections.abc import Iterable

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from api.logs import route
from models.evidence import Answer
from models.query import Purpose

_SECONDS = (0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The counters of one application (one worker process)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("tulga_http_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "tulga_http_seconds", "Seconds to answer", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self.queries = Counter("tulga_queries", "Identification queries", ("purpose",), registry=self.registry)
        self.best = Counter(
            "tulga_answers", "Answers by the grade of the best candidate", ("grade",), registry=self.registry
        )
        self.compared = Counter("tulga_candidates_compared", "Candidates scored", registry=self.registry)

    def register(self, app: Flask) -> None:
        """Count every request of ``app``."""

        @app.after_request
        def _count(response: Response) -> Response:
            self.requests.labels(request.method if request.url_rule else "other", route(), response.status_code).inc()
            self.seconds.labels(route()).observe(max(0.0, time.perf_counter() - g.get("started", time.perf_counter())))
            return response

    def answered(self, purpose: Purpose, answers: Iterable[Answer]) -> None:
        """Count the answers to a batch of queries."""
        for answer in answers:
            self.queries.labels(purpose.value).inc()
            self.compared.inc(answer.compared)
            self.best.labels(answer.candidates[0].judgement.grade.value if answer.candidates else "none").inc()

    def text(self) -> bytes:
        """All counters in Prometheus' text format."""
        return generate_latest(self.registry)
