"""Registers as a stream of parts: each block's people as one body sees them, with errors, and the truth beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.population.families import make_block
from benchmarks.population.faults import apply_faults
from benchmarks.population.people import People
from benchmarks.population.tables import STATES, Ints, practice
from benchmarks.population.views import Columns, habits, view

_SECOND: Final = 1
_STREAMS: Final = {"a": 1, "b": 2}


@dataclass(slots=True)
class Part:
    """Some records of one register: flat columns, and for each record the truth."""

    register: str
    columns: Columns
    people: People
    errors: list[list[str]]

    def __len__(self) -> int:
        return len(self.errors)

    def rows(self) -> Iterator[dict[str, str]]:
        """The records one by one, as ``models.flat.read_flat`` takes them."""
        names = list(self.columns)
        for cells in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, cells, strict=True))


def blocks_of(people: int) -> int:
    """How many blocks hold so many people."""
    return -(-people // int(practice()["block_people"]))


def block_people(seed: int, block: int, people: int) -> People:
    """The people of one block, cut where the population ends."""
    made = make_block(seed, block)
    size = int(practice()["block_people"])
    left = min(size, people - block * size)
    return made if left == size else made.take(np.arange(left))


def is_member(people: People, register: str, registers: str) -> Ints:
    """1 for those a register holds: alone everybody; of two, mostly its own people and some of the other's."""
    if registers != "both":
        return np.ones(len(people), np.int64)
    share = np.array([habits()["membership"][state][register] for state in STATES])[people.state]
    factor = 40_503 if register == "a" else 30_011
    lot = (people.taste * factor + people.person * 7919) % 65_521 / 65_521
    return (lot < share).astype(np.int64)


def block_records(seed: int, block: int, people: People, register: str, registers: str) -> Part:
    """The records that ``register`` holds of a block: one of each member, and a second of a few."""
    rng = np.random.default_rng([seed, block, _STREAMS[register]])
    members = np.flatnonzero(is_member(people, register, registers))
    again = members[rng.random(len(members)) < habits()["membership"]["second_record"]]
    first = _part(rng, people.take(members), register)
    second = _part(rng, people.take(again), register)
    _number(first, 0)
    _number(second, _SECOND)
    return _together(first, second)


def _part(rng: np.random.Generator, people: People, register: str) -> Part:
    seen = view(rng, people, register)
    errors = apply_faults(rng, seen)
    return Part(register, seen.columns, people, errors)


def _number(part: Part, copy: int) -> None:
    """Record numbers that say nothing of the person: scrambled, one-to-one, otherwise in each register."""
    factor = {"a": 387_420_489, "b": 1_220_703_131}[part.register]
    numbers = ((part.people.person * 2 + copy) * factor + 8_128_000_337) % 10**10
    letter = {"a": "KZ", "b": "TJ"}[part.register]
    part.columns["record_id"] = [f"{letter}-{n:010d}" for n in numbers.tolist()]


def _together(first: Part, second: Part) -> Part:
    columns = {name: values + second.columns[name] for name, values in first.columns.items()}
    people = People(
        **{n: np.concatenate([getattr(first.people, n), getattr(second.people, n)]) for n in People.__slots__}
    )
    return Part(first.register, columns, people, first.errors + second.errors)


def stream(people: int, seed: int, registers: str = "both") -> Iterator[Part]:
    """The registers of a population, part by part, in bounded memory; ``registers`` is ``a``, ``b`` or ``both``."""
    for block in range(blocks_of(people)):
        true = block_people(seed, block, people)
        for register in ("a", "b") if registers == "both" else (registers,):
            yield block_records(seed, block, true, register, registers)
