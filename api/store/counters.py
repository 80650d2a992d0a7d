"""Numbers that are given once and never again, also after a deletion."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from api.store.tables import counters


def take(connection: Connection, name: str, count: int = 1) -> int:
    """The first of ``count`` fresh numbers, from 1. The caller's transaction holds the writer's lock."""
    value: int | None = connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar_one_or_none()
    if value is None:
        connection.execute(insert(counters).values(name=name, value=count))
        return 1
    connection.execute(update(counters).where(counters.c.name == name).values(value=value + count))
    return value + 1
