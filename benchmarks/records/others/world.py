"""What both other generators share: sibships, one in ten people held out of the register, files and truth."""

from __future__ import annotations

import csv
import functools
import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol

import orjson

from benchmarks.records.cases import Case, read_case
from models.flat import COLUMNS

HELD_OUT: Final = 0.1
SECOND: Final = 0.12
_TWINS: Final = 0.03
_FIRST_DAY: Final = date(1948, 1, 1)
_DAYS: Final = 365 * 58

Row = dict[str, str]


@functools.cache
def words(body: str, name: str) -> list[str]:
    """One word list of ``words.toml``."""
    text = files("benchmarks.records.others").joinpath("words.toml").read_text("utf-8")
    return str(tomllib.loads(text)[body][name]).split()


@dataclass(frozen=True, slots=True)
class Human:
    """One generated person as this world knows people."""

    number: int
    family: int
    surname: str
    given: str
    father: str
    female: bool
    born: date
    place: str
    document: str


class Body(Protocol):
    """How a body names people and writes records."""

    name: str

    def surname(self, chance: random.Random) -> str:
        """A family's surname, masculine."""

    def given(self, chance: random.Random, female: bool) -> str:
        """A given name."""

    def place(self, chance: random.Random) -> str:
        """A birth place."""

    def document(self, chance: random.Random) -> str:
        """Series and number of a document."""

    def record(self, human: Human) -> Row:
        """The person's row without an error."""

    def spoil(self, row: Row, chance: random.Random) -> list[str]:
        """Errors made in the row; answers their names."""


def write_world(folder: Path, body: Body, people: int, queries: int, seed: int) -> Case:
    """Register, truth and queries of a world in ``folder``, as a case."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"{body.name} {seed}")
    humans = _humans(body, people, chance)
    absent = {h.number for h in humans if chance.random() < HELD_OUT}
    held = [h for h in humans if h.number not in absent]
    _write_register(folder, body, held, chance)
    _write_queries(folder, body, (held, [h for h in humans if h.number in absent]), queries, chance)
    return read_case(
        body.name, {body.name: folder / "register.csv"}, folder / "truth.csv", folder / "queries.jsonl",
        folder / "queries_truth.jsonl",
    )  # fmt: skip


def _humans(body: Body, people: int, chance: random.Random) -> list[Human]:
    """Sibships of one to five with a father's name in common, twins among them."""
    humans: list[Human] = []
    family = 0
    while len(humans) < people:
        family += 1
        surname, father, place = body.surname(chance), body.given(chance, False), body.place(chance)
        born = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        for _ in range(chance.choice((1, 1, 2, 2, 3, 3, 4, 5))):
            female = chance.random() < 0.5
            where = place if chance.random() < 0.9 else body.place(chance)
            given = body.given(chance, female)
            humans.append(
                Human(len(humans), family, surname, given, father, female, born, where, body.document(chance))
            )
            if chance.random() >= _TWINS:
                born += timedelta(days=chance.randrange(330, 2000))
    return humans[:people]


def _write_register(folder: Path, body: Body, held: list[Human], chance: random.Random) -> None:
    """One record of everybody and a second, spoilt one of some, in mixed order."""
    order = held + [h for h in held if chance.random() < SECOND]
    rows: list[tuple[Row, int]] = []
    for position, human in enumerate(order):
        row = body.record(human)
        if position >= len(held) or chance.random() < 0.3:
            body.spoil(row, chance)
        rows.append((row, human.number))
    chance.shuffle(rows)
    with (
        (folder / "register.csv").open("w", encoding="utf-8", newline="") as register,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
    ):
        out, known = csv.DictWriter(register, COLUMNS, restval=""), csv.writer(truth)
        out.writeheader()
        known.writerow(("record_id", "person_id"))
        for number, (row, person) in enumerate(rows):
            out.writerow({"record_id": str(number), **row})
            known.writerow((number, person))


def _write_queries(
    folder: Path, body: Body, humans: tuple[list[Human], list[Human]], count: int, chance: random.Random
) -> None:
    """Six in ten about people held, the rest about people held out: relatives of somebody held, or of nobody."""
    held, absent = humans
    families = {h.family for h in held}
    birthdays = {(h.family, h.born) for h in held}
    with (folder / "queries.jsonl").open("wb") as asked, (folder / "queries_truth.jsonl").open("wb") as truth:
        for number in range(count):
            mated = chance.random() < 0.6
            human = chance.choice(held if mated else absent)
            row = body.record(human)
            errors = body.spoil(row, chance) if chance.random() < 0.75 else []
            kind = "mated" if mated else _kin(human, families, birthdays)
            asked.write(orjson.dumps({"record_id": f"q{number}", **{k: v for k, v in row.items() if v}}) + b"\n")
            fact = {"record_id": f"q{number}", "person_id": str(human.number) if mated else None, "kind": kind}
            truth.write(orjson.dumps({**fact, "errors": errors}) + b"\n")


def _kin(human: Human, families: set[int], birthdays: set[tuple[int, date]]) -> str:
    if (human.family, human.born) in birthdays:
        return "twin"
    return "sibling" if human.family in families else "stranger"
