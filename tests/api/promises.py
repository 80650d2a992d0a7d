"""Holding a served node to its OpenAPI document: schemathesis asks, and what did not keep its promise is told."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished
from werkzeug.serving import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing: pytest shows what failed."""


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address of an application that is served over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=False, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def broken(events: Iterable[EngineEvent]) -> tuple[int, list[str]]:
    """How many scenarios were asked, and each promise that was not kept, once."""
    faults, scenarios = [], 0
    for event in events:
        if isinstance(event, ScenarioFinished):
            scenarios += 1
            checks = [check for found in event.recorder.checks.values() for check in found]
            faults += [f"{event.label}: {c.failure_info.failure}" for c in checks if c.failure_info is not None]
        elif isinstance(event, NonFatalError):
            faults.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, FatalError):
            faults.append(repr(event.exception))
    return scenarios, list(dict.fromkeys(faults))
