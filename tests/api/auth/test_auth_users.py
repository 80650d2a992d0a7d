"""Logins: argon2id at rest, one answer for every failure, a wait after too many."""

import pytest
from sqlalchemy import select

from api.auth import passwords, sessions, throttle, users
from api.auth import tables as t
from api.auth.sessions import Lifetime
from api.store.engine import writing
from models.errors import BadValue, Conflict, NotFound, Unauthenticated

PASSWORD = "correct horse battery staple"


@pytest.fixture
def engine(node):
    with writing(node.engine) as connection:
        users.add(connection, "Aigul", PASSWORD, ["case-worker"])
    return node.engine


def test_a_password_is_kept_as_argon2id(engine):
    with engine.connect() as connection:
        kept = connection.execute(select(t.users.c.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_the_right_password_opens_whatever_the_case_of_the_login(engine):
    _, principal = users.log_in(engine, " AIGUL ", PASSWORD, "10.0.0.1")
    assert principal.actor == "user:aigul"
    assert principal.grants == {"case-worker"}


def test_every_failure_looks_the_same(engine):
    with writing(engine) as connection:
        users.add(connection, "gone", PASSWORD, ["registrar"])
        users.disable(connection, "gone")
    seen = set()
    for login, password in (("aigul", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", "")):
        with pytest.raises(Unauthenticated) as caught:
            users.log_in(engine, login, password, f"10.0.0.{len(login)}")
        seen.add((caught.value.code, caught.value.field, caught.value.text("ru")))
    assert len(seen) == 1


def test_for_an_unknown_login_the_same_work_is_done(engine, monkeypatch):
    verified = []
    hasher = passwords._hasher()

    class Spy:
        hash = hasher.hash

        def verify(self, encoded: str, text: str) -> bool:
            verified.append(encoded)
            return hasher.verify(encoded, text)

    monkeypatch.setattr(passwords, "_hasher", Spy)
    for login in ("aigul", "nobody"):
        with pytest.raises(Unauthenticated):
            users.log_in(engine, login, "wrong", "10.0.0.1")
    assert [encoded.split("$")[1:4] for encoded in verified] == [verified[0].split("$")[1:4]] * 2


def test_after_five_failures_even_the_right_password_has_to_wait(engine):
    for _ in range(throttle.FREE["login"]):
        with pytest.raises(Unauthenticated):
            users.log_in(engine, "aigul", "wrong", "10.0.0.1")
    with pytest.raises(throttle.TooManyAttempts) as caught:
        users.log_in(engine, "aigul", PASSWORD, "10.0.0.2")
    assert 0 < caught.value.facts["seconds"] <= throttle.FIRST_WAIT


def test_waits_double_end_and_are_forgotten(engine, monkeypatch):
    clock = [1_000_000.0]
    monkeypatch.setattr(throttle.time, "time", lambda: clock[0])
    waits = []
    for n in range(14):
        with writing(engine) as connection:
            throttle.failed(connection, "someone", f"10.1.0.{n}")
        with engine.connect() as connection:
            try:
                throttle.check(connection, "someone", "10.9.9.9")
                waits.append(0)
            except throttle.TooManyAttempts as error:
                waits.append(error.facts["seconds"])
    assert waits[:7] == [0, 0, 0, 0, 30, 60, 120]
    assert max(waits) == throttle.LONGEST_WAIT
    clock[0] += throttle.FORGET_AFTER + 1
    with engine.connect() as connection:
        throttle.check(connection, "someone", "10.9.9.9")


def test_a_login_that_succeeds_forgets_its_failures(engine):
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            users.log_in(engine, "aigul", "wrong", "10.0.0.1")
        users.log_in(engine, "aigul", PASSWORD, "10.0.0.1")
    with engine.connect() as connection:
        kept = connection.execute(select(t.login_failures.c.key, t.login_failures.c.failures)).all()
    assert [(row.key.partition(":")[0], row.failures) for row in kept] == [("address", 3)]


def test_a_password_made_with_weaker_parameters_is_renewed_at_login(engine):
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with writing(engine) as connection:
        connection.execute(t.users.update().values(password_hash=weak))
    users.log_in(engine, "aigul", PASSWORD, "10.0.0.1")
    with engine.connect() as connection:
        assert not passwords.outdated(connection.execute(select(t.users.c.password_hash)).scalar_one())


@pytest.mark.parametrize("login", ["", "a", "Aйгуль", "has space", "x" * 65, "-dash", "a\nb"])
def test_an_unfit_login_is_refused(engine, login):
    with writing(engine) as connection, pytest.raises(BadValue) as caught:
        users.add(connection, login, PASSWORD, ["registrar"])
    assert caught.value.field == "login"


@pytest.mark.parametrize(
    ("password", "roles"), [("short", ["registrar"]), ("x" * 257, ["registrar"]), (PASSWORD, []), (PASSWORD, ["king"])]
)
def test_an_unfit_password_or_role_is_refused(engine, password, roles):
    with writing(engine) as connection, pytest.raises(BadValue):
        users.add(connection, "someone", password, roles)


def test_a_login_is_given_once_and_unknown_ones_are_told(engine):
    with writing(engine) as connection:
        with pytest.raises(Conflict):
            users.add(connection, "AIGUL", PASSWORD, ["registrar"])
        with pytest.raises(NotFound):
            users.disable(connection, "nobody")
        with pytest.raises(NotFound):
            users.set_password(connection, "nobody", PASSWORD)


@pytest.mark.parametrize("change", ["disable", "set_password"])
def test_sessions_end_with_the_login_or_the_password(engine, change):
    lifetime = Lifetime(1800, 36000)
    with writing(engine) as connection:
        cookie = sessions.start(connection, 1, lifetime)
    assert sessions.find(engine, cookie, lifetime)
    with writing(engine) as connection:
        users.disable(connection, "aigul") if change == "disable" else users.set_password(
            connection, "aigul", "another " + PASSWORD
        )
    assert sessions.find(engine, cookie, lifetime) is None
