"""``tulga demo`` makes its register once, keeps it, and lets its one user in with a new password each time."""

import re

import pytest
from sqlalchemy import update

from api.auth import users
from api.cli import run
from api.settings import read_settings
from api.store.engine import writing
from api.store.opening import open_store
from api.store.tables import facts


@pytest.fixture
def demo(tmp_path, monkeypatch, capfd):
    """Runs the command up to the point where it would serve; gives what it tells and the store it leaves."""
    url = f"sqlite:///{tmp_path}/demo.sqlite3"
    monkeypatch.setenv("TULGA_KEY_FILE", f"{tmp_path}/key")
    monkeypatch.setattr("api.cli.demo._serve", lambda *_: None)
    stores = []

    def call():
        assert run(["demo", "--people", "40", "--store", url]) == 0
        told = capfd.readouterr().err
        stores.append(open_store(settings=read_settings({"TULGA_STORE": url, "TULGA_KEY_FILE": f"{tmp_path}/key"})))
        return told, stores[-1]

    yield call
    for store in stores:
        store.close()


def test_the_address_login_and_password_are_told_and_open_the_node(demo):
    told, store = demo()
    address, login, password = re.search(r"(http://\S+)   login (\S+), password (\S+)", told).groups()
    assert address == "http://127.0.0.1:8080/"
    assert users.log_in(store.engine, login, password, "::1")[1].grants == {"registrar"}
    assert set(store.registers()) == {"kz", "tj"}


def test_a_second_start_keeps_the_register_and_gives_a_new_password(demo):
    first, store = demo()
    before = store.registers()
    second, store = demo()
    assert store.registers() == before
    assert "inventing" in first
    assert "inventing" not in second
    assert first.split()[-1] != second.split()[-1]


def test_a_register_of_an_earlier_version_is_brought_up(demo):
    _, store = demo()
    with writing(store.engine) as connection:
        connection.execute(update(facts).where(facts.c.name == "features").values(value="0"))
    told, store = demo()
    assert "up to this version" in told
    assert sum(store.registers().values()) > 0
