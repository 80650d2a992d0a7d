"""Tables of people, service tokens, sessions and what a session holds. Times are seconds since 1970, UTC."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text

from api.store.tables import metadata

users: Final = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("roles", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
)
"""People. ``roles`` are names of ``permissions.ROLES``, spaces between; ``password_hash`` is argon2id's own text."""

service_tokens: Final = Table(
    "service_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
)
"""Machines. Only the SHA-256 of the 256-bit random secret is kept: there is nothing to guess it from."""

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id_hash", Text, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
"""Logged-in browsers. The cookie's value is not here, only its hash: a copy of the store opens no session."""

page_queries: Final = Table(
    "page_queries",
    metadata,
    Column("id_hash", Text, primary_key=True),
    Column("session_id", Text, ForeignKey("sessions.id_hash", ondelete="CASCADE"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""What a person asked on a page, encrypted, so that a URL can name it without saying it. Dies with the session."""

login_failures: Final = Table(
    "login_failures",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)
"""Failed logins by hashed login and by hashed address, for the throttle."""

TABLES: Final = (users, service_tokens, sessions, page_queries, login_failures)
