"""Registers as Arrow tables of texts, from CSV, Parquet or JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.json as pajson
import pyarrow.parquet as pq

from api.loading.layout import Form, detect
from matcher.linkage.spec import JobSpec
from models.errors import BadFile

_SEPARATORS: Final = (",", ";", "\t", "|")


def read_table(path: Path, spec: JobSpec) -> pa.Table:
    """All rows of a file; every column as text, names trimmed. Raises BadFile naming the file or the column."""
    return _checked(read_plain(path), path, spec)


def read_plain(path: Path) -> pa.Table:
    """All rows of any table as texts; raises BadFile naming the file or a nested column."""
    layout = detect(path)
    try:
        if layout.form is Form.PARQUET:
            table = pq.read_table(path)
        elif layout.form is Form.JSON:
            table = pajson.read_json(path)
        else:
            table = _csv(path, layout.encoding)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OSError) as error:
        raise BadFile("table_unreadable", path.name) from error
    table = table.rename_columns([name.strip() for name in table.column_names])
    return _texts(table)


def read_tables(paths: list[Path], spec: JobSpec) -> pa.Table:
    """Several files as one register; columns that a file lacks are empty in its rows."""
    return pa.concat_tables([read_table(path, spec) for path in paths], promote_options="permissive")


def _csv(path: Path, encoding: str) -> pa.Table:
    options = pacsv.ReadOptions(encoding=encoding or "utf-8")
    parse = pacsv.ParseOptions(delimiter=_separator(path, encoding), newlines_in_values=True)
    with pacsv.open_csv(path, read_options=options, parse_options=parse) as opened:
        names = opened.schema.names
    convert = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    return pacsv.read_csv(path, read_options=options, parse_options=parse, convert_options=convert)


def _separator(path: Path, encoding: str) -> str:
    """The separator that cuts the header into the most columns; of equals the first."""
    with path.open(encoding=encoding or "utf-8", errors="replace") as file:
        header = file.readline()
    return max(_SEPARATORS, key=header.count)


def _texts(table: pa.Table) -> pa.Table:
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_nested(column.type):
            raise BadFile("column_nested", name)
        text = pc.utf8_trim_whitespace(column.cast(pa.string()))
        columns[name] = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return pa.table(columns)


def _checked(table: pa.Table, path: Path, spec: JobSpec) -> pa.Table:
    if spec.id_column not in table.column_names:
        raise BadFile("column_missing", spec.id_column, known=", ".join(table.column_names))
    identifiers = table.column(spec.id_column)
    if identifiers.null_count:
        raise BadFile("identifier_empty", spec.id_column, rows=identifiers.null_count)
    repeated = table.num_rows - pc.count_distinct(identifiers).as_py()
    if repeated:
        raise BadFile("identifier_repeated", spec.id_column, rows=repeated)
    if not table.num_rows:
        raise BadFile("file_empty", path.name)
    return table
