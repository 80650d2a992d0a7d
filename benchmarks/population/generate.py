"""Generates a population into a folder: registers, the truth beside them, queries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from benchmarks.population.files import FORMATS, Output
from benchmarks.population.people import People, iso
from benchmarks.population.queries import queries
from benchmarks.population.records import Part, stream
from benchmarks.population.tables import LANGUAGES, STATES
from models.flat import COLUMNS

TRUTH: Final = ("record_id", "person_id")
HOUSEHOLDS: Final = (
    "record_id",
    "person_id",
    "family_id",
    "household_id",
    "father_id",
    "mother_id",
    "twin_id",
    "language",
    "state",
    "sex",
    "birth_date",
)
ERRORS: Final = ("record_id", "errors")

Progress = Callable[[int], None]
"""Told how many more people have been written."""


@dataclass(frozen=True, slots=True)
class Written:
    """What ``generate`` has written: paths by role, records by register, queries."""

    files: dict[str, Path]
    records: dict[str, int]
    queries: int


def generate(  # noqa: PLR0913 - the options of the command, all but two by name
    people: int, directory: Path, *, seed: int = 1, form: str = "csv", registers: str = "both", query_count: int = 0,
    progress: Progress | None = None,
) -> Written:  # fmt: skip
    """Writes ``register_a.*`` and/or ``register_b.*``, ``truth.csv``, ``households.csv``, ``errors.csv``, queries."""
    directory.mkdir(parents=True, exist_ok=True)
    names = ("a", "b") if registers == "both" else (registers,)
    files = {f"register_{n}": directory / f"register_{n}.{FORMATS[form]}" for n in names}
    files |= {role: directory / f"{role}.csv" for role in ("truth", "households", "errors")}
    records = dict.fromkeys(names, 0)
    with ExitStack() as stack:
        registers_out = {n: stack.enter_context(Output(files[f"register_{n}"], COLUMNS, form)) for n in names}
        truth = stack.enter_context(Output(files["truth"], TRUTH, "csv"))
        households = stack.enter_context(Output(files["households"], HOUSEHOLDS, "csv"))
        errors = stack.enter_context(Output(files["errors"], ERRORS, "csv"))
        for part in stream(people, seed, registers):
            registers_out[part.register].write(part.columns)
            _write_truth(part, truth, households, errors)
            records[part.register] += len(part)
            if progress:
                progress(len(part))
    written = _write_queries(people, directory, seed, registers, query_count) if query_count else 0
    return Written(files, records, written)


def _write_truth(part: Part, truth: Output, households: Output, errors: Output) -> None:
    ids = part.columns["record_id"]
    persons = person_ids(part.people)
    truth.write({"record_id": ids, "person_id": persons})
    households.write({"record_id": ids, "person_id": persons, **_family_columns(part.people)})
    errors.write({"record_id": ids, "errors": [" ".join(e) for e in part.errors]})


def person_ids(people: People) -> list[str]:
    """P and ten digits."""
    return [f"P{n:010d}" for n in people.person.tolist()]


def _family_columns(people: People) -> dict[str, list[str]]:
    first = people.person // 8192 * 8192
    links = {n: getattr(people, n) for n in ("father", "mother", "twin")}
    columns = {
        f"{n}_id": [
            f"P{f + row:010d}" if row >= 0 else "" for f, row in zip(first.tolist(), rows.tolist(), strict=True)
        ]
        for n, rows in links.items()
    }
    return {
        "family_id": [f"F{n:010d}" for n in people.family.tolist()],
        "household_id": [f"H{n:010d}" for n in people.household.tolist()],
        **columns,
        "language": [LANGUAGES[x] for x in people.language.tolist()],
        "state": [STATES[x] for x in people.state.tolist()],
        "sex": ["MF"[x] for x in people.sex.tolist()],
        "birth_date": iso(people.born),
    }


def _write_queries(people: int, directory: Path, seed: int, registers: str, count: int) -> int:
    """``queries.jsonl`` holds what is asked, ``queries_truth.jsonl`` line by line who it is."""
    written = 0
    with (directory / "queries.jsonl").open("wb") as asked, (directory / "queries_truth.jsonl").open("wb") as truth:
        for query in queries(people, count, seed, registers):
            asked.write(orjson.dumps(query.fields) + b"\n")
            row = {
                "record_id": query.fields["record_id"],
                "person_id": None if query.person_id is None else f"P{query.person_id:010d}",
                "kind": query.kind,
                "relative_id": None if query.relative_id is None else f"P{query.relative_id:010d}",
                "profile": query.profile,
                "language": query.language,
                "errors": query.errors,
            }
            truth.write(orjson.dumps(row) + b"\n")
            written += 1
    return written
