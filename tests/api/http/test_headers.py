"""Every answer, error or not, forbids framing, guessing, caching and inline code."""

import re

import pytest

from api.app import create_app
from api.http_settings import HttpSettings


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/api/v1/registers", "/healthz", "/openapi.json", "/"])
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_static_files_may_be_kept_under_the_hash_of_their_content(client):
    with client.get("/static/tulga.css") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
    address = re.search(r"/static/tulga\.css\?v=\w+", client.get("/login").text)
    with client.get(address[0]) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_over_tls_the_browser_is_told_to_stay_there(node):
    client = create_app(node, HttpSettings()).test_client()
    answer = client.get("/login", base_url="https://node.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tulga-login=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
