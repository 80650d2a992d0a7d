"""The journal: every entry stands for good, and a changed one shows."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from api import journal
from api.journal import Entry
from api.merkle import root
from api.store.engine import writing
from api.store.tables import journal as table
from models.query import Purpose


def entry(number: int) -> Entry:
    return Entry(
        actor="os:aigul",
        action="search",
        purpose=Purpose.IDENTIFICATION,
        case=f"дело-{number}",
        records=number,
        shown=(("tj", f"R-{number}"),),
        details={"limit": 10},
    )


@pytest.fixture
def filled(any_store):
    for number in range(1, 6):
        journal.append(any_store, entry(number))
    return any_store


def test_entries_come_back_in_order_with_all_they_held(filled):
    written = list(journal.entries(filled))
    assert [w.seq for w in written] == [1, 2, 3, 4, 5]
    assert [w.entry for w in written] == [entry(n) for n in range(1, 6)]
    assert [w.at for w in written] == sorted(w.at for w in written)


def test_entries_can_be_read_from_the_middle(filled):
    assert [w.seq for w in journal.entries(filled, after=2, limit=2)] == [3, 4]
    assert journal.length(filled) == 5


def test_an_untouched_journal_is_in_order(filled):
    assert journal.verify(filled) is None


def test_a_changed_entry_shows(filled):
    with writing(filled.engine) as connection:
        connection.execute(update(table).where(table.c.seq == 3).values(records=999))
    assert journal.verify(filled) == 3


@pytest.mark.parametrize("column", [c.name for c in table.columns])
def test_one_flipped_byte_in_any_column_shows(filled, column):
    """Art. 11.5 of the agreement asks for a journal that shows when somebody was at it."""
    with writing(filled.engine) as connection:
        value = connection.execute(select(table.c[column]).where(table.c.seq == 3)).scalar_one()
        flipped = {
            bytes: lambda v: bytes([v[0] ^ 1]) + v[1:],
            memoryview: lambda v: bytes([v[0] ^ 1]) + bytes(v[1:]),
            str: lambda v: chr(ord(v[0]) ^ 1) + v[1:],
            int: lambda v: v ^ 8,
        }[type(value)](value)
        connection.execute(update(table).where(table.c.seq == 3).values({column: flipped}))
    assert journal.verify(filled) in (3, 4)


def test_a_witness_tells_what_the_chain_cannot_that_the_newest_entries_are_gone(filled):
    seen = journal.merkle_root(filled)
    journal.append(filled, entry(6))
    assert journal.merkle_root(filled, 5) == seen
    with writing(filled.engine) as connection:
        connection.execute(delete(table).where(table.c.seq >= 5))
    assert journal.verify(filled) is None
    assert journal.merkle_root(filled, 5) != seen


@pytest.mark.parametrize("gone", [1, 3])
def test_a_missing_entry_shows(filled, gone):
    with writing(filled.engine) as connection:
        connection.execute(delete(table).where(table.c.seq == gone))
    assert journal.verify(filled) == gone


def test_the_root_is_over_the_leaves_and_changes_with_every_entry(filled):
    before = journal.merkle_root(filled)
    assert before == root(w.leaf for w in journal.entries(filled))
    journal.append(filled, entry(6))
    assert journal.merkle_root(filled) != before


def test_an_entry_within_a_transaction_that_fails_is_not_written(filled):
    with pytest.raises(RuntimeError), writing(filled.engine) as connection:
        journal.append_within(connection, filled, entry(6))
        raise RuntimeError
    assert journal.length(filled) == 5


def test_who_and_what_stand_sealed(store, tmp_path):
    journal.append(store, entry(1))
    store.close()
    data = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite3*"))
    assert all(text.encode() not in data for text in ("aigul", "дело", "R-1"))
