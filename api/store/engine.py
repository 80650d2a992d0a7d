"""Connections: the same SQLAlchemy code on SQLite and PostgreSQL, with what each needs to be safe and fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from models.errors import MissingExtra, StoreError

BUSY_SECONDS: Final = 30
"""How long a writer waits for another one to finish its transaction."""

_INSERT: Final = "INSERT INTO {} VALUES ({})"
_PRAGMAS: Final = (
    ("journal_mode", "wal"),  # readers go on while a load writes
    ("synchronous", "full"),  # what was committed survives a power cut
    ("busy_timeout", str(BUSY_SECONDS * 1000)),
    ("foreign_keys", "on"),
    ("secure_delete", "on"),  # a deleted record leaves no bytes behind
    ("temp_store", "memory"),  # nothing of a query is written outside the store
    ("cache_size", "-131072"),  # KiB a connection
    ("mmap_size", str(1 << 34)),  # candidates are read from the page cache without a copy
)


def connect(url: str) -> Engine:
    """An engine for ``url``; raises StoreError for a URL that names no store, MissingExtra without its driver."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return _writer_locks(create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True))
        if parsed.get_backend_name() != "sqlite":
            raise StoreError("store_url", "--store")
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError):
        raise StoreError("store_url", "--store") from None
    except ModuleNotFoundError:
        raise MissingExtra("extra_missing", extra="postgresql") from None
    event.listen(engine, "connect", _set_up_sqlite)
    return _writer_locks(engine)


def database_file(engine: Engine) -> Path | None:
    """The file of an SQLite store; None for a server or a store in memory."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name and name != ":memory:" else None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the store; a load that commits meanwhile does not show in it."""
    with _translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, *, beside: bool = False) -> Iterator[Connection]:
    """One transaction that happens wholly or not at all; waits for another writer.

    ``beside`` is for a second database that may be this very one: it does not wait for the writer that is under way.
    """
    with (
        _translated(),
        engine.connect().execution_options(tulga_writes=True, tulga_beside=beside) as connection,
        connection.begin(),
    ):
        yield connection


def rows_in(connection: Connection, statement: str, numbers: Iterable[int]) -> Sequence[Any]:
    """The rows of a ready SELECT whose column stands in ``numbers``, which take the place of ``{}``.

    Integers need no binding, and without it a search saves a millisecond of preparing parameters.
    """
    listed = ",".join(map(str, map(int, numbers)))
    return rows_of(connection, statement.format(listed)) if listed else ()


def rows_of(connection: Connection, statement: str) -> Sequence[Any]:
    """The rows of a ready SELECT without parameters, straight from the driver: a search asks ten small questions, and
    SQLAlchemy's results would take longer than their answers."""
    with closing(connection.connection.cursor()) as cursor:
        try:
            cursor.execute(statement)
            return cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error:
            return connection.exec_driver_sql(statement).all()  # fails again, as an error that _translated knows


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows, values in the order of the table's columns.

    The values go to the driver as they are: SQLAlchemy's handling of each would take longer than the database.
    """
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        marks = ",".join([mark] * len(table.columns))
        connection.exec_driver_sql(_INSERT.format(table.name, marks), list(rows))


@contextmanager
def _translated() -> Iterator[None]:
    """The driver's errors as StoreError; its texts may hold values and are never shown."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(_reason(error.orig)) from None
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.DatabaseError) and "malformed" in str(error.orig):
            raise StoreError("store_damaged") from None
        raise


def _reason(error: Any) -> str:
    text = str(error).casefold()
    if "disk is full" in text or "no space left" in text or getattr(error, "sqlstate", None) == "53100":
        return "disk_full"
    if "locked" in text or "busy" in text:
        return "store_busy"
    if "readonly" in text or "read-only" in text:
        return "store_readonly"
    return "store_unreachable"


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for name, value in _PRAGMAS:
        connection.execute(f"PRAGMA {name}={value}").close()


def _writer_locks(engine: Engine) -> Engine:
    """A writer takes its lock when it begins, so that it never fails half-way because another writes."""
    event.listen(engine, "begin", _begin_sqlite if engine.dialect.name == "sqlite" else _begin_postgresql)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tulga_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("tulga_beside"):
        return
    if options.get("tulga_writes"):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1953854817)")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
