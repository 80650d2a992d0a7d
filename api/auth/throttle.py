"""Failed logins slow further ones down: by login (one account, many guesses) and by address (many accounts)."""

from __future__ import annotations

import hashlib
import time
from typing import ClassVar, Final

from sqlalchemy import Connection, delete, insert, select, update

from api.auth.tables import login_failures
from models.errors import TulgaError

FREE: Final = {"login": 5, "address": 20}
"""Failures before the first wait."""
FIRST_WAIT: Final = 30
"""Seconds of the first wait; each further failure doubles it."""
LONGEST_WAIT: Final = 15 * 60
"""Seconds: no longer, or strangers could lock an official out of the office."""
FORGET_AFTER: Final = 60 * 60
"""Seconds without a failure after which the count starts anew."""


class TooManyAttempts(TulgaError):
    """Too many failed logins; ``facts['seconds']`` says how long to wait."""

    status: ClassVar[int] = 429


def check(connection: Connection, login: str, address: str) -> None:
    """Raise TooManyAttempts when the login or the address has to wait."""
    waits = [_wait(connection, kind, text) for kind, text in (("login", login), ("address", address))]
    if max(waits) > 0:
        raise TooManyAttempts("login_throttled", seconds=max(waits))


def failed(connection: Connection, login: str, address: str) -> None:
    """Count a failed login."""
    _forget(connection)
    for kind, text in (("login", login), ("address", address)):
        key, now = _key(kind, text), int(time.time())
        counted = update(login_failures).where(login_failures.c.key == key)
        if not connection.execute(counted.values(failures=login_failures.c.failures + 1, last_at=now)).rowcount:
            connection.execute(insert(login_failures).values(key=key, failures=1, last_at=now))


def succeeded(connection: Connection, login: str, address: str) -> None:
    """Forget the failures of the login, and take back this attempt's count of the address.

    The other failures of the address stay, or one good account would open the way to guess at the rest.
    """
    connection.execute(delete(login_failures).where(login_failures.c.key == _key("login", login)))
    here = update(login_failures).where(login_failures.c.key == _key("address", address))
    connection.execute(here.values(failures=login_failures.c.failures - 1))


def _wait(connection: Connection, kind: str, text: str) -> int:
    row = connection.execute(select(login_failures).where(login_failures.c.key == _key(kind, text))).first()
    over = 0 if row is None else row.failures - FREE[kind]
    if row is None or over < 0 or row.last_at + FORGET_AFTER < time.time():
        return 0
    wait = min(FIRST_WAIT * 2 ** min(over, 16), LONGEST_WAIT)
    return max(0, int(row.last_at + wait - time.time()))


def _forget(connection: Connection) -> None:
    connection.execute(delete(login_failures).where(login_failures.c.last_at < int(time.time()) - FORGET_AFTER))


def _key(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()}"
