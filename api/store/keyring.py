"""The master key (from the environment or a file) and the data key it wraps.

The data key never changes while the store lives; the master key can be changed without touching a record
(``rewrap``). A store opened with another master key refuses at once instead of answering nonsense.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select, update

from api.settings import Settings
from api.store.sealing import KEY_BYTES, Cipher, Keys
from api.store.tables import keyring
from models.errors import StoreError

_CONTEXT: Final = b"tulga data key"
_RING: Final = 1


def master_key(settings: Settings, *, create: bool) -> tuple[bytes, bool]:
    """The master key and whether it was made just now.

    ``create`` allows making it: only for a store that is new, for a fresh key opens no old store.
    """
    if settings.key is not None:
        return _parse(settings.key, "TULGA_KEY"), False
    path = settings.key_file
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        if not create:
            raise StoreError("key_missing", "TULGA_KEY_FILE") from None
        return _generate(path), True
    except (OSError, UnicodeDecodeError):
        raise StoreError("key_unreadable", "TULGA_KEY_FILE") from None
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StoreError("key_exposed", "TULGA_KEY_FILE")
    return _parse(text.strip(), "TULGA_KEY_FILE"), False


def store_keys(connection: Connection, master: bytes) -> Keys:
    """The keys of an existing store; raises StoreError('key_wrong') for another store's master key."""
    wrapped = connection.execute(select(keyring.c.wrapped).where(keyring.c.id == _RING)).scalar_one()
    try:
        return Keys(Cipher(master).open(wrapped, _CONTEXT))
    except StoreError:
        raise StoreError("key_wrong") from None


def make_keys(connection: Connection, master: bytes) -> Keys:
    """A data key for a new store, kept wrapped in it."""
    data = secrets.token_bytes(KEY_BYTES)
    connection.execute(insert(keyring).values(id=_RING, wrapped=Cipher(master).seal(data, _CONTEXT)))
    return Keys(data)


def rewrap(connection: Connection, old: bytes, new: bytes) -> None:
    """Change the master key of a store."""
    data = store_keys(connection, old).data
    connection.execute(update(keyring).where(keyring.c.id == _RING).values(wrapped=Cipher(new).seal(data, _CONTEXT)))


def _parse(text: str, field: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreError("key_malformed", field, digits=2 * KEY_BYTES)
    return key


def _generate(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise StoreError("key_not_writable", "TULGA_KEY_FILE") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
