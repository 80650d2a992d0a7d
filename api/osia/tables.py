"""Table of the tasks that answer later: they outlive the process that took them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, Table, Text

from api.store.tables import metadata

osia_tasks = Table(
    "osia_tasks",
    metadata,
    Column("id", Text, primary_key=True, comment="random; what the caller was given"),
    Column("owner", LargeBinary, nullable=False, comment="keyed hash of who asked: nobody else may see the task"),
    Column("status", SmallInteger, nullable=False, index=True, comment="see api.osia.tasks.Status"),
    Column("runs", Integer, nullable=False, comment="how often its work was begun: more than once after a crash"),
    Column("attempts", Integer, nullable=False, comment="how often its result was sent in vain"),
    Column("due", BigInteger, nullable=False, comment="Unix time of the next step"),
    Column("claimed", BigInteger, nullable=False, comment="Unix time at which a process took it; 0: nobody"),
    Column("created", BigInteger, nullable=False, comment="Unix time; tasks are forgotten after a while"),
    Column(
        "sealed", LargeBinary, nullable=False, comment="what is asked and where to, then the result; empty when sent"
    ),
)
