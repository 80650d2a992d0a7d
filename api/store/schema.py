"""Making the tables of a new store and bringing those of an older version up to date, by alembic's migrations."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from sqlalchemy import Connection, inspect, text

from models.errors import StoreError

HEAD: Final = "0004"
"""The revision this version of Tulga works with (a test compares it with the newest migration)."""


def current(connection: Connection) -> str | None:
    """The revision of the store; None when it holds no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def require_head(connection: Connection) -> None:
    """Raises StoreError when the store is of another version than this program."""
    revision = current(connection)
    if revision == HEAD:
        return
    raise StoreError("store_old" if revision is not None and revision < HEAD else "store_foreign")


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the caller's transaction."""
    from alembic import command  # noqa: PLC0415  only a new or old store needs it, and it is slow to import

    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Any:
    """Alembic's configuration, made in code: an installed node has no alembic.ini."""
    from alembic.config import Config  # noqa: PLC0415 - only where tables are made or moved

    config = Config()
    config.set_main_option("script_location", str(files("api.store").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config
