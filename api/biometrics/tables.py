"""Tables of photographs and fingerprint cards. What is sealed here is sealed with the key of its record.

They hang on a record's ``identity`` (the keyed hash of register and identifier), not on its row number: a correction
gives the record a new row and leaves its pictures where they are.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, MetaData, SmallInteger, Table, Text

from api.store.tables import SERIAL, metadata

encounters = Table(
    "encounters",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    Column("identity", LargeBinary, nullable=False, comment="of the record"),
    Column("register_id", SmallInteger, nullable=False),
    Column("name", LargeBinary, nullable=False, comment="keyed hash of the encounter's own identifier"),
    Column("active", SmallInteger, nullable=False, comment="0: kept, but not searched"),
    Column("sealed", LargeBinary, nullable=False, comment="identifier, kind, context, biographic data as received"),
    comment="one occasion at which pictures of a person were taken or received",
)
Index("ix_encounters_identity", encounters.c.identity, encounters.c.name, unique=True)

media = Table(
    "media",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    Column("encounter", BigInteger, ForeignKey("encounters.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("identity", LargeBinary, nullable=False),
    Column("register_id", SmallInteger, nullable=False),
    Column("kind", SmallInteger, nullable=False, comment="0 photo, 1 fingerprint card"),
    Column("state", SmallInteger, nullable=False, index=True, comment="0 waits for its templates, 1 ready, 2 refused"),
    Column("claimed", BigInteger, nullable=False, comment="Unix time at which a process took it to work on; 0: nobody"),
    Column("digest", LargeBinary, nullable=False, comment="keyed hash of record and bytes; tells a repeat"),
    Column("details", LargeBinary, nullable=False, comment="sealed: provenance, date taken, quality, refusal"),
    Column("image", LargeBinary, nullable=False, comment="sealed: the file as received"),
)
Index("ix_media_identity", media.c.identity, media.c.digest, unique=True)

templates = Table(
    "templates",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    Column("media", BigInteger, ForeignKey("media.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("identity", LargeBinary, nullable=False, index=True),
    Column("kind", SmallInteger, nullable=False),
    Column("model", Text, nullable=False, comment="id and version of the model; templates of two never meet"),
    Column("sealed", LargeBinary, nullable=False, comment="the template; numbers grow, so a reader knows what is new"),
)

gone_templates = Table(
    "gone_templates",
    metadata,
    Column("seq", SERIAL, primary_key=True, autoincrement=False),
    Column("template", BigInteger, nullable=False),
    comment="numbers of deleted templates, for the galleries that other processes hold in memory",
)

doomed_keys = Table(
    "doomed_keys",
    metadata,
    Column("identity", LargeBinary, primary_key=True),
    comment="records deleted for good whose key is still to be destroyed; empty but for a moment",
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", SERIAL, primary_key=True, autoincrement=False),
    Column("identity", LargeBinary, nullable=False, index=True, comment="of the record"),
    Column("other", LargeBinary, nullable=False, index=True, comment="keyed hash of the case or of the other record"),
    Column("sealed", LargeBinary, nullable=False, comment="reading, who set it, when, what was proposed"),
    comment="readings that people set; rows are added and never changed, and go with their record",
)

key_metadata: Final = MetaData()
"""The keys stand apart from what they open: see ``api.biometrics.keys``."""

record_keys = Table(
    "record_keys",
    key_metadata,
    Column("store", LargeBinary, primary_key=True, comment="which store: several may share one place"),
    Column("identity", LargeBinary, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False, comment="the record's key, sealed with the store's"),
)
