"""Registers and truth as ``tulga evaluate`` and ``tulga train`` read them: prepared rows, nothing else kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.cli.options import tell
from api.loading.columns import ColumnMap, read_map
from api.loading.people import people
from matcher.features import Row, normalise
from matcher.weights.kinds import NOBODY, Kinship
from models.errors import BadFile, TulgaError

TRUTH_COLUMNS = ("record_id", "person_id")
ERRORS_COLUMNS = ("record_id", "errors")


@dataclass(frozen=True, slots=True)
class Register:
    """Rows and record ids of a file, aligned."""

    rows: list[Row] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def read_register(paths: Sequence[Path], mapping: Path | None = None, encoding: str | None = None) -> Register:
    """The prepared records of files; how many rows were left out goes to stderr."""
    columns = read_map(mapping) if mapping else ColumnMap()
    register, refused = Register(), [0]

    def count(_: TulgaError) -> None:
        refused[0] += 1

    for path in paths:
        for person in people(path, columns, encoding, count):
            register.rows.append(normalise(person))
            register.ids.append(person.record_id)
        tell(f"{path.name}: {len(register.rows)} records so far, {refused[0]} rows left out")
    return register


def read_truth(path: Path) -> dict[str, str]:
    """record_id to person_id; raises BadFile when the file lacks one of the two columns."""
    return {row["record_id"]: row["person_id"] for row in _rows(path, TRUTH_COLUMNS) if row["person_id"]}


def read_errors(path: Path) -> dict[str, frozenset[str]]:
    """record_id to the kinds of error in it (``errors``: words with spaces between, as ``tulga generate`` writes)."""
    return {row["record_id"]: frozenset((row["errors"] or "").split()) for row in _rows(path, ERRORS_COLUMNS)}


def read_labels(path: Path, ids: Sequence[str], links: Sequence[str]) -> Kinship:
    """Codes of person and, where the file has such columns, relatives, for each record; unlabelled ones stand alone."""
    rows = {row["record_id"]: row for row in _rows(path, TRUTH_COLUMNS)}
    codes: dict[str, int] = {}

    def coded(column: str) -> NDArray[np.int64]:
        texts = (rows.get(i, {}).get(column) or "" for i in ids)
        space = column if column in {"family_id", "household_id"} else ""  # everything else names a person
        return np.array([codes.setdefault(space + t, len(codes)) if t else NOBODY for t in texts], np.int64)

    person = coded("person_id")
    alone = person == NOBODY
    person[alone] = (1 << 40) + np.arange(int(alone.sum()))
    father, mother, twin, family, household = (coded(name) for name in links)
    return Kinship(person, father, mother, twin, family, household)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise BadFile("truth_column", column)
            yield from reader
    except FileNotFoundError:
        raise BadFile("file_missing") from None
    except (OSError, UnicodeDecodeError, csv.Error):
        raise BadFile("file_unreadable") from None
