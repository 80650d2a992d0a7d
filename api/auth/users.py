"""People with a login: adding, disabling, changing the password, logging in."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, Engine, insert, select, update

from api.auth import passwords, sessions, throttle
from api.auth.permissions import ROLES, Principal
from api.auth.tables import users
from api.store.engine import writing
from models.errors import BadValue, Conflict, NotFound, Unauthenticated

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


def add(connection: Connection, login: str, password: str, roles: Iterable[str]) -> None:
    """A new user; raises BadValue for an unknown role, an unfit login or password, Conflict for a taken login."""
    login = _checked_login(login)
    if connection.execute(select(users.c.id).where(users.c.login == login)).first():
        raise Conflict("user_exists", "login")
    values = {"login": login, "roles": _checked_roles(roles), "created_at": _now()}
    connection.execute(insert(users).values(**values, password_hash=passwords.hash_password(password)))


def disable(connection: Connection, login: str) -> None:
    """Nobody can log in as this user any more, and open sessions end; raises NotFound."""
    user_id = _id(connection, login)
    connection.execute(update(users).where(users.c.id == user_id).values(disabled_at=_now()))
    sessions.end_all(connection, user_id)


def set_password(connection: Connection, login: str, password: str) -> None:
    """A new password; open sessions end; raises NotFound or BadValue."""
    user_id = _id(connection, login)
    encoded = passwords.hash_password(password)
    connection.execute(update(users).where(users.c.id == user_id).values(password_hash=encoded))
    sessions.end_all(connection, user_id)


def log_in(engine: Engine, login: str, password: str, address: str) -> tuple[int, Principal]:
    """The user's id and principal; raises Unauthenticated with one and the same text for every cause of failure.

    Raises throttle.TooManyAttempts before any password is looked at when the login or the address failed too often.
    The attempt counts as failed until it has succeeded, so that guesses made side by side are counted too; the
    slow hash is worked out between the transactions, so that strangers cannot hold up those who write.
    """
    login = login.strip().casefold()
    with writing(engine) as connection:
        throttle.check(connection, login, address)
        throttle.failed(connection, login, address)
        row = connection.execute(select(users).where(users.c.login == login)).first()
    if not passwords.verify_password(row.password_hash if row else None, password) or row is None or row.disabled_at:
        raise Unauthenticated("login_failed")
    renewed = passwords.hash_password(password) if passwords.outdated(row.password_hash) else None
    with writing(engine) as connection:
        throttle.succeeded(connection, login, address)
        if renewed:
            connection.execute(update(users).where(users.c.id == row.id).values(password_hash=renewed))
    return row.id, Principal("user", row.login, frozenset(row.roles.split()))


def _id(connection: Connection, login: str) -> int:
    found = connection.execute(select(users.c.id).where(users.c.login == login.strip().casefold())).first()
    if found is None:
        raise NotFound("user_not_found", "login")
    return int(found.id)


def _checked_login(login: str) -> str:
    login = login.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise BadValue("login_unfit", "login")
    return login


def _checked_roles(roles: Iterable[str]) -> str:
    chosen = sorted(set(roles))
    if not chosen or any(role not in ROLES for role in chosen):
        raise BadValue("code_unknown", "roles", allowed=", ".join(ROLES))
    return " ".join(chosen)


def _now() -> int:
    return int(time.time())
