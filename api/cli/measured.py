"""Registers and truth as ``tulga evaluate`` and ``tulga train`` read them: prepared rows, nothing else kept."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.cli.options import tell
from api.loading.columns import ColumnMap, read_map
from api.loading.people import people
from matcher.features import Row, normalise
from models.errors import BadFile, TulgaError

TRUTH_COLUMNS = ("record_id", "person_id")


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
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for column in TRUTH_COLUMNS:
                if column not in (reader.fieldnames or ()):
                    raise BadFile("truth_column", column)
            return {row["record_id"]: row["person_id"] for row in reader if row["person_id"]}
    except FileNotFoundError:
        raise BadFile("file_missing") from None
    except (OSError, UnicodeDecodeError, csv.Error):
        raise BadFile("file_unreadable") from None
