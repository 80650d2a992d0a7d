"""Loads a case into a store of its own and asks every query, as a user would."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.loading.load import Load, load_file
from api.search import retrieve, search
from api.settings import read_settings
from api.store.opening import open_store
from api.store.store import Store
from benchmarks.records.cases import Asked, Case
from matcher.features import normalise
from matcher.weights import Model
from models.evidence import Evidence, Grade
from models.flat import read_flat
from models.person import Person
from models.query import Purpose, Query

LISTED: Final = 10
"""Candidates an answer lists."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One candidate of an answer, and whether it is the person asked about."""

    probability: float
    grade: Grade
    true: bool
    relation: str | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one query. ``retrieved`` is None where nobody was to be found."""

    asked: Asked
    candidates: tuple[Listed, ...]
    retrieved: bool | None
    compared: int
    seconds: float
    """processor time of the search"""

    @property
    def rank(self) -> int | None:
        """Place of the first true candidate, from 1; None if it is not listed."""
        return next((i for i, c in enumerate(self.candidates, 1) if c.true), None)

    @property
    def top(self) -> Listed | None:
        """The first candidate."""
        return self.candidates[0] if self.candidates else None


@contextmanager
def store_of(case: Case) -> Iterator[Store]:
    """A store in a temporary folder that holds the case's registers."""
    with tempfile.TemporaryDirectory() as folder:
        yield loaded(case.registers, Path(folder))


def loaded(registers: dict[str, Path], folder: Path) -> Store:
    """A new store in ``folder`` with these register files loaded."""
    settings = read_settings({"TULGA_STORE": f"sqlite:///{folder}/bench.sqlite3", "TULGA_KEY_FILE": f"{folder}/key"})
    store = open_store(settings=settings)
    for name, path in registers.items():
        load_file(store, path, Load(register=name, actor="benchmark", purpose=Purpose.IDENTIFICATION))
    return store


def ask_all(store: Store, case: Case, model: Model | None = None) -> Iterator[Outcome]:
    """Every query's outcome, in order."""
    for asked in case.queries:
        yield ask(store, asked, case.truth, model)


def ask(store: Store, asked: Asked, truth: dict[str, str], model: Model | None = None) -> Outcome:
    """One query's outcome. The person must not carry the query's own record_id into the search."""
    person = read_flat(asked.fields, register="query")
    query = Query(person=person, purpose=Purpose.IDENTIFICATION, limit=LISTED, min_grade=Grade.CERTAINLY_NOT)
    start = time.process_time()
    answer = search(store, query, model)
    seconds = time.process_time() - start
    listed = tuple(
        Listed(c.judgement.probability, c.judgement.grade, truth[c.record_id] == asked.person, c.judgement.relation,
               c.judgement.evidence)
        for c in answer.candidates
    )  # fmt: skip
    retrieved = None if asked.person is None else _retrieved(store, person, asked.person, truth)
    return Outcome(asked, listed, retrieved, answer.compared, seconds)


def _retrieved(store: Store, person: Person, who: str, truth: dict[str, str]) -> bool:
    """Whether any record of the person was among those compared."""
    with store.view() as view:
        query = Query(person=person, purpose=Purpose.IDENTIFICATION)
        numbers = retrieve(view, normalise(person), query, view.size(()))
        found = view.people(numbers)
    return any(truth.get(p.record_id) == who for p in found.values())
