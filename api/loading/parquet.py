"""Parquet files as batches of rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.loading.columns import ColumnMap, Columns, assign
from models.errors import BadFile

Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns that hold fields, how many rows there are, and the rows in batches."""

    columns: Columns
    rows: int
    batches: Iterator[Rows]
    close: Callable[[], None]


def open_parquet(path: Path, mapping: ColumnMap, size: int) -> Table:
    """The table with batches of ``size`` rows; raises BadFile for a file cut short."""
    try:
        file = pq.ParquetFile(path, memory_map=True)
    except (pa.ArrowException, OSError):
        raise BadFile("parquet_damaged", path.suffix) from None
    columns = assign(file.schema_arrow.names, mapping)
    for name, field in zip(file.schema_arrow.names, columns.fields, strict=True):
        if field is not None:
            _require_text(file.schema_arrow.field(name).type, field)
    names = [n for n, f in zip(file.schema_arrow.names, columns.fields, strict=True) if f is not None]
    chosen = Columns(tuple(f for f in columns.fields if f is not None), columns.unknown)
    return Table(chosen, max(1, file.metadata.num_rows), _batches(file, names, size), file.close)


def _batches(file: Any, names: list[str], size: int) -> Iterator[Rows]:
    batches = file.iter_batches(batch_size=size, columns=names)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError):
            raise BadFile("parquet_damaged", ".parquet") from None
        if batch is None:
            return
        yield list(zip(*(_texts(batch.column(name)) for name in names), strict=True))


def _texts(column: Any) -> list[str | None]:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32(), safe=False)
    texts: list[str | None] = column.cast(pa.string()).to_pylist()
    return texts


def _require_text(kind: Any, field: str) -> None:
    """Texts, whole numbers and dates have one written form; a float or a list has not."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_date, pa.types.is_timestamp)
    if not (any(test(plain) for test in tests) or pa.types.is_null(plain)):
        raise BadFile("parquet_type", field)
