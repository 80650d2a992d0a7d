"""A register of real spellings: published name pairs of one person each, with invented birthdays and places.

Reads the evaluation data outside the repository (``data/names/pairs`` below the folder given); nothing of it is kept.
The first spelling of a pair stands in the register, the second asks. Constructed pairs that differ in the given name
ask as twins would: same day, same place; those that differ in the patronymic ask as a stranger of nearly that name.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import orjson

from benchmarks.records.cases import Case, read_case
from benchmarks.records.others.world import words

_TWINS: Final = frozenset({"c_sibling_given", "c_similar_given", "c2_similar_given"})
_STRANGERS: Final = frozenset({"c_patronymic_similar", "c_patronymic_random"})
_FIRST_DAY: Final = date(1935, 1, 1)
_DAYS: Final = 365 * 70
Row = dict[str, str]


def real_names_case(shared: Path, folder: Path, queries: int, seed: int) -> Case:
    """The case, written to ``folder``; every pair's first spelling is in the register, ``queries`` are asked."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    same, constructed = _pairs(shared, "pos.tsv"), _pairs(shared, "neg_constructed.tsv")
    held = {p["person_a"]: _record(p["name_a"], chance) for p in (*same, *constructed)}
    asked = [_mated(p, held[p["person_a"]], chance) for p in same]
    asked += [_other(p, held[p["person_a"]], chance) for p in constructed if p["kind"] in _TWINS | _STRANGERS]
    chance.shuffle(asked)
    _write(folder, held, asked[:queries])
    return read_case(
        "real names", {"names": folder / "register.csv"}, folder / "truth.csv", folder / "queries.jsonl",
        folder / "queries_truth.jsonl",
    )  # fmt: skip


def _pairs(shared: Path, name: str) -> list[Row]:
    with (shared / "data" / "names" / "pairs" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _record(name: str, chance: random.Random) -> Row:
    born = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    return {"name": name, "birth_date": born.isoformat(), "birth_place": chance.choice(words("cyrillic", "towns"))}


def _mated(pair: Row, record: Row, chance: random.Random) -> tuple[Row, Row]:
    asked = {**record, "name": pair["name_b"]}
    errors = pair["tags"].split(";") if pair["tags"] else []
    if chance.random() < 0.15:
        asked["birth_date"] = _other_day(record["birth_date"], chance)
        errors.append("birth date")
    if chance.random() < 0.4:
        asked["birth_place"] = ""
    return asked, {"person_id": pair["person_a"], "kind": "mated", "language": pair["lang"], "errors": " ".join(errors)}


def _other(pair: Row, record: Row, chance: random.Random) -> tuple[Row, Row]:
    twin = pair["kind"] in _TWINS
    asked = {**(record if twin else _record("", chance)), "name": pair["name_b"]}
    return asked, {"person_id": "", "kind": "twin" if twin else "stranger", "language": pair["lang"], "errors": ""}


def _other_day(text: str, chance: random.Random) -> str:
    year, month, day = text.split("-")
    if chance.random() < 0.4 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    return chance.choice((f"{year}-01-01", f"{int(year) + chance.choice((-1, 1, 10))}-{month}-{min(int(day), 28):02d}"))


def _write(folder: Path, held: dict[str, Row], asked: list[tuple[Row, Row]]) -> None:
    columns = ("record_id", "name", "birth_date", "birth_place")
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns)
        out.writeheader()
        out.writerows({"record_id": str(n), **row} for n, row in enumerate(held.values()))
    known = "".join(f"{n},{person}\n" for n, person in enumerate(held))
    (folder / "truth.csv").write_text(f"record_id,person_id\n{known}", "utf-8")
    (folder / "queries.jsonl").write_bytes(b"".join(_lines([row for row, _ in asked])))
    (folder / "queries_truth.jsonl").write_bytes(b"".join(_lines([truth for _, truth in asked])))


def _lines(rows: list[Row]) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        yield orjson.dumps({"record_id": f"q{number}", **{k: v for k, v in row.items() if v}}) + b"\n"
