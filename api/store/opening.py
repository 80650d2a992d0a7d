"""Opening a store: finding or making it, its key, its tables; refusing one that this program must not touch."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from api.biometrics.keys import RecordKeys
from api.settings import Settings, read_settings
from api.store import preparing, schema
from api.store.engine import connect, database_file, reading, writing
from api.store.keyring import make_keys, master_key, store_keys
from api.store.sealing import Keys
from api.store.store import Store
from api.store.tables import facts
from api.store.vault import Vault
from models.errors import StoreError


def open_store(
    url: str | None = None, *, settings: Settings | None = None, create: bool = True, rebuilding: bool = False
) -> Store:
    """The store at ``url`` (the settings' when None), ready to use.

    A new one is made when ``create`` is set, with a new master key where the settings name none. Raises StoreError:
    no such store, wrong or missing key, a store of another version, features of another version (unless
    ``rebuilding``).
    """
    chosen = settings or read_settings()
    engine = connect(url or chosen.store)
    notices: list[str] = []
    if not _exists(engine):
        if not create:
            raise StoreError("store_missing", "--store")
        keys, made = _make(engine, chosen)
        notices = [str(chosen.key_file)] if made else []
    else:
        keys = _unlock(engine, chosen, rebuilding=rebuilding)
    media_keys = RecordKeys(_media_keys(engine, chosen), keys)
    return Store(engine, Vault(keys), media_keys, new_key=notices[0] if notices else None)


def _media_keys(engine: Engine, settings: Settings) -> str:
    """Where the keys of records with pictures are: a file beside the master key, unless several machines share it."""
    if settings.media_keys is not None:
        return settings.media_keys
    if engine.dialect.name == "sqlite":
        return f"sqlite:///{settings.key_file}.media.sqlite3"
    return engine.url.render_as_string(hide_password=False)


def _exists(engine: Engine) -> bool:
    file = database_file(engine)
    if file is not None:
        if not file.exists() or file.stat().st_size == 0:
            return False
        _require_sqlite(file)
    with reading(engine) as connection:
        return schema.current(connection) is not None


def _require_sqlite(file: Path) -> None:
    with file.open("rb") as handle:
        if handle.read(16) != b"SQLite format 3\0":
            raise StoreError("store_foreign")


def _make(engine: Engine, settings: Settings) -> tuple[Keys, bool]:
    """Tables and keys in one transaction, so that a store is either whole or not there."""
    _make_private(database_file(engine))
    master, made = master_key(settings, create=True)
    with writing(engine) as connection:
        if schema.current(connection) is None:
            schema.upgrade(connection)
            set_versions(connection)
            return make_keys(connection, master), made
    return _unlock(engine, settings, rebuilding=False), False


def _make_private(file: Path | None) -> None:
    """An empty file that only its owner may read; SQLite gives its side files the same permissions."""
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError:
        raise StoreError("store_not_writable", "--store") from None


def _unlock(engine: Engine, settings: Settings, *, rebuilding: bool) -> Keys:
    with reading(engine) as connection:
        schema.require_head(connection)
        keys = store_keys(connection, master_key(settings, create=False)[0])
        stored = {row[0]: row[1] for row in connection.execute(select(facts.c.name, facts.c.value))}
    if not rebuilding and any(stored.get(name) != value for name, value in preparing.versions().items()):
        raise StoreError("features_outdated", expected=preparing.versions()["features"])
    return keys


def set_versions(connection: Connection) -> None:
    """Write down by which versions the features and keys in the store are made."""
    connection.execute(facts.delete())
    connection.execute(insert(facts), [{"name": n, "value": v} for n, v in preparing.versions().items()])
