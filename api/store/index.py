"""The blind index in its tables: looking keys up, adding them, merging segments.

Why not a row for each key: see docs/store.md (size, and the cost of loading ten million records).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from api.store import counters
from api.store.engine import insert_rows, reading, rows_in, rows_of, writing
from api.store.postings import (
    SHARDS,
    Numbers,
    Words,
    bounds,
    depth_for,
    lookup,
    merge,
    merge_plan,
    page_id,
    page_of,
    pages,
    shards,
    words_of,
)
from api.store.tables import dropped, postings, recent, segments

RECENT_LIMIT: Final = 20_000
"""Rows of ``recent`` that are packed into a segment; below it a row for each key is cheaper than rewriting pages."""
_STRIDE: Final = 16
"""Shards merged in one transaction: others wait for the lock no longer than that takes."""
_ABANDONED_SECONDS: Final = 900
_ERASED: Final = 0
"""``building`` of a segment that was merged into another and only waits for its pages to be deleted."""
_PAGES: Final = "SELECT id, entries FROM postings WHERE id IN ({})"
_RECENT: Final = "SELECT key, number FROM recent WHERE key IN ({})"
_READY: Final = "SELECT id, depth, entries FROM segments WHERE building IS NULL ORDER BY id"
_WAITING: Final = -1
"""In the next question: stands for a segment where keys that were added one by one wait for one."""
_SOURCES: Final = """SELECT id, depth, entries FROM segments WHERE building IS NULL
UNION ALL SELECT * FROM (SELECT -1, 0, 0 FROM recent LIMIT 1) AS waiting ORDER BY 1"""
_NOBODY: Final = np.empty(0, np.uint32)


Segment = tuple[int, int, int]
"""Number, depth and size of a segment of the index."""


def ready(connection: Connection) -> Sequence[Segment]:
    """The segments that readers look into, from oldest to newest."""
    return rows_of(connection, _READY)


class Sources(NamedTuple):
    """Where the keys of a view stand: its segments, and whether some were added one by one since."""

    segments: Sequence[Segment]
    recent: bool


def sources(connection: Connection) -> Sources:
    """Where readers look, asked once a view."""
    found = rows_of(connection, _SOURCES)
    return Sources([row for row in found if row[0] != _WAITING], any(row[0] == _WAITING for row in found))


def find(connection: Connection, keys: Sequence[int], looked_into: Sources) -> list[Numbers]:
    """For each hashed key the numbers of the records that have it (deleted ones may still be among them)."""
    found: list[list[Numbers]] = [[] for _ in keys]
    wanted = [
        (position, page_id(segment, page_of(key, depth)))
        for segment, depth, _entries in looked_into.segments
        for position, key in enumerate(keys)
    ]
    stored = {page: words_of(data) for page, data in rows_in(connection, _PAGES, {page for _, page in wanted})}
    limits = list(bounds(keys))
    for position, page in wanted:
        if page in stored and (numbers := lookup(stored[page], limits[position])) is not None:
            found[position].append(numbers)
    positions = {key: position for position, key in enumerate(keys)} if looked_into.recent else {}
    for key, number in rows_in(connection, _RECENT, positions):
        found[positions[key]].append(np.array([number], np.uint32))
    return [parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else _NOBODY for parts in found]


def add(connection: Connection, number: int, keys: Iterable[int]) -> None:
    """The hashed keys of one record; found from this transaction on."""
    rows = [{"key": int(key), "number": number} for key in dict.fromkeys(keys)]
    if rows:
        connection.execute(insert(recent), rows)


def remove(connection: Connection, number: int) -> None:
    """Forget one record: its recent keys now, those in segments when they are merged."""
    connection.execute(delete(recent).where(recent.c.number == number))
    connection.execute(insert(dropped).values(number=number))


def pack_recent(connection: Connection) -> None:
    """Move the keys added one by one into a segment, once there are many."""
    if connection.execute(select(func.count()).select_from(recent)).scalar_one() < RECENT_LIMIT:
        return
    rows = np.array(connection.execute(select(recent.c.key, recent.c.number)).all(), np.uint64)
    add_segment(connection, rows[:, 0], rows[:, 1])
    connection.execute(delete(recent))


def add_segment(connection: Connection, keys: NDArray[np.uint64], numbers: NDArray[np.uint64]) -> None:
    """The aligned keys and numbers of many records as one segment."""
    if not len(keys):
        return
    segment, depth = counters.take(connection, "segment"), depth_for(len(keys))
    for shard, words in enumerate(shards(keys, numbers)):
        _write(connection, segment, shard, depth, words)
    connection.execute(insert(segments).values(id=segment, depth=depth, entries=len(keys)))


def tidy(engine: Engine, *, settle: bool) -> None:
    """Merge what ``merge_plan`` says, until nothing is left to merge. Others may read and write meanwhile."""
    _clear_abandoned(engine)
    while True:
        with reading(engine) as connection:
            found = ready(connection)
        count = merge_plan([entries for _, _, entries in found], settle=settle)
        if not count or not _merge(engine, found[-count:]):
            return


def purge(engine: Engine) -> None:
    """Merge everything, so that no key of a deleted record is left anywhere."""
    with writing(engine) as connection:
        gone = connection.execute(select(dropped.c.number)).scalars().all()
    with reading(engine) as connection:
        found = ready(connection)
    if gone and (not found or _merge(engine, found)):
        with writing(engine) as connection:
            for start in range(0, len(gone), 500):
                connection.execute(delete(dropped).where(dropped.c.number.in_(gone[start : start + 500])))


def _merge(engine: Engine, old: Sequence[Segment]) -> bool:
    """Write one segment in place of ``old``; False when somebody else has merged them meanwhile."""
    depth = depth_for(sum(entries for _, _, entries in old))
    with writing(engine) as connection:
        segment = counters.take(connection, "segment")
        connection.execute(insert(segments).values(id=segment, depth=depth, entries=0, building=_now()))
        gone = np.array(connection.execute(select(dropped.c.number)).scalars().all(), np.uint64)
    total = 0
    for start in range(0, SHARDS, _STRIDE):
        with writing(engine) as connection:
            for shard in range(start, start + _STRIDE):
                words = merge([_read(connection, i, shard, d) for i, d, _ in old], gone)
                _write(connection, segment, shard, depth, words)
                total += len(words)
            connection.execute(update(segments).where(segments.c.id == segment).values(building=_now()))
    return _swap(engine, [i for i, _, _ in old], segment, total)


def _swap(engine: Engine, old: Sequence[int], new: int, entries: int) -> bool:
    """Show ``new`` to readers in place of ``old``, if nobody has done the like meanwhile; erase what is not shown."""
    with writing(engine) as connection:
        states = {row[0]: row[1] for row in connection.execute(select(segments.c.id, segments.c.building))}
        kept = states.get(new) is not None and all(i in states and states[i] is None for i in old)
        if kept:
            connection.execute(update(segments).where(segments.c.id == new).values(building=None, entries=entries))
            connection.execute(update(segments).where(segments.c.id.in_(old)).values(building=_ERASED))
    for segment in old if kept else [new]:
        _erase(engine, segment)
    return kept


def _erase(engine: Engine, segment: int) -> None:
    """Delete the pages of a segment that no reader looks up any more, a stretch at a time."""
    for start in range(0, SHARDS, _STRIDE):
        first, last = (page_id(segment, shard << 16) for shard in (start, start + _STRIDE))
        with writing(engine) as connection:
            connection.execute(delete(postings).where(postings.c.id >= first, postings.c.id < last))
    with writing(engine) as connection:
        connection.execute(delete(segments).where(segments.c.id == segment))


def _clear_abandoned(engine: Engine) -> None:
    """Remove what a killed merge left behind."""
    with reading(engine) as connection:
        stale = select(segments.c.id).where(segments.c.building < _now() - _ABANDONED_SECONDS)
        abandoned = connection.execute(stale).scalars().all()
    for segment in abandoned:
        _erase(engine, segment)


def _read(connection: Connection, segment: int, shard: int, depth: int) -> Words:
    first, last = page_id(segment, shard << depth), page_id(segment, (shard + 1) << depth)
    query = select(postings.c.entries).where(postings.c.id >= first, postings.c.id < last).order_by(postings.c.id)
    return words_of(b"".join(bytes(page) for page in connection.execute(query).scalars()))


def _write(connection: Connection, segment: int, shard: int, depth: int, words: Words) -> None:
    insert_rows(
        connection,
        postings,
        [(page_id(segment, shard << depth | page), data) for page, data in pages(words, depth)],
    )


def _now() -> int:
    return int(time.time())
