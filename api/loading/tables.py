"""A chunk of raw rows as columns: names of fields to their cells, and the rows that have no such form as rejects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.loading.columns import KNOWN, ColumnMap
from api.loading.layout import Form
from api.loading.parsing import csv_rows, json_record
from models.errors import BadValue, TulgaError

Column = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one file become records of one register."""

    form: Form
    separator: str
    fields: tuple[str | None, ...]
    mapping: ColumnMap
    register: str

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that rows of this file may have."""
        return tuple(sorted(KNOWN)) if self.form is Form.JSON else tuple(name for name in self.fields if name)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of those rows (``at``) that could be taken apart, and what was wrong with the others."""

    at: Sequence[int]
    columns: Mapping[str, Column]
    row: Callable[[int], Mapping[str, str | None]]
    """The cells of one of the rows, in the order in which it has them."""
    refused: dict[int, TulgaError]


def table_of(raw: Sequence[Any], plan: Plan, unknown: set[str]) -> Table:
    """The cells of rows by field. Names of JSON that are no fields are added to ``unknown``."""
    if plan.form is Form.JSON:
        return _objects(raw, plan, unknown)
    rows = csv_rows(raw, plan.separator) if plan.form is Form.CSV else raw
    size = len(plan.fields)
    at = [i for i, row in enumerate(rows) if len(row) == size]
    refused: dict[int, TulgaError] = {
        i: BadValue("row_cells", expected=size, found=len(rows[i])) for i in set(range(len(rows))).difference(at)
    }
    cells = zip(*[rows[i] for i in at], strict=True) if at else [()] * size
    columns = {name: column for name, column in zip(plan.fields, cells, strict=True) if name}
    return Table(at, columns, lambda i: {name: column[i] for name, column in columns.items()}, refused)


def _objects(raw: Sequence[str], plan: Plan, unknown: set[str]) -> Table:
    at: list[int] = []
    records: list[dict[str, str | None]] = []
    refused: dict[int, TulgaError] = {}
    for i, text in enumerate(raw):
        try:
            records.append(json_record(text, plan.mapping, unknown))
            at.append(i)
        except TulgaError as error:
            refused[i] = error
    columns = {name: [record.get(name) for record in records] for name in plan.names}
    return Table(at, columns, records.__getitem__, refused)
