"""Which of the four readings a person has set for a pair; a machine only proposes one.

A pair is a record and the case that asks about it, or two records. Decisions are added and never changed: who changes
their mind sets another, and both are shown. Each is an entry of the journal, in the same transaction. They go with
their record; the journal keeps that they were made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy import insert, or_, select

from api import journal
from api.biometrics.tables import decisions
from api.store import counters
from api.store.engine import reading, writing
from api.store.store import Store
from models.errors import BadValue
from models.evidence import Reading

READINGS: Final = tuple(r for r in Reading if r is not Reading.UNDECIDED)
"""What a person can set."""
MOST_NOTE: Final = 1000
"""Characters of a reason."""
_CASE: Final = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A record, the case in which it is looked at, and the record that it is compared with (None: the case's query)."""

    register: str
    record_id: str
    case: str
    other: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody set: the reading, what was proposed then (None: nothing), by whom, when, in which case, and why."""

    reading: Reading
    proposed: str | None
    by: str
    case: str
    note: str = ""
    at: datetime | None = None


def decide(store: Store, pair: Pair, decision: Decision, actor: str) -> Decision:
    """Set a reading for a pair; raises NotFound for a record that is not there, BadValue for a reading none can set."""
    if decision.reading not in READINGS:
        raise BadValue("code_unknown", "reading", allowed=", ".join(READINGS))
    at = datetime.now(UTC)
    identity, other = _keys(store, pair)
    plain = {"reading": decision.reading, "proposed": decision.proposed, "by": decision.by, "note": decision.note}
    with writing(store.engine) as connection:
        store.shelf.require(connection, identity)
        if pair.other is not None:
            store.shelf.require(connection, other)
        number = counters.take(connection, "decision")
        document = orjson.dumps({**plain, "case": decision.case, "at": at.isoformat(timespec="seconds")})
        sealed = store.vault.keys.cipher("decision").seal(document, str(number).encode())
        connection.execute(insert(decisions).values(number=number, identity=identity, other=other, sealed=sealed))
        journal.append_within(connection, store, _entry(pair, decision, actor))
    return replace(decision, at=at)


def decided(store: Store, pair: Pair) -> list[Decision]:
    """Everything that was set for a pair, newest first."""
    identity, other = _keys(store, pair)
    forth = (decisions.c.identity == identity) & (decisions.c.other == other)
    back = (decisions.c.identity == other) & (decisions.c.other == identity)
    query = select(decisions).where(or_(forth, back)).order_by(decisions.c.number.desc())
    with reading(store.engine) as connection:
        store.shelf.require(connection, identity)
        found = connection.execute(query).all()
    cipher = store.vault.keys.cipher("decision")
    return [_read(orjson.loads(cipher.open(bytes(row.sealed), str(row.number).encode()))) for row in found]


def as_object(decision: Decision) -> dict[str, Any]:
    """A decision, JSON-ready."""
    return {
        "reading": decision.reading.value,
        "proposed": decision.proposed,
        "by": decision.by,
        "case": decision.case,
        "note": decision.note,
        "at": decision.at.isoformat(timespec="seconds") if decision.at else None,
    }


def _keys(store: Store, pair: Pair) -> tuple[bytes, bytes]:
    """Keyed hashes of the record, and of what stands on the other side."""
    identity = store.vault.blinder.identity
    other = identity(*pair.other) if pair.other is not None else identity(_CASE, f"{_CASE}\0{pair.case}")
    return identity(pair.register, pair.record_id), other


def _entry(pair: Pair, decision: Decision, actor: str) -> journal.Entry:
    shown = ((pair.register, pair.record_id), *((pair.other,) if pair.other else ()))
    said = {"reading": decision.reading.value, "proposed": decision.proposed or "-", "by": decision.by}
    return journal.Entry(
        actor=actor, action="set reading", case=decision.case, records=len(shown), shown=shown, details=said
    )


def _read(plain: Mapping[str, Any]) -> Decision:
    known = {name: plain[name] for name in ("proposed", "by", "case", "note")}
    return Decision(reading=Reading(plain["reading"]), at=datetime.fromisoformat(plain["at"]), **known)
