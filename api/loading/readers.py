"""Files as chunks of raw rows. Taking rows apart is left to ``api.loading.parsing``, which runs in other processes."""

from __future__ import annotations

from collections.abc import Iterator
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
    """An open file: how its rows are to be parsed, and its chunks. ``position`` tells how many bytes were read."""

    form: Form
    separator: str
    columns: Columns
    chunks: Iterator[Chunk]


def open_source(path: Path, layout: Layout, mapping: ColumnMap) -> Source:
    """The rows of a file; raises BadFile for a header that cannot be used."""
    if layout.form is Form.PARQUET:
        from api.loading.parquet import open_parquet  # noqa: PLC0415  pyarrow is slow to import

        columns, batches = open_parquet(path, mapping, CHUNK_ROWS)
        return Source(layout.form, "", columns, _numbered(batches))
    return _open_text(path.open(encoding=layout.encoding, errors="replace", newline=None), layout, mapping)


def _open_text(file: IO[str], layout: Layout, mapping: ColumnMap) -> Source:
    lines = Lines(file)
    if layout.form is Form.JSON:
        fields = Columns((), ())
        return Source(layout.form, "", fields, _chunks(file, lines, None))
    first = lines.next()
    header = first[1] if first else None
    if header is None or "\ufffd" in header:
        raise BadFile("file_header")
    separator = _separator(header, mapping)
    return Source(
        layout.form, separator, assign(split_csv(header, separator), mapping), _chunks(file, lines, separator)
    )


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


def _chunks(file: IO[str], lines: Lines, separator: str | None) -> Iterator[Chunk]:
    with file:
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


def _numbered(batches: Iterator[list[Any]]) -> Iterator[Chunk]:
    number = 1
    for batch in batches:
        yield Chunk(list(range(number, number + len(batch))), batch)
        number += len(batch)
