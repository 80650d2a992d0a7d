"""Logging in and out by the form."""

import re

import pytest


def _token(page: str) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


def _try(client, login: str, password: str):
    return client.post("/login", data={"csrf": _token(client.get("/login").text), "login": login, "password": password})


def test_a_login_opens_the_query_page_and_is_journalled(client, user, node):
    answer = _try(client, *user())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert client.get("/").status_code == 200
    assert node.journal == [("login", "user:aigul")]


def test_a_wrong_password_says_so_at_the_form_without_telling_who_exists(client, user):
    login, _ = user()
    answers = [_try(client, name, "wrong password") for name in (login, "nobody")]
    assert {a.status_code for a in answers} == {401}
    alerts = {re.search(r'role="alert">([^<]+)<', a.text)[1] for a in answers}
    assert len(alerts) == 1
    assert "wrong password" not in answers[0].text


def test_a_form_without_the_token_of_its_page_is_refused(client, user):
    login, password = user()
    client.get("/login")
    for forged in ("", "x" * 43):
        answer = client.post("/login", data={"csrf": forged, "login": login, "password": password})
        assert answer.status_code == 403
    assert client.get("/").status_code == 303


def test_a_session_that_was_planted_is_not_taken_over(client, user):
    client.set_cookie("tulga-session", "planted")
    _try(client, *user())
    assert client.get_cookie("tulga-session").value != "planted"


def test_a_new_login_from_the_same_browser_ends_the_old_session(app, client, user):
    login, password = user()
    _try(client, login, password)
    first = client.get_cookie("tulga-session").value
    client.set_cookie("tulga-login", "t" * 43)
    client.post("/login", data={"csrf": "t" * 43, "login": login, "password": password})
    old = app.test_client()
    old.set_cookie("tulga-session", first)
    assert old.get("/").status_code == 303
    assert client.get("/").status_code == 200


def test_too_many_failures_have_to_wait(client, user):
    login, password = user()
    for _ in range(5):
        _try(client, login, "wrong password")
    answer = _try(client, login, password)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_someone_whose_session_has_ended_is_told_so(app, browser, client, node):
    from sqlalchemy import update

    from api.auth.tables import sessions
    from api.store.engine import writing

    with writing(node.engine) as connection:
        connection.execute(update(sessions).values(seen_at=0))
    answer = browser.get("/")
    assert answer.headers["Location"] == "/login?ended=1"
    assert "Сеанс завершён" in browser.get(answer.headers["Location"]).text
    assert "Сеанс завершён" not in client.get("/login").text


def test_logging_out_ends_the_session_on_the_server(app, browser, node):
    cookie = browser.get_cookie("tulga-session").value
    answer = browser.post_form("/logout")
    assert answer.headers["Location"] == "/login"
    thief = app.test_client()
    thief.set_cookie("tulga-session", cookie)
    assert thief.get("/").status_code == 303
    assert node.journal[-1] == ("logout", "user:aigul")


def test_logging_out_needs_the_token_of_the_session(browser):
    assert browser.post("/logout", data={"csrf": "forged"}).status_code == 403
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("cookie", ["session", "login"])
def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, user, cookie):
    answer = _try(client, *user()) if cookie == "session" else client.get("/login")
    header = next(h for h in answer.headers.getlist("Set-Cookie") if h.startswith(f"tulga-{cookie}="))
    assert "HttpOnly" in header
    assert "SameSite=Strict" in header


def test_someone_without_the_permission_is_told_which_one(client, user, node):
    _try(client, *user("boss", "administrator"))
    answer = client.get("/")
    assert answer.status_code == 403
    assert "search" in answer.text
