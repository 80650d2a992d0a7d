"""Queries about a population: people a register holds, and people it does not, relatives and namesakes among them."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.population.families import make_block
from benchmarks.population.faults import apply_faults, query_scale
from benchmarks.population.inventory import draw_given
from benchmarks.population.people import FIRST_STRANGER, NEVER, People
from benchmarks.population.records import block_people, is_member
from benchmarks.population.tables import LANGUAGES, Ints, draw, practice, read_toml, shares
from benchmarks.population.views import view

_STREAM: Final = 3
_AS_OF: Final = 2025
_FIRST_DAY: Final = 5_000
_LAST_BIRTH: Final = 45_900
"""Days since 1900-01-01 between which relatives are born."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query in the flat field names, and its truth: ``person_id`` of a person in the registers asked, or None."""

    fields: dict[str, str]
    kind: str
    person_id: int | None
    relative_id: int | None
    profile: str
    language: str
    errors: list[str]


@functools.cache
def _table() -> dict[str, Any]:
    return read_toml("queries.toml")


def queries(people: int, count: int, seed: int, registers: str = "both") -> Iterator[Query]:
    """``count`` queries, numbered Q0000000 … in the order they come; the same for the same arguments."""
    rng = np.random.default_rng([seed, people, _STREAM])
    kinds, running = shares(_table()["kinds"])
    asked = np.sort(rng.integers(0, people, count))
    kind = draw(rng, running, count)
    size = int(practice()["block_people"])
    number = 0
    for block in np.unique(asked // size).tolist():
        true = block_people(seed, block, people)
        for code in np.unique(kind[asked // size == block]).tolist():
            rows = asked[(asked // size == block) & (kind == code)] % size
            asker = _Asker(np.random.default_rng([seed, block, _STREAM, code]), seed, block, registers)
            for query in asker.ask(kinds[code], true, rows):
                query.fields["record_id"] = f"Q{number:07d}"
                number += 1
                yield query


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks about the people of one block."""

    rng: np.random.Generator
    seed: int
    block: int
    registers: str

    def ask(self, kind: str, people: People, rows: Ints) -> Iterator[Query]:
        """Queries of one kind about these rows, or about strangers or relatives in their place."""
        if kind == "stranger":
            size = int(practice()["block_people"])
            return _ask(self.rng, make_block(self.seed, FIRST_STRANGER // size + self.block).take(rows), None, kind)
        held = _held(people, self.registers)
        known = people.take(held[rows % len(held)])
        if kind == "mated":
            return _ask(self.rng, known, None, kind)
        return _ask(self.rng, _RELATIVES[kind](self.rng, known), known, kind)


def _held(people: People, registers: str) -> Ints:
    """Rows of people whom at least one register holds."""
    names = ("a", "b") if registers == "both" else (registers,)
    found: Ints = np.flatnonzero(np.maximum.reduce([is_member(people, n, registers) for n in names]))
    return found


def _ask(rng: np.random.Generator, people: People, related: People | None, kind: str) -> Iterator[Query]:
    """Half of the queries in the one body's manner, half in the other's, with some fields left out."""
    mine = rng.random(len(people)) < 0.5
    for register, where in (("a", np.flatnonzero(mine)), ("b", np.flatnonzero(~mine))):
        if not len(where):
            continue
        recorded = np.maximum(_AS_OF - rng.integers(0, 8, len(where)), people.year[where] + 1)
        seen = view(rng, people.take(where), register, np.minimum(recorded, _AS_OF))
        errors = apply_faults(rng, seen, query_scale())
        profiles, running = shares(_table()["profiles"])
        profile = draw(rng, running, len(where))
        for i, row in enumerate(where.tolist()):
            name = profiles[int(profile[i])]
            fields = {c: v[i] for c, v in seen.columns.items() if v[i] and c not in _table()["leaves_out"][name]}
            if not any(fields.get(c) for c in ("surname_ru", "surname_latin")):
                fields = {c: v[i] for c, v in seen.columns.items() if v[i]}
            person = int(people.person[row]) if kind == "mated" else None
            relative = None if related is None else int(related.person[row])
            language = LANGUAGES[people.language[row]]
            yield Query(fields, kind, person, relative, name, language, errors[i])


def _sibling(rng: np.random.Generator, people: People) -> People:
    """A sibling of the same sex, one to eight years apart, who is in no register."""
    gap = rng.integers(330, 3000, len(people)) * np.where(rng.random(len(people)) < 0.5, 1, -1)
    return _born_of_the_same(rng, people, np.clip(people.born + gap, _FIRST_DAY, _LAST_BIRTH))


def _twin(rng: np.random.Generator, people: People) -> People:
    return _born_of_the_same(rng, people, people.born)


def _born_of_the_same(rng: np.random.Generator, people: People, born: Ints) -> People:
    """Another given name of the same parents' choice; a sister has her own husband or none."""
    given = draw_given(rng, people.language, people.sex, people.year)
    for _ in range(4):
        again = given == people.given
        given[again] = draw_given(rng, people.language[again], people.sex[again], people.year[again])
    return _new(rng, people, born=born, given=given, married=np.full(len(people), NEVER))


def _child(rng: np.random.Generator, people: People) -> People:
    """A child of the same sex: a man's carries his given name as patronymic, a woman's another man's."""
    born = np.clip(people.born + rng.integers(20 * 365, 35 * 365, len(people)), _FIRST_DAY, _LAST_BIRTH)
    year = born // 365 + 1900
    male = np.zeros(len(people), np.int64)
    husband = draw_given(rng, people.language, male, people.year)
    return _new(
        rng, people, born=born, given=draw_given(rng, people.language, people.sex, year),
        father_given=np.where(people.sex == 0, people.given, husband),
        stem=np.where(people.married < NEVER, people.stem_married, people.stem), married=np.full(len(people), NEVER),
    )  # fmt: skip


def _parent(rng: np.random.Generator, people: People) -> People:
    """The father: his given name stands in the patronymic of the person the register holds."""
    born = np.clip(people.born - rng.integers(20 * 365, 40 * 365, len(people)), _FIRST_DAY, _LAST_BIRTH)
    male = np.zeros(len(people), np.int64)
    grandfather = draw_given(rng, people.language, male, born // 365 + 1870)
    return _new(
        rng,
        people,
        born=born,
        given=people.father_given,
        father_given=grandfather,
        sex=male,
        married=np.full(len(people), NEVER),
    )


def _namesake(rng: np.random.Generator, people: People) -> People:
    """Another person with the same three names, born in another year and place."""
    gap = rng.integers(200, 6000, len(people)) * np.where(rng.random(len(people)) < 0.5, 1, -1)
    order = rng.permutation(len(people))
    return _new(
        rng, people, born=np.clip(people.born + gap, _FIRST_DAY, _LAST_BIRTH), birth_place=people.birth_place[order],
        home=people.home[order], address=rng.integers(0, 1 << 40, len(people)),
    )  # fmt: skip


_RELATIVES: Final = {"sibling": _sibling, "twin": _twin, "child": _child, "parent": _parent, "namesake": _namesake}


def _new(rng: np.random.Generator, people: People, **changes: Ints) -> People:
    """A copy of the people with changes, documents and habits of their own."""
    size = len(people)
    person = people.person + FIRST_STRANGER
    return dataclasses.replace(people, person=person, taste=rng.integers(0, 1 << 16, size), **changes)
