"""Photographs, fingerprint cards and their templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Photographs, fingerprint cards and their templates."""
    op.create_table(
        "encounters",
        sa.Column("number", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False, comment="of the record"),
        sa.Column("register_id", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="keyed hash of the encounter's own identifier"),
        sa.Column("active", sa.SmallInteger(), nullable=False, comment="0: kept, but not searched"),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="identifier, kind, context, biographic data as received",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_encounters")),
        comment="one occasion at which pictures of a person were taken or received",
    )
    op.create_index("ix_encounters_identity", "encounters", ["identity", "name"], unique=True)
    op.create_table(
        "media",
        sa.Column("number", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("encounter", sa.BigInteger(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("register_id", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False, comment="0 photo, 1 fingerprint card"),
        sa.Column("state", sa.SmallInteger(), nullable=False, comment="0 waits for its templates, 1 ready, 2 refused"),
        sa.Column(
            "claimed",
            sa.BigInteger(),
            nullable=False,
            comment="Unix time at which a process took it to work on; 0: nobody",
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="keyed hash of record and bytes; tells a repeat"),
        sa.Column(
            "details", sa.LargeBinary(), nullable=False, comment="sealed: provenance, date taken, quality, refusal"
        ),
        sa.Column("image", sa.LargeBinary(), nullable=False, comment="sealed: the file as received"),
        sa.ForeignKeyConstraint(
            ["encounter"], ["encounters.number"], name=op.f("fk_media_encounter_encounters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_encounter"), "media", ["encounter"], unique=False)
    op.create_index(op.f("ix_media_state"), "media", ["state"], unique=False)
    op.create_index("ix_media_identity", "media", ["identity", "digest"], unique=True)
    op.create_table(
        "templates",
        sa.Column("number", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("media", sa.BigInteger(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column(
            "model", sa.Text(), nullable=False, comment="id and version of the model; templates of two never meet"
        ),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="the template; numbers grow, so a reader knows what is new",
        ),
        sa.ForeignKeyConstraint(["media"], ["media.number"], name=op.f("fk_templates_media_media"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_templates")),
    )
    op.create_index(op.f("ix_templates_media"), "templates", ["media"], unique=False)
    op.create_index(op.f("ix_templates_identity"), "templates", ["identity"], unique=False)
    op.create_table(
        "gone_templates",
        sa.Column("seq", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("template", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_gone_templates")),
        comment="numbers of deleted templates, for the galleries that other processes hold in memory",
    )
    op.create_table(
        "doomed_keys",
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_doomed_keys")),
        comment="records deleted for good whose key is still to be destroyed; empty but for a moment",
    )
