"""One size: generate a register, load it, ask it; figures of a fresh process, so that memory is its own."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from api.loading.load import Load, load_file
from api.local_node import LocalNode
from api.search import retrieve, search
from api.settings import Settings, read_settings
from api.store.opening import open_store
from api.store.store import Store
from benchmarks.population import Query as Asked
from benchmarks.population import generate
from benchmarks.population import queries as generated_queries
from matcher.features import normalise
from models.evidence import Grade
from models.flat import read_flat
from models.person import Person
from models.query import Purpose, Query

WARM_UP: Final = 30
"""Queries asked before the clock runs: what a server has behind it after its first minute."""
_SEED: Final = 23


@dataclass(frozen=True, slots=True)
class Task:
    """What to measure: so many people, so many queries, in this folder, with so many loading processes."""

    people: int
    queries: int
    folder: Path
    workers: int
    store: str | None = None
    """URL of an empty store on a server; an SQLite file in the folder when None."""


def measure(task: Task, say: Callable[[str], None]) -> dict[str, Any]:
    """All figures of one size. Times are wall-clock unless they say processor; the folder keeps register and store."""
    task.folder.mkdir(parents=True, exist_ok=True)
    register = _register(task, say)
    store = open_store(settings=_settings(task))
    loading = _load(store, register, task, say)
    stats = store.stats()
    store.close()
    asking = _ask(task, say)
    return {
        "people": task.people,
        "records": stats.records,
        **loading,
        "index_bytes_per_record": stats.index_bytes / stats.records,
        "store_bytes_per_record": stats.store_bytes / stats.records,
        "postings_per_record": stats.postings / stats.records,
        **asking,
    }


def _settings(task: Task) -> Settings:
    url = task.store or f"sqlite:///{task.folder}/store.sqlite3"
    return read_settings({"TULGA_STORE": url, "TULGA_KEY_FILE": f"{task.folder}/key"})


def _register(task: Task, say: Callable[[str], None]) -> Path:
    path = task.folder / "register_a.csv"
    if not (task.folder / "complete").exists():
        say(f"{task.people:,} people: generating")
        generate(task.people, task.folder, seed=_SEED, registers="a")
        (task.folder / "complete").touch()
    return path


def _load(store: Store, register: Path, task: Task, say: Callable[[str], None]) -> dict[str, Any]:
    """Loads the register unless a run before has; times only a load from nothing."""
    if store.registers():
        return {}
    say(f"{task.people:,} people: loading")
    start, used = time.perf_counter(), _processor()
    plan = Load(register="a", actor="benchmark", purpose=Purpose.IDENTIFICATION, workers=task.workers)
    result = load_file(store, register, plan)
    seconds = time.perf_counter() - start
    return {
        "load_seconds": seconds,
        "load_processor_seconds": _processor() - used,
        "load_records_per_second": result.totals.read / seconds,
        "rejected": result.totals.rejected,
        "load_workers": task.workers,
        "load_memory_mb": _memory(),
    }


def _processor() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def _memory() -> float:
    """Peak resident megabytes of this process, and of the largest of its children."""
    return sum(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def _ask(task: Task, say: Callable[[str], None]) -> dict[str, Any]:
    say(f"{task.people:,} people: asking {task.queries} queries")
    truth = _truth(task.folder)
    store = open_store(settings=_settings(task), create=False)
    used = time.process_time()
    node = LocalNode(store)
    node.warm_up()
    node.meet_names()
    warming = time.process_time() - used
    asked = list(generated_queries(task.people, task.queries + WARM_UP, _SEED, "a"))
    order = np.random.default_rng(1).permutation(len(asked))
    times: dict[str, list[float]] = {name: [] for name in ("parse", "retrieve", "search", "whole", "processor")}
    compared: list[float] = []
    found: list[bool] = []
    first = 0.0
    for position, index in enumerate(order.tolist()):
        clock = _one_query(store, asked[index])
        first = first or clock["whole"]
        if position < WARM_UP:
            continue
        compared.append(clock.pop("compared"))
        for name, value in clock.items():
            times[name].append(value)
        if asked[index].person_id is not None:
            found.append(_retrieved(store, asked[index], truth))
    return {
        "queries": task.queries,
        "yardstick_ms": float(np.median([yardstick() for _ in range(15)])),
        "warm_up_processor_seconds": warming,
        "first_query_ms": first * 1000,
        **{
            f"{name}_{label}_ms": float(np.quantile(times[name], q) * 1000) for name in times for label, q in _QUANTILES
        },
        "compared_mean": float(np.mean(compared)),
        "retrieval_recall": float(np.mean(found)) if found else float("nan"),
        "retrieval_asked": len(found),
        "query_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def yardstick() -> float:
    """Processor milliseconds of a fixed piece of plain Python: tells how much a busy machine stretches the others."""
    start, total = time.process_time(), 0
    for i in range(400_000):
        total += i * i % 7
    return (time.process_time() - start) * 1000


_QUANTILES: Final = (("p50", 0.5), ("p90", 0.9), ("p99", 0.99))


def _truth(folder: Path) -> dict[str, str]:
    with (folder / "truth.csv").open(encoding="utf-8") as lines:
        next(lines)
        return dict(_pairs(lines))


def _pairs(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        record, _, person = line.rstrip("\n").partition(",")
        yield record, person


def _one_query(store: Store, asked: Asked) -> dict[str, float]:
    """One query end to end as a user's request goes: parse, retrieve, score, explain ten."""
    start, used = time.perf_counter(), time.process_time()
    person = read_flat(asked.fields, "query")
    parsed = time.perf_counter()
    query = Query(person=person, purpose=Purpose.IDENTIFICATION, limit=10, min_grade=Grade.CERTAINLY_NOT)
    answer = search(store, query)
    done, processor = time.perf_counter(), time.process_time() - used
    _numbers(store, person)
    retrieved = time.perf_counter()
    return {
        "parse": parsed - start,
        "search": done - parsed,
        "whole": done - start,
        "processor": processor,
        "retrieve": retrieved - done,
        "compared": float(answer.compared),
    }


def _numbers(store: Store, person: Person) -> list[int]:
    with store.view() as view:
        query = Query(person=person, purpose=Purpose.IDENTIFICATION)
        return retrieve(view, normalise(person), query, view.size(()))


def _retrieved(store: Store, asked: Asked, truth: dict[str, str]) -> bool:
    """Whether a record of the person is among those compared."""
    person = read_flat(asked.fields, "query")
    with store.view() as view:
        found = view.people(_numbers(store, person))
    return any(truth.get(p.record_id) == f"P{asked.person_id:010d}" for p in found.values())
