"""A caller who asks too often is told to wait; probes are not counted."""

import pytest

from api.app import create_app
from api.http_settings import HttpSettings


@pytest.fixture
def app(node):
    return create_app(
        node, HttpSettings(secure_cookies=False, rate_limit="5 per minute", login_rate_limit="3 per minute")
    )


def test_the_sixth_request_in_a_minute_is_refused(client, token):
    headers = token("match")
    statuses = [client.get("/api/v1/registers", headers=headers).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    refused = client.get("/api/v1/registers", headers=headers)
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["Retry-After"] == "60"
    assert client.get("/api/v1/registers", headers=token("match")).status_code == 200


def test_an_address_that_brings_no_valid_token_is_refused_sooner(client):
    guesses = [{"Authorization": f"Bearer guess{n}"} for n in range(5)]
    assert [client.get("/api/v1/registers", headers=h).status_code for h in guesses] == [401] * 3 + [429] * 2


def test_logins_of_an_address_are_counted(client):
    statuses = [client.post("/login", data={"login": "x", "password": "y"}).status_code for _ in range(5)]
    assert statuses[3:] == [429, 429]


def test_probes_are_never_refused(client):
    assert {client.get("/healthz").status_code for _ in range(20)} == {200}
