"""The OpenAPI document says what the interface does: schemathesis asks a served node all it allows, and more."""

from collections.abc import Iterator

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent

from tests.api.promises import broken
from tests.api.serving import served

CHECKS = {
    # 412: a made-up If-Match is no version of the record. 422: the text fits the schema, but no calendar has that
    # date, no register that name, or all the fields that would say something are empty.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422"]},
    # RFC 6585 has a status for a missing precondition.
    "missing_required_header": {"expected-statuses": ["401", "403", "406", "428"]},
    "negative_data_rejection": {
        "expected-statuses": ["400", "401", "403", "404", "405", "406", "412", "415", "422", "428"]
    },
}
QUESTIONS = "^/api/v1/(match|compare)$"
"""Routes that take several records at once: every combination of faults (``coverage``) would take an hour."""


@pytest.fixture(scope="module")
def node(machine):
    """Address of a node that is served over HTTP, and the headers to ask it with."""
    with served(machine[0]) as address:
        yield address, machine[1]


@pytest.mark.parametrize(
    ("phase", "questions", "examples"),
    [("coverage", False, 1), ("fuzzing", False, 20), ("fuzzing", True, 15), ("stateful", False, 10)],
)
def test_every_operation_keeps_its_promise(node, phase, questions, examples):
    scenarios, faults = broken(_run(node, phase, questions, examples))
    assert scenarios
    assert not faults, "\n\n".join(faults)


def test_every_route_of_the_interface_is_described(app, client):
    described = client.get("/openapi.json").json["paths"]
    routes = {
        r.rule for r in app.url_map.iter_rules() if r.rule.startswith("/api/") or r.endpoint.startswith("health.")
    }
    assert {r.replace("<", "{").replace(">", "}") for r in routes} == set(described)


def _run(node, phase: str, questions: bool, examples: int) -> Iterator[EngineEvent]:
    address, headers = node
    config = SchemathesisConfig.from_dict(
        {
            "headers": headers,
            "checks": CHECKS,
            "seed": 1,
            "workers": 1,
            "generation": {"max-examples": examples, "database": "none"},
            "phases": {name: {"enabled": name == phase} for name in ("examples", "coverage", "fuzzing", "stateful")},
        }
    )
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config)
    schema = schema.include(path_regex=QUESTIONS) if questions else schema.exclude(path_regex=QUESTIONS)
    if phase == "coverage":
        schema = schema.exclude(method="PUT")  # reads the same body as POST, which takes long enough
    yield from from_schema(schema).execute()
