"""Files as chunks of raw rows. Taking rows apart is left to ``api.loading.parsing``, which runs in other processes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from api.loading.columns import KNOWN, ColumnMap, Columns, assign
from api.loading.layout import Form, Layout
from api.loading.lines import Lines, rows
from api.loading.parsing import split_csv
from api.loading.rejects import Reject
from models.errors import BadFile

CHUNK_ROWS: Final = 1000
_SEPARATORS: Final = (",", ";", "\t", "|")


@dataclass(slots=True)
class Chunk:
    """Rows as they stand in the file, with their line numbers, and the rejects found among them."""

    lines: list[int] = field(default_factory=list)
    raw: list[Any] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """An open file: how its rows are to be parsed, its chunks, what share of it was read so far."""

    form: Form
    separator: str
    columns: Columns
    chunks: Iterator[Chunk]
    share: Callable[[], float]
    close: Callable[[], None]


def open_source(path: Path, layout: Layout, mapping: ColumnMap) -> Source:
    """The rows of a file; raises BadFile for a header that cannot be used."""
    if layout.form is Form.PARQUET:
        from api.loading.parquet import open_parquet  # noqa: PLC0415  pyarrow is slow to import

        table = open_parquet(path, mapping, CHUNK_ROWS)
        read = [0]
        return Source(
            layout.form, "", table.columns, _numbered(table.batches, read), lambda: read[0] / table.rows, table.close
        )
    raw, size = path.open("rb"), path.stat().st_size
    file = io.TextIOWrapper(raw, layout.encoding, errors="replace", newline=None)
    try:
        return _open_text(file, layout, mapping, lambda: raw.tell() / size)
    except BadFile:
        file.close()
        raise


def _open_text(file: IO[str], layout: Layout, mapping: ColumnMap, share: Callable[[], float]) -> Source:
    lines = Lines(file)
    if layout.form is Form.JSON:
        fields = Columns((), ())
        return Source(layout.form, "", fields, _chunks(lines, None), share, file.close)
    first = lines.next()
    header = first[1] if first else None
    if header is None or "\ufffd" in header:
        raise BadFile("file_header")
    separator = _separator(header, mapping)
    columns = assign(split_csv(header, separator), mapping)
    return Source(layout.form, separator, columns, _chunks(lines, separator), share, file.close)


def _separator(header: str, mapping: ColumnMap) -> str:
    """The separator that yields the most known names; of equals the first."""
    known = KNOWN | mapping.fields.keys()

    def found(separator: str) -> int:
        names = split_csv(header, separator)
        return sum(name in known or name.strip().casefold() in known for name in names)

    best = max(_SEPARATORS, key=found)
    if not found(best):
        raise BadFile("column_record_id", "record_id", columns="?")
    return best


def _chunks(lines: Lines, separator: str | None) -> Iterator[Chunk]:
    chunk = Chunk()
    for row in rows(lines, separator):
        if isinstance(row, Reject):
            chunk.rejects.append(row)
        else:
            chunk.lines.append(row[0])
            chunk.raw.append(row[1])
        if len(chunk.raw) + len(chunk.rejects) >= CHUNK_ROWS:
            yield chunk
            chunk = Chunk()
    if chunk.raw or chunk.rejects:
        yield chunk


def _numbered(batches: Iterator[list[Any]], read: list[int]) -> Iterator[Chunk]:
    for batch in batches:
        yield Chunk(list(range(read[0] + 1, read[0] + len(batch) + 1)), batch)
        read[0] += len(batch)
