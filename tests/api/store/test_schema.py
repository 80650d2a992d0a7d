"""Migrations and table definitions say the same."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.auth import tables as auth_tables
from api.osia.tables import osia_tasks
from api.store import schema
from api.store.engine import reading
from api.store.tables import metadata


def test_the_migrations_make_the_tables_that_are_defined(any_store):
    assert auth_tables.TABLES
    assert osia_tasks.name in metadata.tables
    with reading(any_store.engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_migration_is_the_one_the_program_works_with(any_store):
    with reading(any_store.engine) as connection:
        script = ScriptDirectory.from_config(schema.configuration(connection))
        assert script.get_heads() == [schema.HEAD]
        assert schema.current(connection) == schema.HEAD
