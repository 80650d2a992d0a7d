"""Alembic's entry: runs the migrations on the connection that ``api.store.schema`` hands over."""

from __future__ import annotations

from alembic import context

from api.auth import tables as _auth_tables  # noqa: F401  its tables stand on the same metadata
from api.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False
)
context.run_migrations()
