"""The engine a user chose, opened for one job and closed after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.linkage.engine import Engine  # compiled kernels stand behind it; the command line starts without them


class EngineName(StrEnum):
    """One machine, or many."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which engine, the most memory it may take (``4GB``), and Spark's master (``local[2]``, ``spark://…``, ``sc://…``)."""

    name: EngineName = EngineName.DUCKDB
    memory: str | None = None
    master: str | None = None
    threads: int = 2


@contextmanager
def opened(choice: EngineChoice, folder: Path) -> Iterator[Engine]:
    """The engine; ``folder`` is for what does not fit into memory, and for what Spark's machines share."""
    engine, stop = _duckdb(choice, folder) if choice.name is EngineName.DUCKDB else _spark(choice, folder)
    try:
        yield engine
    finally:
        engine.close()
        stop()


def _duckdb(choice: EngineChoice, folder: Path) -> tuple[Engine, Callable[[], None]]:
    from matcher.linkage.duckdb_engine import DuckDBEngine  # noqa: PLC0415 - only what is used is loaded

    return DuckDBEngine(choice.memory, folder, choice.threads), lambda: None


def _spark(choice: EngineChoice, folder: Path) -> tuple[Engine, Callable[[], None]]:
    from api.linking.spark_session import open_session  # noqa: PLC0415 - an extra
    from matcher.linkage.spark_engine import SparkEngine  # noqa: PLC0415 - an extra

    session = open_session(choice.master, choice.memory)
    return SparkEngine(session, folder), session.stop
