"""Applies the kinds of ``errors.toml`` to a view, each at its rate, and says which record got which."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.population.faults import absent, dates, documents, life, places, spelling, structure, typing
from benchmarks.population.tables import read_toml
from benchmarks.population.views import View

Fault = Callable[[View, int, random.Random], bool]
"""Changes one row of a view; False if this kind cannot happen to that row, which is then untouched."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error: its name, the group it belongs to, its rate among eligible records, what it is."""

    name: str
    group: str
    rate: float
    about: str
    fault: Fault


@functools.cache
def _table() -> dict[str, Any]:
    return read_toml("errors.toml")


def query_scale() -> float:
    """How much more often queries carry errors than records."""
    scale: float = _table()["query_scale"]
    return scale


@functools.cache
def all_kinds() -> tuple[Kind, ...]:
    """All kinds, in the order they are applied."""
    faults: dict[str, Fault] = {}
    for module in (absent, life, spelling, structure, typing, dates, documents, places):
        faults.update(module.FAULTS)
    groups = {k: v for k, v in _table().items() if isinstance(v, dict)}
    return tuple(
        Kind(name, group, row["rate"], row["about"], faults[name])
        for group, rows in groups.items()
        for name, row in rows.items()
    )


def apply_faults(
    rng: np.random.Generator, view: View, scale: float = 1.0, kinds: Iterable[Kind] | None = None
) -> list[list[str]]:
    """Changes the view in place; answers the kinds applied to each row. ``scale`` multiplies every rate."""
    size = len(view.people)
    applied: list[list[str]] = [[] for _ in range(size)]
    chance = random.Random(int(rng.integers(1 << 62)))
    for kind in kinds if kinds is not None else all_kinds():
        for row in np.flatnonzero(rng.random(size) < kind.rate * scale).tolist():
            if kind.fault(view, row, chance):
                applied[row].append(kind.name)
    return applied
