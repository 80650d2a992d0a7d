"""Bringing an older store up to this version: its tables by migrations, then features and keys from the payloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from api.settings import Settings
from api.store import index, schema
from api.store.engine import connect, reading, writing
from api.store.opening import set_versions
from api.store.preparing import prepare
from api.store.records import aligned
from api.store.store import Store
from api.store.tables import dropped, facts, features, postings, recent, records, segments

_BATCH: Final = 5_000


def upgrade_tables(settings: Settings) -> None:
    """Run the migrations that the store lacks, in one transaction."""
    engine = connect(settings.store)
    with writing(engine) as connection:
        if schema.current(connection) != schema.HEAD:
            schema.upgrade(connection)
    engine.dispose()


def rebuild(store: Store, progress: Callable[[int], None] = lambda _: None) -> int:
    """Make all features and keys anew; gives how many. Until it has run to its end, the store refuses searches."""
    with writing(store.engine) as connection:
        for table in (facts, postings, segments, recent, dropped):
            connection.execute(delete(table))
    done = last = 0
    while rows := _page(store, last):
        with writing(store.engine) as connection:
            _prepare(connection, store, rows)
        last, done = rows[-1][0], done + len(rows)
        index.tidy(store.engine, settle=False)
        progress(done)
    index.tidy(store.engine, settle=True)
    with writing(store.engine) as connection:
        set_versions(connection)
    return done


def _page(store: Store, after: int) -> Sequence[Any]:
    query = select(records.c.number, records.c.payload).where(records.c.number > after)
    with reading(store.engine) as connection:
        return connection.execute(query.order_by(records.c.number).limit(_BATCH)).all()


def _prepare(connection: Connection, store: Store, rows: Sequence[Any]) -> None:
    people = [(number, store.vault.open_person(bytes(payload), number)) for number, payload in rows]
    sealed = [(number, prepare(person, store.vault, number)) for number, person in people]
    change = update(features).where(features.c.number == bindparam("which")).values(row=bindparam("fresh"))
    connection.execute(change, [{"which": number, "fresh": record.row} for number, record in sealed])
    index.add_segment(connection, *aligned([(number, record.keys) for number, record in sealed]))
