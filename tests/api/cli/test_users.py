"""``tulga user`` and ``tulga token``: secrets go in by stdin and come out once; each act is journalled."""

import io
import json

import pytest

from api import journal
from api.auth import tokens, users
from api.cli import run
from api.settings import read_settings
from api.store.engine import reading
from api.store.opening import open_store
from models.errors import Unauthenticated

PASSWORD = "correct horse battery staple"


@pytest.fixture
def store(tmp_path, monkeypatch):
    for name, text in (("TULGA_STORE", f"sqlite:///{tmp_path}/t.sqlite3"), ("TULGA_KEY_FILE", f"{tmp_path}/key")):
        monkeypatch.setenv(name, text)
    opened = open_store(settings=read_settings())
    yield opened
    opened.close()


@pytest.fixture
def tulga(monkeypatch):
    def call(*arguments: str, stdin: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        return run(list(arguments))

    return call


def test_a_person_who_was_added_can_log_in(store, tulga):
    assert tulga("user", "add", "aigul", "--role", "case-worker", "--role", "registrar", stdin=PASSWORD + "\n") == 0
    _, principal = users.log_in(store.engine, "aigul", PASSWORD, "::1")
    assert principal.grants == {"case-worker", "registrar"}


def test_a_person_who_was_disabled_cannot(store, tulga):
    tulga("user", "add", "aigul", "--role", "case-worker", stdin=PASSWORD)
    assert tulga("user", "disable", "aigul") == 0
    with pytest.raises(Unauthenticated):
        users.log_in(store.engine, "aigul", PASSWORD, "::1")


def test_a_new_password_takes_the_place_of_the_old(store, tulga):
    tulga("user", "add", "aigul", "--role", "case-worker", stdin=PASSWORD)
    assert tulga("user", "password", "aigul", stdin="another " + PASSWORD) == 0
    assert users.log_in(store.engine, "aigul", "another " + PASSWORD, "::1")


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "add", "aigul", "--role", "king"),
        ("user", "add", "aigul"),
        ("user", "disable", "nobody"),
        ("token", "create", "x", "--scope", "all"),
        ("token", "revoke", "000000000000"),
    ],
)
def test_a_failure_ends_with_a_code_and_changes_nothing(store, tulga, arguments, capsys):
    assert tulga(*arguments, stdin=PASSWORD) != 0
    assert capsys.readouterr().out == ""
    assert journal.length(store) == 0


def test_a_token_comes_out_once_and_opens_what_its_scope_says(store, tulga, capfdbinary):
    assert tulga("token", "create", "border post 7", "--scope", "match", "--days", "30") == 0
    made = json.loads(capfdbinary.readouterr().out)
    with reading(store.engine) as connection:
        assert tokens.verify(connection, made["token"]).grants == {"match"}
    assert tulga("token", "revoke", made["id"]) == 0
    with reading(store.engine) as connection, pytest.raises(Unauthenticated):
        tokens.verify(connection, made["token"])


def test_each_act_is_journalled_under_the_users_name_without_secrets(store, tulga):
    tulga("user", "add", "aigul", "--role", "case-worker", stdin=PASSWORD)
    tulga("token", "create", "x", "--scope", "match")
    entries = [w.entry for w in journal.entries(store)]
    assert [e.action for e in entries] == ["user-add", "token-create"]
    assert all(e.actor.startswith("os:") for e in entries)
    assert PASSWORD not in repr(entries)
