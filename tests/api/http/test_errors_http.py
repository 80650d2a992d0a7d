"""Errors are problem+json in the reader's language, with the right status, and repeat nothing of what was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors_http import HttpProblem, Problems, pointer, problem, status_of
from models.errors import LANGUAGES, BadQuery, BadValue

SECRET = "Тайнахмедов"


@pytest.fixture
def post(client, token):
    headers = token()

    def send(data: object = None, path: str = "/api/v1/match", **more):
        sent = {**headers, "Content-Type": "application/json", **more}
        return client.post(path, data=data, headers={name: value for name, value in sent.items() if value})

    return send


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ("{", {}, 400, "body_unreadable"),
        ("\ufeff{}".encode("utf-16"), {}, 400, "body_unreadable"),
        ('{"case": "\\ud800"}', {}, 400, "body_unreadable"),
        ("[" * 100_000, {}, 400, "body_unreadable"),
        ("{}", {"Content-Type": "text/plain"}, 415, "http_415"),
        ("a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "http_415"),
        ("{}", {"Accept": "text/html"}, 406, "http_406"),
        ("{}", {}, 422, "purpose_missing"),
        (b" " * 2_000_001, {}, 413, "body_too_large"),
    ],
)
def test_a_bad_request_gets_its_own_status(post, body, headers, status, code):
    answer = post(body, **headers)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_an_unknown_address_and_a_wrong_method_are_told_apart(client, token):
    headers = token()
    assert client.get("/api/v1/nowhere", headers=headers).status_code == 404
    wrong = client.get("/api/v1/match", headers=headers)
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("kk", "kk"),
        ("tg-TJ, en;q=0.5", "tg"),
        ("en-GB", "en"),
        ("de", "ru"),
        (None, "ru"),
        ("fr, ru;q=0.1, en;q=0.9", "en"),
    ],
)
def test_a_problem_speaks_the_readers_language(post, accepts, language):
    answer = post("{", **{"Accept-Language": accepts})
    assert answer.headers["Content-Language"] == language
    assert answer.json["detail"] == HttpProblem(400, "body_unreadable").text(language)


@pytest.mark.parametrize(
    "body",
    [
        f'{{"{SECRET}": 1}}',
        f'{{"purpose": "{SECRET}", "case": {{"{SECRET}": 1}}}}',
        f'{{"purpose": "identification", "case": "1", "queries": [{{"{SECRET}": "x"}}]}}',
        f'{{"purpose": "identification", "case": "1", "queries": [{{"birth_date": "{SECRET}"}}]}}',
        f'{{"purpose": "identification", "case": "1", "queries": [{{"names": [{{"{SECRET}": "{SECRET}"}}]}}]}}',
        f'{{"purpose": "identification", "case": "1", "queries": [{{"sex": "{SECRET}"}}], "min_grade": "{SECRET}"}}',
        f'{{"purpose": "identification", "case": "1", "queries": "{SECRET}", "limit": "{SECRET}"}}',
        f'{{"{SECRET}',
    ],
)
def test_no_problem_repeats_what_was_sent(post, body):
    answer = post(body.encode())
    assert answer.status_code in (400, 422)
    assert SECRET not in answer.get_data(as_text=True)


def test_a_fault_of_the_program_says_nothing_but_a_number(app, token, node, capsys):
    node.broken = RuntimeError(f"could not read {SECRET}")
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (500, "http_500")
    shown = answer.get_data(as_text=True) + "".join(capsys.readouterr())
    assert SECRET not in shown
    assert "RuntimeError" in shown


@given(st.lists(st.sampled_from(["documents", "a_b", "0", "17", "?"]), min_size=1, max_size=5))
def test_a_path_becomes_a_json_pointer(steps):
    field = steps[0] + "".join(f"[{s}]" if s.isdigit() else f".{s}" for s in steps[1:])
    assert pointer(field) == "".join(f"/{s}" for s in steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_faults_make_one_problem(language):
    error = Problems([BadValue("field_missing", "case"), BadQuery("query_empty", "queries[0]")])
    document = problem_outside_of_a_request(error, language)
    assert document["status"] == status_of(error) == 422
    assert [part["pointer"] for part in document["errors"]] == ["/case", "/queries/0"]


def problem_outside_of_a_request(error: Problems, language: str) -> dict:
    from flask import Flask

    with Flask(__name__).test_request_context():
        return problem(error, language)
