"""The index in its tables: what is added is found at once, what is removed goes, and no merge loses anything."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sqlalchemy import func, insert, select, update

from api.store import index
from api.store.engine import reading, writing
from api.store.tables import dropped, postings, recent, segments


def load(engine, pairs):
    keys, numbers = (np.array(column, np.uint64) for column in zip(*pairs, strict=True))
    with writing(engine) as connection:
        index.add_segment(connection, keys, numbers)


def find(engine, *keys):
    with reading(engine) as connection:
        return [set(found.tolist()) for found in index.find(connection, keys, index.sources(connection))]


def count(engine, table):
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def some_pairs(seed, start, size=400):
    rng = random.Random(seed)
    return [(rng.choice([rng.getrandbits(40), 5, 6 << 33]), start + i) for i in range(size)]


def test_many_segments_merge_into_one_without_loss(any_store):
    engine, everything = any_store.engine, []
    for batch in range(9):
        pairs = some_pairs(batch, 1 + batch * 1000)
        everything += pairs
        load(engine, pairs)
        index.tidy(engine, settle=False)
    index.tidy(engine, settle=True)
    assert count(engine, segments) == 1
    for key in {k for k, _ in everything[::37]} | {5, 6 << 33}:
        assert find(engine, key) == [{n for k, n in everything if k == key}]


def test_merging_leaves_no_page_of_the_old_segments(any_store):
    for batch in range(3):
        load(any_store.engine, some_pairs(batch, 1 + batch * 1000))
    index.tidy(any_store.engine, settle=True)
    with reading(any_store.engine) as connection:
        kept = connection.execute(select(segments.c.id)).scalar_one()
        ids = connection.execute(select(postings.c.id)).scalars().all()
    assert {i >> 24 for i in ids} == {kept}


def test_a_record_added_alone_is_found_beside_those_in_segments(any_store):
    load(any_store.engine, [(5, 1), (6, 2)])
    with writing(any_store.engine) as connection:
        index.add(connection, 3, [5, 7])
    assert find(any_store.engine, 5, 6, 7, 8) == [{1, 3}, {2}, {3}, set()]


def test_records_added_one_by_one_end_in_a_segment(store, monkeypatch):
    monkeypatch.setattr(index, "RECENT_LIMIT", 10)
    for number in range(1, 30):
        with writing(store.engine) as connection:
            index.add(connection, number, [5, number + 100])
            index.pack_recent(connection)
    assert count(store.engine, recent) < 10
    assert count(store.engine, segments) >= 2
    assert find(store.engine, 5) == [set(range(1, 30))]


def test_purging_removes_every_key_of_deleted_records(any_store):
    load(any_store.engine, [(5, 1), (5, 2), (6, 1)])
    with writing(any_store.engine) as connection:
        index.remove(connection, 1)
    index.purge(any_store.engine)
    assert find(any_store.engine, 5, 6) == [{2}, set()]
    assert count(any_store.engine, dropped) == 0


def test_readers_do_not_see_a_merge_that_is_under_way(store, monkeypatch):
    load(store.engine, [(5, 1)])
    load(store.engine, [(5, 2)])
    seen, write = [], index._write

    def watch(*arguments):
        seen.append(find(store.engine, 5))
        write(*arguments)

    monkeypatch.setattr(index, "_write", watch)
    index.tidy(store.engine, settle=True)
    assert seen
    assert all(found == [{1, 2}] for found in seen)


def test_what_a_killed_merge_left_behind_is_cleared_and_nothing_lost(store, monkeypatch):
    load(store.engine, [(5, 1)])
    load(store.engine, [(5, 2)])

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(index, "_swap", killed)
        index.tidy(store.engine, settle=True)
    assert find(store.engine, 5) == [{1, 2}]
    assert count(store.engine, segments) == 3
    with writing(store.engine) as connection:
        connection.execute(update(segments).where(segments.c.building.is_not(None)).values(building=1))
    index.tidy(store.engine, settle=True)
    assert count(store.engine, segments) == 1
    assert find(store.engine, 5) == [{1, 2}]


def test_of_two_merges_of_the_same_segments_one_gives_way(store, monkeypatch):
    load(store.engine, [(5, 1)])
    load(store.engine, [(5, 2)])
    swap = index._swap

    def overtaken(engine, old, new, entries):
        with monkeypatch.context() as patch:
            patch.setattr(index, "_swap", swap)
            index.tidy(engine, settle=True)
        return swap(engine, old, new, entries)

    monkeypatch.setattr(index, "_swap", overtaken)
    index.tidy(store.engine, settle=True)
    assert find(store.engine, 5) == [{1, 2}]
    assert count(store.engine, segments) == 1


def test_a_segment_being_built_is_not_read(store):
    with writing(store.engine) as connection:
        connection.execute(insert(segments).values(id=99, depth=0, entries=1, building=index._now()))
    assert find(store.engine, 5) == [set()]
