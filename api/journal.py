"""The journal: who asked what, why, for which case, when, how many records, and which were shown. Append-only.

Each entry holds the leaf hash of the one before it, and its own leaf hash is a leaf of a Merkle tree (RFC 6962), so
that a changed, missing or inserted entry shows. Who, the case and the records stand sealed; the hash is taken over the
sealed bytes, so the chain can be checked by somebody who may not read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select

from api import merkle
from api.store.engine import reading, writing
from api.store.sealing import Cipher
from api.store.store import Store
from api.store.tables import journal
from models.query import Purpose

FIRST: Final = bytes(32)
"""What the first entry has in place of its predecessor's hash."""
_PAGE: Final = 1000
_LAST: Final = select(journal.c.seq, journal.c.leaf).order_by(journal.c.seq.desc()).limit(1)
_INSERT: Final = insert(journal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done. ``details`` holds small facts that are no personal data: file counts, limits, grades."""

    actor: str
    """Login, token id, or ``os:name`` of the command line's user."""
    action: str
    """search, compare, read, load, add, correct, delete, login …"""
    purpose: Purpose | None = None
    case: str | None = None
    records: int = 0
    """How many records were looked at or changed."""
    shown: tuple[tuple[str, str], ...] = ()
    """(register, record_id) of each record that was shown or changed."""
    details: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in the journal."""

    seq: int
    at: datetime
    entry: Entry
    leaf: bytes


def append(store: Store, entry: Entry) -> Written:
    """Write an entry in a transaction of its own; it is there for good when this returns."""
    with writing(store.engine) as connection:
        return append_within(connection, store, entry)


def append_all(store: Store, entries: Sequence[Entry]) -> None:
    """Write several entries in one transaction; they are there for good when this returns."""
    if entries:
        with writing(store.engine) as connection:
            for entry in entries:
                append_within(connection, store, entry)


def append_within(connection: Connection, store: Store, entry: Entry) -> Written:
    """Write an entry in the transaction of what it reports, so that both happen or neither."""
    last = connection.execute(_LAST).first()
    seq, previous = (last[0] + 1, bytes(last[1])) if last else (1, FIRST)
    at = datetime.now(UTC)
    row: dict[str, Any] = {
        "seq": seq,
        "at": at.isoformat(timespec="microseconds"),
        "action": entry.action,
        "purpose": entry.purpose.value if entry.purpose else None,
        "records": entry.records,
        "sealed": _cipher(store).seal(_hidden(entry), _context(seq)),
        "previous": previous,
    }
    row["leaf"] = merkle.leaf_hash(_canonical(row))
    connection.execute(_INSERT, row)
    return Written(seq, at, entry, row["leaf"])


def entries(store: Store, *, after: int = 0, limit: int | None = None) -> Iterator[Written]:
    """Entries from oldest to newest, those with a number above ``after``."""
    cipher = _cipher(store)
    for count, row in enumerate(_rows(store, after)):
        if count == limit:
            return
        yield Written(row.seq, datetime.fromisoformat(row.at), _open(row, cipher), bytes(row.leaf))


def length(store: Store) -> int:
    """How many entries there are."""
    with reading(store.engine) as connection:
        return connection.execute(select(func.count()).select_from(journal)).scalar_one()


def verify(store: Store) -> int | None:
    """Number of the first entry that is changed, missing or out of place; None when all is well. Needs no key."""
    previous = FIRST
    for expected, row in enumerate(_rows(store, 0), 1):
        stored = {**row._mapping, "sealed": bytes(row.sealed), "previous": bytes(row.previous)}
        leaf = bytes(stored.pop("leaf"))
        if row.seq != expected or stored["previous"] != previous or merkle.leaf_hash(_canonical(stored)) != leaf:
            return expected
        previous = leaf
    return None


def merkle_root(store: Store, first: int | None = None) -> bytes:
    """The tree hash over all entries, or over the ``first`` so many: what another node keeps as a witness.

    The chain alone cannot tell that its newest entries are gone, or that somebody wrote all of it anew; a witness can.
    """
    return merkle.root(bytes(row.leaf) for row in islice(_rows(store, 0), first))


def _rows(store: Store, after: int) -> Iterator[Row[Any]]:
    while True:
        query = select(journal).where(journal.c.seq > after).order_by(journal.c.seq).limit(_PAGE)
        with reading(store.engine) as connection:
            page = connection.execute(query).all()
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].seq


def _hidden(entry: Entry) -> bytes:
    hidden = {"actor": entry.actor, "case": entry.case, "shown": entry.shown, "details": dict(entry.details)}
    return json.dumps(hidden, ensure_ascii=False, separators=(",", ":")).encode()


def _open(row: Row[Any], cipher: Cipher) -> Entry:
    hidden = json.loads(cipher.open(bytes(row.sealed), _context(row.seq)))
    return Entry(
        actor=hidden["actor"],
        action=row.action,
        purpose=Purpose(row.purpose) if row.purpose else None,
        case=hidden["case"],
        records=row.records,
        shown=tuple((register, record_id) for register, record_id in hidden["shown"]),
        details=hidden["details"],
    )


def _canonical(row: Mapping[str, Any]) -> bytes:
    plain = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _context(seq: int) -> bytes:
    return seq.to_bytes(8, "big")


def _cipher(store: Store) -> Cipher:
    return store.vault.journal
