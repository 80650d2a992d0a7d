"""From a table to features: columns of Art. 6 as search reads them, declared ones by way of their distinct values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pyarrow as pa

from matcher.comparator import Columns, Comparator
from matcher.features import Features, Registry
from matcher.generic import Coded, Frequencies, column_comparator, encode_arrow, turned, with_population
from matcher.linkage.persons import read_persons
from matcher.linkage.spec import JobSpec
from models.errors import BadFile


@dataclass(frozen=True)
class Prepared:
    """A job's records: features to compare, and candidate keys of persons (columns key, rec) where there are any."""

    features: Features
    person_keys: pa.Table | None
    unreadable: Counter[str]
    """Cells that could not be read, by column."""
    exchanged: Mapping[str, int]
    """Records whose values stood in each other's column, by the two columns."""


def prepare(table: pa.Table, spec: JobSpec, frequencies: Mapping[str, Frequencies] | None = None) -> Prepared:
    """Features and keys of all records of ``table``; raises BadFile('nothing_to_compare') when no column is known.

    ``frequencies``: how common the values of declared attributes are among people at large.
    """
    _known(frequencies or {}, spec)
    art6 = spec.art6(tuple(table.column_names))
    comparators: list[Comparator[Any]] = []
    columns: list[Columns] = []
    keys: pa.Table | None = None
    unreadable: Counter[str] = Counter()
    if art6:
        persons = read_persons(table, art6)
        comparators += persons.comparators
        columns += persons.columns
        keys, unreadable = persons.keys, persons.unreadable
    declared, exchanged = _declared(table, spec)
    for attribute, coded in zip(spec.attributes, declared, strict=True):
        known = (frequencies or {}).get(attribute.name)
        comparators.append(column_comparator(attribute.name, attribute.kind))
        columns.append(coded if known is None else with_population(coded, known))
    if not comparators:
        raise BadFile("nothing_to_compare", known=", ".join(table.column_names))
    return Prepared(Features(Registry(tuple(comparators)), tuple(columns), table.num_rows), keys, unreadable, exchanged)


def _declared(table: pa.Table, spec: JobSpec) -> tuple[list[Coded], dict[str, int]]:
    """The declared columns, records turned round where two texts stand in each other's place; how many, by columns."""
    for attribute in spec.attributes:
        if attribute.column not in table.column_names:
            raise BadFile("column_missing", attribute.column, known=", ".join(table.column_names))
    found = [encode_arrow(table.column(attribute.column)) for attribute in spec.attributes]
    texts = [i for i, attribute in enumerate(spec.attributes) if attribute.kind == "text"]
    exchanged = {}
    for i, j in combinations(texts, 2):
        both = turned(found[i], found[j])
        if both.records:
            found[i], found[j] = both.first, both.second
            exchanged[f"{spec.attributes[i].name}, {spec.attributes[j].name}"] = both.records
    return found, exchanged


def _known(frequencies: Mapping[str, Frequencies], spec: JobSpec) -> None:
    """The comparators of Art. 6 bring tables of their own; only declared attributes take others."""
    declared = [attribute.name for attribute in spec.attributes]
    for name in frequencies:
        if name not in declared:
            raise BadFile("frequencies_column", name, known=", ".join(declared))
