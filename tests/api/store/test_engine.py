"""Transactions: wholly or not at all; the driver's errors in words of ours."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from sqlalchemy import insert, select

from api.store import engine as engines
from api.store.engine import reading, writing
from api.store.tables import counters
from models.errors import StoreError


def fill(store, value=1):
    with writing(store.engine) as connection:
        connection.execute(insert(counters).values(name="x", value=value))


def values(connection):
    return connection.execute(select(counters.c.value).where(counters.c.name == "x")).scalars().all()


def test_an_error_undoes_all_of_a_transaction(any_store):
    with pytest.raises(RuntimeError), writing(any_store.engine) as connection:
        connection.execute(insert(counters).values(name="x", value=1))
        raise RuntimeError
    with reading(any_store.engine) as connection:
        assert values(connection) == []


def test_a_reader_keeps_its_view_while_others_write(any_store):
    with reading(any_store.engine) as connection:
        assert values(connection) == []
        fill(any_store)
        assert values(connection) == []
    with reading(any_store.engine) as connection:
        assert values(connection) == [1]


def test_a_second_writer_waits_for_the_first(any_store):
    order = []

    def second():
        with writing(any_store.engine):
            order.append("second")

    with writing(any_store.engine):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_writer_that_waits_too_long_is_told_so(store, monkeypatch):
    with writing(store.engine):
        impatient = engines.connect(str(store.engine.url))
        with impatient.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(StoreError) as error, writing(impatient):
            pass
        impatient.dispose()
    assert error.value.code == "store_busy"


def test_a_full_disk_is_told_and_nothing_is_half_written(store):
    with writing(store.engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(StoreError) as error:
        fill_much(store)
    assert error.value.code == "disk_full"
    with reading(store.engine) as connection:
        assert values(connection) == []


def fill_much(store):
    with writing(store.engine) as connection:
        connection.execute(insert(counters).values(name="x", value=1))
        for i in range(50):
            connection.execute(insert(counters).values(name=f"{i}" * 900, value=1))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("database or disk is full", "disk_full"),
        ("database is locked", "store_busy"),
        ("attempt to write a readonly database", "store_readonly"),
        ("unable to open database file", "store_unreachable"),
    ],
)
def test_each_failure_of_the_driver_has_its_words(text, code):
    assert engines._reason(sqlite3.OperationalError(text)) == code


def test_a_damaged_file_is_told(store, tmp_path):
    fill(store)
    store.close()
    file = tmp_path / "store.sqlite3"
    data = bytearray(file.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    file.write_bytes(data)
    with pytest.raises(StoreError) as error, reading(store.engine) as connection:
        values(connection)
    assert error.value.code == "store_damaged"
