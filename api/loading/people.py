"""The people of a file, one after the other, without a store: for commands that measure or train."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from api.loading.columns import ColumnMap
from api.loading.layout import Form, detect
from api.loading.parsing import csv_record, json_record, table_record
from api.loading.readers import Source, open_source
from models.errors import TulgaError
from models.flat import read_flat
from models.person import Person

Refused = Callable[[TulgaError], None]


def people(
    path: Path, mapping: ColumnMap, encoding: str | None = None, refused: Refused | None = None
) -> Iterator[Person]:
    """Read a file row by row; a row that cannot be read is told to ``refused`` and left out.

    Raises BadFile for a file that cannot be read at all.
    """
    with closing(open_source(path, detect(path, encoding), mapping)) as source:
        for chunk in source.chunks:
            for raw in chunk.raw:
                try:
                    yield read_flat(_record(raw, source, mapping))
                except TulgaError as error:
                    if refused is not None:
                        refused(error)


def _record(raw: Any, source: Source, mapping: ColumnMap) -> dict[str, str | None]:
    if source.form is Form.CSV:
        return csv_record(raw, source.separator, source.columns.fields)
    if source.form is Form.JSON:
        return json_record(raw, mapping, set())
    return table_record(raw, source.columns.fields)
