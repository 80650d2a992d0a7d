"""Writes parts of registers to files, in pieces: CSV, Parquet or JSON Lines."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.population.views import Columns

FORMATS: Final = {"csv": "csv", "parquet": "parquet", "jsonl": "jsonl"}
"""Format to file ending."""


class TableFile(Protocol):
    """A file that takes columns piece by piece."""

    def write(self, columns: Columns) -> None:
        """Appends rows."""

    def close(self) -> None:
        """Ends the file."""


class _Csv:
    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self._names = names
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(names)

    def write(self, columns: Columns) -> None:
        self._writer.writerows(zip(*(columns[n] for n in self._names), strict=True))

    def close(self) -> None:
        self._file.close()


class _Parquet:
    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self._schema = pa.schema([(n, pa.string()) for n in names])
        self._writer: Any = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, columns: Columns) -> None:
        arrays = [pa.array([v or None for v in columns[n]], pa.string()) for n in self._schema.names]
        self._writer.write_table(pa.table(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


class _JsonLines:
    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self._names = names
        self._file = path.open("wb")

    def write(self, columns: Columns) -> None:
        rows = zip(*(columns[n] for n in self._names), strict=True)
        lines = [orjson.dumps({n: v for n, v in zip(self._names, row, strict=True) if v}) for row in rows]
        self._file.write(b"\n".join(lines) + b"\n" if lines else b"")

    def close(self) -> None:
        self._file.close()


_WRITERS: Final[dict[str, Callable[[Path, tuple[str, ...]], TableFile]]] = {
    "csv": _Csv,
    "parquet": _Parquet,
    "jsonl": _JsonLines,
}


class Output:
    """A table file as a context."""

    def __init__(self, path: Path, names: tuple[str, ...], form: str) -> None:
        self._file = _WRITERS[form](path, names)

    def write(self, columns: Columns) -> None:
        """Appends rows."""
        self._file.write(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
