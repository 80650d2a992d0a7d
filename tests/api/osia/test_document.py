"""The OpenAPI document says what the façade and the pictures' routes do: schemathesis asks them at a whole node."""

from __future__ import annotations

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema

from api.app import create_app
from api.auth import tokens
from api.http_settings import HttpSettings
from api.local_node import LocalNode
from api.store.engine import writing
from tests.api.people import person
from tests.api.promises import broken
from tests.api.serving import served

CHECKS = {
    # 400: the document cannot say that bytes are a picture, or which fields belong together. 409: it is there already.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "413", "422"]},
    "missing_required_header": {"expected-statuses": ["400", "401", "403", "406"]},
    "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "406", "415", "422"]},
}


@pytest.fixture
def node(store):
    store.put(person(1))
    with writing(store.engine) as connection:
        made = tokens.create(connection, "test", ["match", "records:write", "decisions", "admin"])
    settings = HttpSettings(secure_cookies=False, rate_limit="100000 per minute")
    with served(create_app(LocalNode(store), settings)) as address:
        yield address, {"Authorization": f"Bearer {made}"}


def test_every_operation_with_pictures_keeps_its_promise(node):
    address, headers = node
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
    scenarios, faults = broken(from_schema(schema.include(path_regex="^/v1/|/media|/decisions")).execute())
    assert scenarios >= 20
    assert not faults, "\n\n".join(faults)
