"""Rows of encounters, media and templates, written and read in a caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from api.biometrics.tables import decisions, doomed_keys, encounters, gone_templates, media, templates
from api.store import counters
from api.store.engine import rows_in
from api.store.tables import records
from models.biometrics import MediaKind

KINDS: Final = (MediaKind.PHOTO, MediaKind.FINGERPRINT_CARD)
"""Positions are part of the format."""
_CHUNK: Final = 1000


class State(IntEnum):
    """What has become of a picture."""

    WAITING = 0
    READY = 1
    REFUSED = 2


def add_encounter(connection: Connection, values: dict[str, Any]) -> int:
    """A new encounter; its number."""
    number = counters.take(connection, "encounter")
    connection.execute(insert(encounters).values(number=number, **values))
    return number


def add_media(connection: Connection, values: dict[str, Any]) -> int:
    """A new picture, waiting; its number."""
    number = counters.take(connection, "media")
    connection.execute(insert(media).values(number=number, claimed=0, **values))
    return number


def add_template(connection: Connection, values: dict[str, Any]) -> int:
    """A new template; numbers only grow, and the caller holds the writer's lock until it commits."""
    number = counters.take(connection, "template")
    connection.execute(insert(templates).values(number=number, **values))
    return number


def forget_record(connection: Connection, identity: bytes) -> bool:
    """Delete all of a record; whether it had pictures. Its key is noted down to be destroyed after the commit."""
    connection.execute(delete(decisions).where(or_(decisions.c.identity == identity, decisions.c.other == identity)))
    numbers = connection.execute(select(encounters.c.number).where(encounters.c.identity == identity)).scalars().all()
    forget_encounters(connection, numbers)
    if numbers:
        connection.execute(delete(doomed_keys).where(doomed_keys.c.identity == identity))
        connection.execute(insert(doomed_keys).values(identity=identity))
    return bool(numbers)


def forget_encounters(connection: Connection, numbers: Sequence[int]) -> None:
    """Delete encounters with their pictures and templates."""
    for some in _chunks(numbers):
        held = connection.execute(select(media.c.number).where(media.c.encounter.in_(some))).scalars().all()
        forget_media(connection, held)
        connection.execute(delete(encounters).where(encounters.c.number.in_(some)))


def forget_media(connection: Connection, numbers: Sequence[int]) -> None:
    """Delete pictures with their templates."""
    for some in _chunks(numbers):
        forget_templates(connection, _templates_of(connection, some))
        connection.execute(delete(media).where(media.c.number.in_(some)))


def forget_templates(connection: Connection, numbers: Sequence[int]) -> None:
    """Delete templates, and tell the galleries of other processes."""
    for some in _chunks(numbers):
        connection.execute(delete(templates).where(templates.c.number.in_(some)))
        first = counters.take(connection, "gone_template", len(some))
        rows = [{"seq": first + n, "template": number} for n, number in enumerate(some)]
        connection.execute(insert(gone_templates), rows)


def set_state(connection: Connection, number: int, state: State, details: bytes) -> None:
    """What has become of a picture, and why."""
    values = {"state": int(state), "details": details, "claimed": 0}
    connection.execute(update(media).where(media.c.number == number).values(**values))


def identities(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """Identity by record number."""
    found = rows_in(connection, f"SELECT number, identity FROM {records.name} WHERE number IN ({{}})", numbers)  # noqa: S608  a table's own name
    return {row[0]: bytes(row[1]) for row in found}


def select_in(connection: Connection, query: Any, column: Any, values: Sequence[Any]) -> list[Row[Any]]:
    """The rows of ``query`` whose ``column`` is one of ``values``, a thousand at a time."""
    found: list[Row[Any]] = []
    for some in _chunks(values):
        found += connection.execute(query.where(column.in_(some))).all()
    return found


def _templates_of(connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
    return connection.execute(select(templates.c.number).where(templates.c.media.in_(numbers))).scalars().all()


def _chunks(values: Sequence[Any]) -> Iterable[list[Any]]:
    return (list(values[start : start + _CHUNK]) for start in range(0, len(values), _CHUNK))
