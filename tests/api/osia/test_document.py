"""The OpenAPI document says what the façade and the pictures' routes do: schemathesis asks them at a whole node."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from werkzeug.serving import WSGIRequestHandler, make_server

from api.app import create_app
from api.auth import tokens
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.store.engine import writing
from tests.api.people import person

CHECKS = {
    # 400: the document cannot say that bytes are a picture, or which fields belong together. 409: it is there already.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "413", "422"]},
    "missing_required_header": {"expected-statuses": ["400", "401", "403", "406"]},
    "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "406", "415", "422"]},
}


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing: pytest shows what failed."""


@pytest.fixture
def served(store):
    store.put(person(1))
    with writing(store.engine) as connection:
        made = tokens.create(connection, "test", ["match", "records:write", "decisions", "admin"])
    settings = HttpSettings(secure_cookies=False, rate_limit="100000 per minute")
    server = make_server("127.0.0.1", 0, create_app(LocalNode(store), settings), request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", {"Authorization": f"Bearer {made}"}
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_operation_with_pictures_keeps_its_promise(served):
    address, headers = served
    config = SchemathesisConfig.from_dict(
        {
            "headers": headers,
            "checks": CHECKS,
            "seed": 1,
            "workers": 1,
            "generation": {"max-examples": 4, "database": "none"},
            "phases": {
                name: {"enabled": name == "fuzzing"} for name in ("examples", "coverage", "fuzzing", "stateful")
            },
        }
    )
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config)
    faults, scenarios = [], 0
    for event in from_schema(schema.include(path_regex="^/v1/|/media|/decisions")).execute():
        if isinstance(event, ScenarioFinished):
            scenarios += 1
            checks = [check for found in event.recorder.checks.values() for check in found]
            faults += [f"{event.label}: {c.failure_info.failure}" for c in checks if c.failure_info is not None]
        elif isinstance(event, NonFatalError):
            faults.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, FatalError):
            faults.append(repr(event.exception))
    assert scenarios >= 20
    assert not faults, "\n\n".join(dict.fromkeys(faults))
