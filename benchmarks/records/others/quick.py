"""Registers as somebody else's quick script would make them: small, full of families, each with one body's habits.

Every script here writes its register in one way and its questions in another. Half of the questions are about people
whom the register does not hold, most of them relatives or namesakes of somebody it holds: the hard half of the work.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.records.cases import Case, read_case
from benchmarks.records.others.kin import Human, humans
from benchmarks.records.others.writing import Habit, write
from models.flat import COLUMNS

_HELD_OUT: Final = 0.2
_TWICE: Final = 0.08
_MATED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Script:
    """How a register is written, how questions are, and how many people there are."""

    register: Habit
    asked: Habit
    people: int


_RUSSIAN: Final = Habit()
_LATIN: Final = Habit(script="latin", capitals=True, date="%Y-%m-%d", place="{}", document="{0} {1}", sex=("M", "F"))
SCRIPTS: Final = {
    "plain": Script(_RUSSIAN, Habit(date="%Y-%m-%d", slips=0.2), 6_000),
    "upper latin": Script(_LATIN, Habit(script="latin", date="%d.%m.%Y", place="{}, Tajikistan", slips=0.15), 4_000),
    "across scripts": Script(_RUSSIAN, _LATIN, 4_000),
    "native in russian columns": Script(Habit(script="native", capitals=True), Habit(slips=0.15), 4_000),
    "name and date": Script(
        Habit(("name", "birth_date"), gaps=0.0), Habit(("name", "birth_date"), slips=0.15, gaps=0.05), 3_000
    ),
    "no patronymic": Script(
        Habit(patronymic="none", script="both"),
        Habit(("name", "sex", "birth_date", "birth_place"), patronymic="none"),
        8_000,
    ),
    "patronymic behind given": Script(Habit(patronymic="given", document="{0}|{1}"), Habit(slips=0.15), 3_000),
    "words for nothing": Script(Habit(nothing="нет", gaps=0.35), Habit(nothing="-", gaps=0.3, place="{}"), 3_000),
    "many slips": Script(Habit(slips=0.25), Habit(slips=0.45, gaps=0.25), 2_000),
    "large": Script(Habit(script="both", slips=0.05), Habit(slips=0.15, gaps=0.2), 20_000),
}  # fmt: skip


def quick_cases(folder: Path, queries: int, seed: int, scale: float = 1.0) -> list[Case]:
    """A case for every script, written below ``folder``; ``scale`` makes the registers smaller or larger."""
    cases = []
    for name, script in SCRIPTS.items():
        chance = random.Random(f"{name} {seed}")
        _write(folder / name.replace(" ", "_"), script, humans(int(script.people * scale), chance), queries, chance)
        cases.append(_case(folder / name.replace(" ", "_"), name))
    return cases


def _case(folder: Path, name: str) -> Case:
    return read_case(
        f"quick {name}", {"quick": folder / "register.csv"}, folder / "truth.csv", folder / "queries.jsonl",
        folder / "queries_truth.jsonl",
    )  # fmt: skip


def _write(folder: Path, script: Script, everybody: list[Human], queries: int, chance: random.Random) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    absent = {h.number for h in everybody if chance.random() < _HELD_OUT}
    held = [h for h in everybody if h.number not in absent]
    rows, facts = [], []
    _register(folder, held, script.register, chance)
    for number, (human, kind) in enumerate(_asked(held, [h for h in everybody if h.number in absent], queries, chance)):
        rows.append({"record_id": f"q{number}", **write(human, script.asked, chance)})
        who = str(human.number) if kind == "mated" else None
        facts.append({"record_id": f"q{number}", "person_id": who, "kind": kind})
    _lines(folder / "queries.jsonl", rows)
    _lines(folder / "queries_truth.jsonl", facts)


def _register(folder: Path, held: Sequence[Human], habit: Habit, chance: random.Random) -> None:
    order = [*held, *(h for h in held if chance.random() < _TWICE)]
    chance.shuffle(order)
    rows = [(f"r{n}", human.number, write(human, habit, chance)) for n, human in enumerate(order)]
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        columns = [c for c in COLUMNS if c == "record_id" or any(c in row for _, _, row in rows)]
        out = csv.DictWriter(file, columns, restval="")
        out.writeheader()
        out.writerows({"record_id": record, **row} for record, _, row in rows)
    known = "".join(f"{record},{person}\n" for record, person, _ in rows)
    (folder / "truth.csv").write_text(f"record_id,person_id\n{known}", "utf-8")


def _asked(held: list[Human], absent: list[Human], count: int, chance: random.Random) -> Iterator[tuple[Human, str]]:
    """Who is asked about; people who are not held evenly by kind, so that the rare kinds are asked often."""
    kinds = _by_kind(held, absent)
    for _ in range(count):
        kind = "mated" if chance.random() < _MATED else chance.choice(sorted(kinds))
        yield chance.choice(held if kind == "mated" else kinds[kind]), kind


def _by_kind(held: Iterable[Human], absent: Iterable[Human]) -> dict[str, list[Human]]:
    """Who is not held, by the nearest relation to somebody who is."""
    families: dict[int, list[Human]] = defaultdict(list)
    names: set[tuple[str, str, str]] = set()
    for human in held:
        families[human.family].append(human)
        names.add(_full_name(human))
    kinds: dict[str, list[Human]] = defaultdict(list)
    for human in absent:
        kinds[_kind(human, families.get(human.family, []), names)].append(human)
    return kinds


def _kind(human: Human, family: Sequence[Human], names: set[tuple[str, str, str]]) -> str:
    if any(h.born == human.born for h in family):
        return "twin"
    if any(h.given == human.given and h.female == human.female for h in family):
        return "father or son of that name"
    if _full_name(human) in names:
        return "namesake"
    roles = {h.role for h in family}
    if not family:
        return "stranger"
    if human.role in {"child", "twin"}:
        return "sibling" if roles & {"child", "twin"} else "child"
    return "parent" if roles & {"child", "twin"} else "spouse"


def _full_name(human: Human) -> tuple[str, str, str]:
    return human.surname.russian, human.given.russian, human.father.russian


def _lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_bytes(b"".join(orjson.dumps({k: v for k, v in row.items() if v != ""}) + b"\n" for row in rows))
