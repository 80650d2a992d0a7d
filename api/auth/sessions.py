"""Sessions of logged-in browsers: kept on the server, ended by idleness and by age, renewed at every login."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from api.auth.permissions import Principal
from api.auth.tables import page_queries, sessions, users
from api.store.engine import reading, writing


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Seconds a session lives without a request (``idle``) and at most (``absolute``)."""

    idle: int
    absolute: int


@dataclass(frozen=True, slots=True)
class Session:
    """An open session: whose it is, its CSRF token, and the hash under which it is kept."""

    id_hash: str
    principal: Principal
    csrf: str


def start(connection: Connection, user_id: int, lifetime: Lifetime) -> str:
    """A new session; gives the cookie's value, which is kept nowhere. Sessions past their end are swept."""
    now = int(time.time())
    ended = (sessions.c.seen_at < now - lifetime.idle) | (sessions.c.created_at < now - lifetime.absolute)
    _end(connection, ended)
    cookie = secrets.token_urlsafe(32)
    values = {"id_hash": hashed(cookie), "user_id": user_id, "csrf": secrets.token_urlsafe(32)}
    connection.execute(insert(sessions).values(**values, created_at=now, seen_at=now))
    return cookie


def find(engine: Engine, cookie: str, lifetime: Lifetime) -> Session | None:
    """The open session of this cookie, or None; being asked for keeps it from going idle."""
    now, key = int(time.time()), hashed(cookie)
    alive = (sessions.c.seen_at >= now - lifetime.idle) & (sessions.c.created_at >= now - lifetime.absolute)
    joined = select(sessions, users.c.login, users.c.roles).join(users, users.c.id == sessions.c.user_id)
    with reading(engine) as connection:
        row = connection.execute(joined.where(sessions.c.id_hash == key, alive, users.c.disabled_at.is_(None))).first()
    if row is None:
        return None
    if now - row.seen_at >= min(60, lifetime.idle // 2):  # not at each request: a write waits for other writers
        with writing(engine) as connection:
            connection.execute(update(sessions).where(sessions.c.id_hash == key).values(seen_at=now))
    return Session(key, Principal("user", row.login, frozenset(row.roles.split())), row.csrf)


def end(connection: Connection, cookie: str) -> None:
    """Log out: the session and all it holds are gone."""
    _end(connection, sessions.c.id_hash == hashed(cookie))


def end_all(connection: Connection, user_id: int) -> None:
    """Log the user out everywhere."""
    _end(connection, sessions.c.user_id == user_id)


def _end(connection: Connection, which: ColumnElement[bool]) -> None:
    ending = select(sessions.c.id_hash).where(which)
    connection.execute(delete(page_queries).where(page_queries.c.session_id.in_(ending)))
    connection.execute(delete(sessions).where(which))


def hashed(secret: str) -> str:
    """How a random secret is kept: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
