"""Tasks of OSIA's interface that outlive their process, and what people decided about pairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Tasks of OSIA's interface that outlive their process, and what people decided about pairs."""
    op.create_table(
        "osia_tasks",
        sa.Column("id", sa.Text(), nullable=False, comment="random; what the caller was given"),
        sa.Column(
            "owner", sa.LargeBinary(), nullable=False, comment="keyed hash of who asked: nobody else may see the task"
        ),
        sa.Column("status", sa.SmallInteger(), nullable=False, comment="see api.osia.tasks.Status"),
        sa.Column(
            "runs", sa.Integer(), nullable=False, comment="how often its work was begun: more than once after a crash"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often its result was sent in vain"),
        sa.Column("due", sa.BigInteger(), nullable=False, comment="Unix time of the next step"),
        sa.Column(
            "claimed", sa.BigInteger(), nullable=False, comment="Unix time at which a process took it; 0: nobody"
        ),
        sa.Column("created", sa.BigInteger(), nullable=False, comment="Unix time; tasks are forgotten after a while"),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="what is asked and where to, then the result; empty when sent",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_osia_tasks")),
    )
    op.create_index(op.f("ix_osia_tasks_status"), "osia_tasks", ["status"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("number", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False, comment="of the record"),
        sa.Column("other", sa.LargeBinary(), nullable=False, comment="keyed hash of the case or of the other record"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="reading, who set it, when, what was proposed"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decisions")),
        comment="readings that people set; rows are added and never changed, and go with their record",
    )
    op.create_index(op.f("ix_decisions_identity"), "decisions", ["identity"], unique=False)
    op.create_index(op.f("ix_decisions_other"), "decisions", ["other"], unique=False)
