"""Service tokens: made once, shown once, kept as a hash, with scopes and an end."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from api.auth.permissions import SCOPES, Principal
from api.auth.tables import service_tokens
from models.errors import BadValue, NotFound, Unauthenticated

_TOKEN: Final = re.compile(r"tulga_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
DAY: Final = 24 * 60 * 60
_BY_ID: Final = select(service_tokens).where(service_tokens.c.id == bindparam("which"))


def create(connection: Connection, label: str, scopes: Iterable[str], days: int | None = 365) -> str:
    """A new token, to be shown once; raises BadValue for an unknown scope. ``days`` None means without end."""
    chosen = sorted(set(scopes))
    if not chosen or any(scope not in SCOPES for scope in chosen):
        raise BadValue("code_unknown", "scopes", allowed=", ".join(SCOPES))
    token_id, secret, now = secrets.token_hex(6), secrets.token_urlsafe(32), int(time.time())
    values = {"id": token_id, "label": label, "scopes": " ".join(chosen), "secret_hash": _hash(secret)}
    ends = None if days is None else now + days * DAY
    connection.execute(insert(service_tokens).values(**values, created_at=now, expires_at=ends))
    return f"tulga_{token_id}_{secret}"


def revoke(connection: Connection, token_id: str) -> None:
    """The token is worth nothing from now on; raises NotFound. Takes the id or the whole token."""
    whole = _TOKEN.fullmatch(token_id)
    token_id = whole[1] if whole else token_id
    gone = update(service_tokens).where(service_tokens.c.id == token_id).values(revoked_at=int(time.time()))
    if not connection.execute(gone).rowcount:
        raise NotFound("token_not_found", "token")


def verify(connection: Connection, token: str) -> Principal:
    """Who brings this token; raises Unauthenticated, with one text whether it is unknown, revoked or past its end."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        raise Unauthenticated("token_invalid")
    row = connection.execute(_BY_ID, {"which": parts[1]}).first()
    fits = hmac.compare_digest(row.secret_hash if row else "", _hash(parts[2]))
    if row is None or not fits or row.revoked_at or (row.expires_at and row.expires_at <= time.time()):
        raise Unauthenticated("token_invalid")
    return Principal("token", row.id, frozenset(row.scopes.split()))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
