"""The register: records, features, index, journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The register: records, features, index, journal."""
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
        comment="row numbers are never given twice, even after a deletion",
    )
    op.create_table(
        "dropped",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dropped")),
        comment="deleted numbers whose hashed keys still stand in segments; merging purges them",
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
        comment="versions of the stored formats",
    )
    op.create_table(
        "features",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("register_id", sa.SmallInteger(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False, comment="sealed features, ready to be compared"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_features")),
        comment="apart from the payload, so that a search reads only what it compares",
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False, comment="UTC, ISO 8601 with microseconds"),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="sealed: actor, case, records shown, details"),
        sa.Column("previous", sa.LargeBinary(), nullable=False, comment="leaf hash of the entry before"),
        sa.Column("leaf", sa.LargeBinary(), nullable=False, comment="RFC 6962 leaf hash of this entry"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_table(
        "keyring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False, comment="data key, sealed with the master key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyring")),
    )
    op.create_table(
        "postings",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="segment and page",
        ),
        sa.Column(
            "entries", sa.LargeBinary(), nullable=False, comment="sorted 64-bit words: hashed key, record number"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_table(
        "recent",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_recent")),
        comment="keys of records added one by one, until they fill a segment",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registers")),
        sa.UniqueConstraint("name", name=op.f("uq_registers_name")),
    )
    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "depth",
            sa.SmallInteger(),
            nullable=False,
            comment="a page holds the keys that share their first 8 + depth bits",
        ),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column(
            "building",
            sa.BigInteger(),
            nullable=True,
            comment="Unix time of the last page written while it is being merged; null: ready",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        comment="immutable parts of the index, of which readers see the ready ones",
    )
    op.create_table(
        "records",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("register_id", sa.SmallInteger(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False, comment="keyed hash of register and record_id"),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="keyed hash of the payload; tells a repeat from a change",
        ),
        sa.Column("payload", sa.LargeBinary(), nullable=False, comment="sealed person"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name=op.f("fk_records_register_id_registers")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_records")),
        sa.UniqueConstraint("identity", name=op.f("uq_records_identity")),
    )
