"""A key for each record that has pictures, wrapped by the store's key and kept *apart* from the store.

A deleted record leaves its sealed pictures and templates in every backup that was made before. They can be opened with
the record's key only, and that stands in a small database of its own (``TULGA_MEDIA_KEYS``; by default a file beside
the master key) which is not part of the store's backup: when the key is destroyed there, the backups keep noise.

Keeping keys and data apart costs one order of steps. A key is made before what it seals is committed; it is destroyed
after the deletion is committed, and the deletion leaves a note (``doomed_keys``) until that is done, so that a process
that dies between the two leaves work for the next one and never a picture without its key.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, Engine, delete, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from api.biometrics.tables import key_metadata, record_keys
from api.store.engine import connect, database_file, reading, writing
from api.store.sealing import KEY_BYTES, Cipher, Keys
from models.errors import StoreError

_STORE_BYTES: Final = 8
_CHUNK: Final = 1000


class RecordKeys:
    """The keys of one store's records."""

    def __init__(self, url: str, keys: Keys) -> None:
        self._url, self._wrapping = url, keys.cipher("media")
        self._store = hashlib.blake2b(keys.data, digest_size=_STORE_BYTES, person=b"media keys").digest()
        self._engine: Engine | None = None

    def cipher(self, identity: bytes) -> Cipher:
        """The cipher of a record; raises StoreError('media_key_gone') when its key was destroyed."""
        query = select(record_keys.c.wrapped).where(self._is(identity))
        with reading(self._opened()) as connection:
            wrapped = connection.execute(query).scalar_one_or_none()
        if wrapped is None:
            raise StoreError("media_key_gone")
        return Cipher(self._wrapping.open(bytes(wrapped), identity))

    def ciphers(self, identities: Sequence[bytes]) -> dict[bytes, Cipher]:
        """The ciphers of many records; those whose key was destroyed are left out."""
        query = select(record_keys.c.identity, record_keys.c.wrapped).where(record_keys.c.store == self._store)
        found: dict[bytes, Cipher] = {}
        wanted = list(dict.fromkeys(identities))
        for start in range(0, len(wanted), _CHUNK):
            some = query.where(record_keys.c.identity.in_(wanted[start : start + _CHUNK]))
            with reading(self._opened()) as connection:
                rows = connection.execute(some).all()
            found |= {bytes(i): Cipher(self._wrapping.open(bytes(w), bytes(i))) for i, w in rows}
        return found

    def make(self, identity: bytes) -> Cipher:
        """The cipher of a record, with a new key when it has none yet; there for good when this returns."""
        self._opened(create=True)
        if not self.holds(identity):
            sealed = self._wrapping.seal(secrets.token_bytes(KEY_BYTES), identity)
            row = insert(record_keys).values(store=self._store, identity=identity, wrapped=sealed)
            with contextlib.suppress(IntegrityError), writing(self._opened(), beside=True) as connection:
                connection.execute(row)  # somebody else may have been quicker: then theirs is the key
        return self.cipher(identity)

    def holds(self, identity: bytes) -> bool:
        """Whether a record has a key."""
        with reading(self._opened()) as connection:
            return connection.execute(select(record_keys.c.store).where(self._is(identity))).first() is not None

    def destroy(self, identities: Sequence[bytes]) -> None:
        """Destroy the keys of records: what they sealed is noise from now on, here and in every backup."""
        with writing(self._opened(create=True), beside=True) as connection:
            for identity in identities:
                connection.execute(delete(record_keys).where(self._is(identity)))
        if database_file(self._opened()) is not None:
            with self._opened().connect() as connection:  # the log of SQLite would hold the key for a while yet
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of files and connections."""
        if self._engine is not None:
            self._engine.dispose()

    def _is(self, identity: bytes) -> ColumnElement[bool]:
        return (record_keys.c.store == self._store) & (record_keys.c.identity == identity)

    def _opened(self, *, create: bool = False) -> Engine:
        """The database of keys; only ``create`` makes it: making one to read from would hide a loss."""
        if self._engine is None:
            engine = connect(self._url)
            file = database_file(engine)
            if file is not None and not file.exists() and not create:
                raise StoreError("media_keys_missing", "TULGA_MEDIA_KEYS")
            if create:
                _make(engine, file)
            self._engine = engine
        return self._engine


def _make(engine: Engine, file: Path | None) -> None:
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError:
            raise StoreError("store_not_writable", "TULGA_MEDIA_KEYS") from None
    with writing(engine, beside=True) as connection:
        if not inspect(connection).has_table(record_keys.name):
            key_metadata.create_all(connection)
