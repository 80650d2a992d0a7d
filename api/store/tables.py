"""Tables of the store. Nothing personal stands in clear: see docs/store.md for what each column gives away.

The same definitions serve SQLite and PostgreSQL; the first migration is made from them (a test compares).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, SmallInteger, Table, Text

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of the node; other rooms (``api/auth``) add theirs to it."""

SERIAL: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite gives a table its fast row number only to the type named INTEGER."""

keyring = Table(
    "keyring",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False, comment="data key, sealed with the master key"),
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="versions of the stored formats",
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
    comment="row numbers are never given twice, even after a deletion",
)

registers = Table(
    "registers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("records", BigInteger, nullable=False, default=0),
)

records = Table(
    "records",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    Column("register_id", SmallInteger, ForeignKey("registers.id"), nullable=False),
    Column("identity", LargeBinary, nullable=False, unique=True, comment="keyed hash of register and record_id"),
    Column("content", LargeBinary, nullable=False, comment="keyed hash of the payload; tells a repeat from a change"),
    Column("payload", LargeBinary, nullable=False, comment="sealed person"),
)

features = Table(
    "features",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    Column("register_id", SmallInteger, nullable=False),
    Column("row", LargeBinary, nullable=False, comment="sealed features, ready to be compared"),
    comment="apart from the payload, so that a search reads only what it compares",
)

segments = Table(
    "segments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column(
        "depth", SmallInteger, nullable=False, comment="a page holds the keys that share their first 8 + depth bits"
    ),
    Column("entries", BigInteger, nullable=False),
    Column("building", BigInteger, comment="Unix time of the last page written while it is being merged; null: ready"),
    comment="immutable parts of the index, of which readers see the ready ones",
)

postings = Table(
    "postings",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=False, comment="segment and page"),
    Column("entries", LargeBinary, nullable=False, comment="sorted 64-bit words: hashed key, record number"),
)

recent = Table(
    "recent",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
    comment="keys of records added one by one, until they fill a segment",
)

dropped = Table(
    "dropped",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    comment="deleted numbers whose hashed keys still stand in segments; merging purges them",
)

journal = Table(
    "journal",
    metadata,
    Column("seq", SERIAL, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, comment="UTC, ISO 8601 with microseconds"),
    Column("action", Text, nullable=False),
    Column("purpose", Text),
    Column("records", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="sealed: actor, case, records shown, details"),
    Column("previous", LargeBinary, nullable=False, comment="leaf hash of the entry before"),
    Column("leaf", LargeBinary, nullable=False, comment="RFC 6962 leaf hash of this entry"),
)
