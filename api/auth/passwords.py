"""Passwords: argon2id with the library's current parameters (RFC 9106, low-memory profile)."""

from __future__ import annotations

import functools
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import BadValue

MIN_LENGTH: Final = 12
"""Shortest password (NIST SP 800-63B-4 asks for length, not for kinds of letters)."""
MAX_LENGTH: Final = 256
"""Longest password: argon2 must not be fed megabytes by strangers."""


def hash_password(password: str) -> str:
    """argon2id's encoded hash; raises BadValue when the password is too short or too long."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise BadValue("password_length", "password", minimum=MIN_LENGTH, maximum=MAX_LENGTH)
    return _hasher().hash(password)


def verify_password(encoded: str | None, password: str) -> bool:
    """Whether the password belongs to the hash.

    For None (no such user) the same work is done on a hash nobody's password fits, so that the time of a login does
    not tell who has an account.
    """
    try:
        return _hasher().verify(encoded or _nobody(), password[: MAX_LENGTH + 1]) and encoded is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(encoded: str) -> bool:
    """Whether the hash was made with weaker parameters than today's and should be made anew at this login."""
    return _hasher().check_needs_rehash(encoded)


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@functools.cache
def _nobody() -> str:
    import secrets  # noqa: PLC0415  (only a node that meets an unknown login needs it)

    return _hasher().hash(secrets.token_urlsafe(32))
