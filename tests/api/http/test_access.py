"""Nobody asks anonymously; a token opens what its scopes say and nothing else; cookies open nothing for machines."""

import pytest

from api.auth import tokens
from api.auth.permissions import SCOPES
from api.routes.operation import ATTRIBUTE
from api.store.engine import writing

OPEN = {"health.alive", "health.ready", "openapi.document_route"}


def _routes(app):
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("pages."):
            path = rule.rule.replace("<register>", "tj").replace("<record_id>", "R-000184")
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule.endpoint, method, path


def test_no_route_is_open_but_the_probes_and_the_description(app, client):
    for endpoint, method, path in _routes(app):
        answer = client.open(path, method=method, json={})
        assert (answer.status_code != 401) == (endpoint in OPEN), endpoint
        if endpoint not in OPEN:
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_pages_send_strangers_to_the_login(app, client):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("pages.") and rule.endpoint.partition(".")[2] not in (
            "static", "login", "log_in", "log_out", "choose",
        ):  # fmt: skip
            path = rule.rule.replace("<name>", "x").replace("<int:place>", "1")
            method = "GET" if "GET" in (rule.methods or set()) else "POST"
            answer = client.open(path, method=method)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/login"), rule.rule


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_its_own_routes_only(app, client, token, scope):
    headers = token(scope)
    for endpoint, method, path in _routes(app):
        needed = getattr(getattr(app.view_functions[endpoint], ATTRIBUTE, None), "permission", None)
        answer = client.open(path, method=method, json={}, headers=headers)
        if needed is not None:
            assert (answer.status_code == 403) == (needed not in SCOPES[scope]), f"{scope} {endpoint}"


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer x", "Basic dGVzdDp0ZXN0", "Bearer tulga_000000000000_" + "a" * 43, "bearer  "],
)
def test_what_is_no_token_opens_nothing(client, header):
    answer = client.get("/api/v1/registers", headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_revoked_token_opens_nothing_any_more(client, node, token):
    headers = token("match")
    assert client.get("/api/v1/registers", headers=headers).status_code == 200
    with writing(node.engine) as connection:
        tokens.revoke(connection, headers["Authorization"].split()[1])
    assert client.get("/api/v1/registers", headers=headers).status_code == 401


def test_a_session_does_not_open_the_interface_for_machines(browser):
    assert browser.get("/api/v1/registers").status_code == 401


def test_registers_and_schemas_are_told(client, token):
    headers = token("match")
    assert client.get("/api/v1/registers", headers=headers).json == {
        "registers": [{"name": "kz", "records": 1}, {"name": "tj", "records": 3}]
    }
    for path, field in (("person", "names"), ("flat", "surname_ru")):
        schema = client.get(f"/api/v1/schemas/{path}", headers=headers).get_json(force=True)
        assert field in schema["properties"]
        assert schema["$schema"].endswith("2020-12/schema")
