"""One raw row as a flat record: names of fields to cells. Pure, runs in the preparing processes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api.loading.columns import KNOWN, ColumnMap, refuse_slip, shown
from models.errors import BadValue


def split_csv(text: str, separator: str) -> list[str]:
    """The cells of a row; quotes are honoured as in RFC 4180."""
    if '"' not in text:
        return text.split(separator)
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def csv_record(text: str, separator: str, fields: Sequence[str | None]) -> dict[str, str | None]:
    """A row of CSV; raises BadValue('row_cells') when it has more or fewer cells than the header."""
    cells = split_csv(text, separator)
    if len(cells) != len(fields):
        raise BadValue("row_cells", expected=len(fields), found=len(cells))
    return {name: cell for name, cell in zip(fields, cells, strict=True) if name and cell}


def csv_rows(texts: Sequence[str], separator: str) -> list[list[str]]:
    """The cells of many rows, each as ``split_csv`` gives them; those with quotes are parsed in one go."""
    quoted = [text for text in texts if '"' in text]
    parsed = iter(_together(quoted, separator) or [split_csv(text, separator) for text in quoted])
    return [next(parsed) if '"' in text else text.split(separator) for text in texts]


def _together(texts: Sequence[str], separator: str) -> list[list[str]] | None:
    """Rows parsed one behind the other; None where one runs over lines or does not end where its text ends."""
    if any("\n" in text or "\r" in text for text in texts):
        return None
    try:
        found = list(csv.reader(texts, delimiter=separator))
    except csv.Error:
        return None
    return found if len(found) == len(texts) else None


def json_record(text: str, mapping: ColumnMap, unknown: set[str]) -> dict[str, str | None]:
    """A line of JSON Lines; raises BadValue for broken JSON or a value that is neither text, whole number nor null.

    Names that are no fields are left out and added to ``unknown``; a slip of a field's name is refused.
    """
    try:
        record = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadValue("row_json") from None
    if not isinstance(record, dict):
        raise BadValue("row_json")
    return {name: _text(name, cell) for name, cell in _renamed(record, mapping, unknown).items()}


def table_record(row: Sequence[str | None], fields: Sequence[str | None]) -> dict[str, str | None]:
    """A row of Parquet, whose columns were chosen when it was read."""
    return {name: cell for name, cell in zip(fields, row, strict=True) if name and cell}


def _renamed(record: Mapping[str, Any], mapping: ColumnMap, unknown: set[str]) -> dict[str, Any]:
    renamed = {}
    for name, cell in record.items():
        field = mapping.fields.get(name, name)
        if field in KNOWN:
            renamed[field] = cell
        elif name not in mapping.ignored:
            refuse_slip(name, record)
            unknown.add(shown(name))
    return renamed


def _text(field: str, cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    raise BadValue("field_type", field, expected="string, null")
