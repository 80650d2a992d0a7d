"""From a table to features: columns of Art. 6 by way of persons, declared ones by way of their distinct values."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import pyarrow as pa

from matcher.comparator import Columns, Comparator
from matcher.features import Features, Registry, registry
from matcher.generic import column_comparator, encode_arrow
from matcher.keys import blocking_keys as candidate_keys
from matcher.linkage.spec import JobSpec
from models.errors import BadFile, BadValue
from models.flat import read_flat
from models.person import Person

_NEEDS: Final = {
    "surname": ("surname", "given", "patronymic", "name"),
    "birth_date": ("birth_date",),
    "birth_place": ("birth_place",),
    "sex": ("sex", "surname", "patronymic"),
    "citizenship": ("citizenship",),
    "document": ("document_",),
    "personal_number": ("document_",),
    "iin_content": ("document_",),
    "registration_address": ("registration_address",),
}
"""First attribute of a comparator of Art. 6 → the columns (or their beginnings) it needs at least one of."""

ROWS_AT_A_TIME: Final = 50_000


@dataclass(frozen=True)
class Prepared:
    """A job's records: features to compare, and candidate keys of persons (columns key, rec) where there are any."""

    features: Features
    person_keys: pa.Table | None
    unreadable: Counter[str]
    """Cells that could not be read, by column."""


def prepare(table: pa.Table, spec: JobSpec) -> Prepared:
    """Features and keys of all records of ``table``; raises BadFile('nothing_to_compare') when no column is known."""
    art6 = spec.art6(tuple(table.column_names))
    comparators: list[Comparator[Any]] = []
    columns: list[Columns] = []
    keys: pa.Table | None = None
    unreadable: Counter[str] = Counter()
    if art6:
        comparators += _needed(art6)
        found, keys = _persons(table, art6, comparators, unreadable)
        columns += found
    for attribute in spec.attributes:
        if attribute.column not in table.column_names:
            raise BadFile("column_missing", attribute.column, known=", ".join(table.column_names))
        comparators.append(column_comparator(attribute.name, attribute.kind))
        columns.append(encode_arrow(table.column(attribute.column)))
    if not comparators:
        raise BadFile("nothing_to_compare", known=", ".join(table.column_names))
    return Prepared(Features(Registry(tuple(comparators)), tuple(columns), table.num_rows), keys, unreadable)


def _needed(art6: dict[str, str]) -> list[Comparator[Any]]:
    """The comparators of Art. 6 that find something in these columns."""
    found = []
    for comparator in registry().comparators:
        needs = _NEEDS.get(comparator.attributes[0], comparator.attributes)
        if any(column.startswith(need) for column in art6 for need in needs):
            found.append(comparator)
    return found


def persons(table: pa.Table, art6: dict[str, str], unreadable: Counter[str]) -> Iterator[Person]:
    """The records of a table as persons, in order; a cell that cannot be read counts as missing, and is counted."""
    chosen = table.select(list(art6.values())).rename_columns(list(art6))
    for batch in chosen.to_batches(ROWS_AT_A_TIME):
        cells = [column.cast(pa.string()).to_pylist() for column in batch.columns]
        names = batch.schema.names
        for row in zip(*cells, strict=True):
            yield _person(dict(zip(names, row, strict=True)), unreadable)


def _person(row: dict[str, str | None], unreadable: Counter[str]) -> Person:
    """A batch job goes on where a load would refuse the row: it keeps no record, and the other cells still count."""
    while True:
        try:
            return read_flat(row)
        except BadValue as refusal:
            field = refusal.field or ""
            if row.pop(field, None) is None:
                raise
            unreadable[field] += 1


def _persons(
    table: pa.Table, art6: dict[str, str], chosen: Sequence[Comparator[Any]], unreadable: Counter[str]
) -> tuple[list[Columns], pa.Table]:
    """Columns of the chosen comparators, and the keys of search as (key, rec)."""
    places = [1 + registry().comparators.index(c) for c in chosen]
    kept: list[list[Any]] = [[] for _ in chosen]
    codes, numbers = array("q"), array("i")
    for number, person in enumerate(persons(table, art6, unreadable)):
        row = registry().normalise(person)
        for rows, place in zip(kept, places, strict=True):
            rows.append(row[place])
        for key in candidate_keys(row):
            codes.append(hashed(key))
            numbers.append(number)
    keys = pa.table({"key": np.frombuffer(codes, np.int64), "rec": np.frombuffer(numbers, np.int32)})
    return [comparator.batch(rows) for comparator, rows in zip(chosen, kept, strict=True)], keys


def hashed(key: str) -> int:
    """A key as a signed 64-bit number, the same in every process."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little", signed=True)
