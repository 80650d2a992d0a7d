"""Rows of records: written in a caller's transaction, single or by the thousand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from api.store import index
from api.store.engine import insert_rows
from api.store.postings import KEY_BYTES, unpacked
from api.store.tables import dropped, features, recent, records, registers
from api.store.vault import Sealed

MAX_NUMBER: Final = 2**32 - 1
"""Postings hold record numbers of 32 bits."""
_SELECT_HEADS: Final = select(records.c.identity, records.c.number, records.c.content, records.c.register_id).where(
    records.c.identity.in_(bindparam("identities", expanding=True))
)
_CHUNK: Final = 1000


class Change(StrEnum):
    """What writing a record did."""

    ADDED = "added"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"


class Head(NamedTuple):
    """A stored record without its payload."""

    number: int
    content: bytes
    register_id: int


def heads(connection: Connection, identities: Sequence[bytes]) -> dict[bytes, Head]:
    """The stored ones of these records."""
    found: dict[bytes, Head] = {}
    for start in range(0, len(identities), _CHUNK):
        rows = connection.execute(_SELECT_HEADS, {"identities": list(identities[start : start + _CHUNK])})
        found.update((bytes(row[0]), Head(row[1], bytes(row[2]), row[3])) for row in rows)
    return found


def write_one(connection: Connection, register_id: int, number: int, sealed: Sealed, old: Head | None) -> None:
    """Add or correct one record; it is found by its new keys at once, and by its old ones no more."""
    if old is not None:
        drop(connection, old)
    _insert(connection, register_id, [(number, sealed)])
    index.add(connection, number, unpacked(sealed.keys).tolist())
    index.pack_recent(connection)


def write_many(
    connection: Connection, register_id: int, rows: Sequence[tuple[int, Sealed]], old: Sequence[Head]
) -> None:
    """Add many records as one segment of the index, after dropping the ``old`` versions of those that changed."""
    _drop_many(connection, old)
    if not rows:
        return
    _insert(connection, register_id, rows)
    index.add_segment(connection, *aligned([(number, sealed.keys) for number, sealed in rows]))


def aligned(rows: Sequence[tuple[int, bytes]]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Numbers of records with their hashed keys, as two columns: keys, and the number to which each belongs."""
    numbers = np.fromiter((number for number, _ in rows), np.uint64, len(rows))
    keys = [hashes for _, hashes in rows]
    return unpacked(b"".join(keys)), np.repeat(numbers, [len(hashes) // KEY_BYTES for hashes in keys])


def drop(connection: Connection, head: Head) -> None:
    """Delete one record, its features and its keys."""
    connection.execute(delete(records).where(records.c.number == head.number))
    connection.execute(delete(features).where(features.c.number == head.number))
    index.remove(connection, head.number)
    _count(connection, head.register_id, -1)


def register_number(connection: Connection, name: str) -> int:
    """The id of a register, made at its first record."""
    found = connection.execute(select(registers.c.id).where(registers.c.name == name)).scalar_one_or_none()
    if found is None:
        added = insert(registers).values(name=name, records=0).returning(registers.c.id)
        found = connection.execute(added).scalar_one()
    return int(found)


def _insert(connection: Connection, register_id: int, rows: Sequence[tuple[int, Sealed]]) -> None:
    insert_rows(connection, records, [(number, register_id, s.identity, s.content, s.payload) for number, s in rows])
    insert_rows(connection, features, [(number, register_id, s.row) for number, s in rows])
    _count(connection, register_id, len(rows))


def _drop_many(connection: Connection, old: Sequence[Head]) -> None:
    for start in range(0, len(old), _CHUNK):
        numbers = [head.number for head in old[start : start + _CHUNK]]
        for table in (records, features, recent):
            connection.execute(delete(table).where(table.c.number.in_(numbers)))
        connection.execute(insert(dropped), [{"number": number} for number in numbers])
    for register_id, count in Counter(head.register_id for head in old).items():
        _count(connection, register_id, -count)


def _count(connection: Connection, register_id: int, change: int) -> None:
    connection.execute(
        update(registers).where(registers.c.id == register_id).values(records=registers.c.records + change)
    )
