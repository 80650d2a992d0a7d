"""Records of several generated populations with other error rates each, prepared for training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.population.faults import apply_faults
from benchmarks.population.people import People
from benchmarks.population.records import Part, block_people, block_records, blocks_of, is_member
from benchmarks.population.views import view
from matcher.features import Registry, Row
from matcher.weights.kinds import NOBODY, Kinship
from models.errors import BadValue
from models.flat import read_flat
from models.person import Person


@dataclass(frozen=True, slots=True)
class Source:
    """One generated population: its seed, how many people, and how much more often than usual they are misrecorded."""

    seed: int
    people: int
    error_scale: float


@dataclass(frozen=True, slots=True)
class Pool:
    """Rows of all records of all sources, with kinship, and which register each stands in."""

    rows: list[Row]
    kinship: Kinship
    register: np.ndarray[tuple[int], np.dtype[np.int8]]

    def __len__(self) -> int:
        return len(self.rows)


def pool(sources: Sequence[Source], registry: Registry) -> Pool:
    """Prepare every record of every source; people of different sources are strangers."""
    rows: list[Row] = []
    columns: list[Kinship] = []
    registers: list[int] = []
    for number, source in enumerate(sources):
        for part in parts(source):
            kept, prepared = [], []
            for at, row in enumerate(part.rows()):
                person = _read(row)
                if person is not None:
                    kept.append(at)
                    prepared.append(person)
            rows += [registry.normalise(p) for p in prepared]
            columns.append(_kinship(part.people.take(np.array(kept, np.int64)), number))
            registers += [int(part.register == "b")] * len(kept)
    joined = (np.concatenate([getattr(c, name) for c in columns]) for name in Kinship.__slots__)
    return Pool(rows, Kinship(*joined), np.array(registers, np.int8))


def parts(source: Source) -> Iterator[Part]:
    """Parts of both registers with the source's error rate."""
    for block in range(blocks_of(source.people)):
        people = block_people(source.seed, block, source.people)
        for register in ("a", "b"):
            if source.error_scale == 1.0:
                yield block_records(source.seed, block, people, register, "both")
            else:
                yield _scaled(source, block, people, register)


def _scaled(source: Source, block: int, people: People, register: str) -> Part:
    rng = np.random.default_rng([source.seed, block, ord(register)])
    seen = view(rng, people.take(np.flatnonzero(is_member(people, register, "both"))), register)
    errors = apply_faults(rng, seen, source.error_scale)
    return Part(register, seen.columns, seen.people, errors)


def _read(row: dict[str, str]) -> Person | None:
    try:
        return read_flat(row)
    except BadValue:
        return None


_WIDTH = 1 << 40
_BLOCK = 8192


def _kinship(people: People, source: int) -> Kinship:
    """Codes that no other source has; family links of the generator are rows of the person's block."""
    base = source * _WIDTH
    first = people.person // _BLOCK * _BLOCK

    def link(rows: np.ndarray) -> np.ndarray:
        return np.where(rows >= 0, base + first + rows, NOBODY)

    return Kinship(
        person=base + people.person,
        father=link(people.father),
        mother=link(people.mother),
        twin=link(people.twin),
        family=base + people.family,
        household=base + people.household,
    )
