"""Sessions: kept as a hash, ended by idleness and by age; tokens: shown once, kept as a hash, scoped, with an end."""

import pytest
from sqlalchemy import select

from api.auth import sessions, tokens, users
from api.auth import tables as t
from api.auth.sessions import Lifetime
from api.store.engine import writing
from models.errors import BadValue, NotFound, Unauthenticated

LIFETIME = Lifetime(idle=1800, absolute=36000)


@pytest.fixture
def clock(monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr(sessions.time, "time", lambda: now[0])
    return now


@pytest.fixture
def engine(node):
    with writing(node.engine) as connection:
        users.add(connection, "aigul", "correct horse battery", ["case-worker"])
    return node.engine


def _start(engine) -> str:
    with writing(engine) as connection:
        return sessions.start(connection, 1, LIFETIME)


def test_a_copy_of_the_store_opens_no_session(engine, clock):
    cookie = _start(engine)
    with engine.connect() as connection:
        kept = connection.execute(select(t.sessions)).one()
    assert cookie not in kept
    assert sessions.find(engine, kept.id_hash, LIFETIME) is None
    assert sessions.find(engine, cookie, LIFETIME).principal.name == "aigul"


def test_an_idle_session_ends_and_a_used_one_goes_on(engine, clock):
    used, idle = _start(engine), _start(engine)
    for _ in range(3):
        clock[0] += 1000
        assert sessions.find(engine, used, LIFETIME)
    assert sessions.find(engine, idle, LIFETIME) is None


def test_no_session_lives_longer_than_a_working_day(engine, clock):
    cookie = _start(engine)
    for _ in range(36):
        clock[0] += 1000
        assert sessions.find(engine, cookie, LIFETIME)
    clock[0] += 1
    assert sessions.find(engine, cookie, LIFETIME) is None


def test_sessions_past_their_end_are_swept_at_the_next_login(engine, clock):
    _start(engine)
    clock[0] += 1801
    _start(engine)
    with engine.connect() as connection:
        assert len(connection.execute(select(t.sessions)).all()) == 1


def test_a_token_is_kept_as_a_hash_and_names_its_scopes(engine):
    with writing(engine) as connection:
        token = tokens.create(connection, "border post", ["match"])
        kept = connection.execute(select(t.service_tokens)).one()
        assert not any(token.split("_", 2)[2] in str(value) for value in kept)
        assert tokens.verify(connection, token).grants == {"match"}


@pytest.mark.parametrize("change", ["secret", "id", "shape", "end", "revoked"])
def test_a_token_that_is_not_valid_is_refused_with_one_text(engine, change, monkeypatch):
    with writing(engine) as connection:
        token = tokens.create(connection, "x", ["match"], days=1)
        _, token_id, secret = token.split("_", 2)
        if change == "revoked":
            tokens.revoke(connection, token_id)
        elif change == "end":
            later = tokens.time.time() + tokens.DAY + 1
            monkeypatch.setattr(tokens.time, "time", lambda: later)
        wrong = {
            "secret": f"tulga_{token_id}_{secret[::-1]}",
            "id": f"tulga_{token_id[::-1]}_{secret}",
            "shape": secret,
        }
        with pytest.raises(Unauthenticated) as caught:
            tokens.verify(connection, wrong.get(change, token))
        assert caught.value.code == "token_invalid"


def test_unknown_scopes_and_tokens_are_told(engine):
    with writing(engine) as connection:
        with pytest.raises(BadValue):
            tokens.create(connection, "x", ["everything"])
        with pytest.raises(NotFound):
            tokens.revoke(connection, "000000000000")
