"""What is measured on: register files, queries and the truth of both, generated or given from outside."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Asked:
    """One query, and who it truly is: ``person`` is None for somebody who stands in no register."""

    fields: dict[str, str]
    person: str | None
    kind: str = "mated"
    language: str = ""
    profile: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Register name to file, record to person, queries."""

    name: str
    registers: dict[str, Path]
    truth: dict[str, str]
    queries: list[Asked] = field(default_factory=list)

    def people(self) -> set[str]:
        """Everybody whom a register holds."""
        return set(self.truth.values())


def read_case(name: str, registers: dict[str, Path], truth: Path, queries: Path, queries_truth: Path) -> Case:
    """A case from files: truth ``record_id,person_id`` (CSV); queries as JSON Lines; their truth as JSON Lines or CSV.

    The truth of queries has ``record_id`` and ``person_id`` (empty or null: nobody in the registers), and if it knows
    them ``kind``, ``language``, ``profile`` and ``errors``.
    """
    persons = {row["record_id"]: row["person_id"] for row in _rows(truth)}
    known = {str(row["record_id"]): row for row in _rows(queries_truth)}
    asked = [_asked(row, known[str(row["record_id"])]) for row in _rows(queries)]
    return Case(name, registers, persons, asked)


def generated_case(folder: Path, name: str = "generated") -> Case:
    """The case that ``tulga generate N DIR --queries K`` has written."""
    registers = {n: folder / f"register_{n}.csv" for n in ("a", "b") if (folder / f"register_{n}.csv").exists()}
    return read_case(
        name, registers, folder / "truth.csv", folder / "queries.jsonl", folder / "queries_truth.jsonl"
    )  # fmt: skip


def _asked(row: dict[str, Any], truth: dict[str, Any]) -> Asked:
    person = truth.get("person_id") or None
    errors = truth.get("errors") or ()
    return Asked(
        fields={k: str(v) for k, v in row.items() if v},
        person=person,
        kind=truth.get("kind") or ("mated" if person else "stranger"),
        language=truth.get("language") or "",
        profile=truth.get("profile") or "",
        errors=tuple(errors.split()) if isinstance(errors, str) else tuple(errors),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix == ".jsonl":
        with path.open("rb") as lines:
            for line in lines:
                yield orjson.loads(line)
        return
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
