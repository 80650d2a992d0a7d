"""Places of the generated population as numbers: towns of the gazetteer, villages in a region, towns abroad."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.population.spelling import russian
from benchmarks.population.tables import STATES, Floats, Ints, draw, read_toml

VILLAGE_SHARE: Final = 0.35
_STATE_STEP: Final = 10_000
_VILLAGES: Final = 1_000
_REGION_STEP: Final = 400
_HALF_STEP: Final = 20
ABROAD: Final = len(STATES) * _STATE_STEP
"""Numbers from here on are towns of other states."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place, its names and where it lies. ``former`` is (name, last year), oldest first."""

    town: bool
    russian: str
    local: str
    latin: str
    state: int
    """index into STATES, or -1 abroad"""
    region: int
    """index into the state's regions, or -1"""
    former: tuple[tuple[str, int], ...] = ()
    country: str = ""
    country_latin: str = ""


@functools.cache
def gazetteer() -> dict[str, Any]:
    """``places.toml``."""
    return read_toml("places.toml")


@functools.cache
def spot(number: int) -> Spot:
    """The place with this number."""
    if number >= ABROAD:
        name, country, latin, country_latin = gazetteer()["ABROAD"]["towns"][number - ABROAD]
        return Spot(True, name, name, latin, -1, -1, (), country, country_latin)
    state, rest = divmod(number, _STATE_STEP)
    table = gazetteer()[STATES[state]]
    if rest < _VILLAGES:
        name, local, latin, _, region, former = table["towns"][rest]
        return Spot(True, name, local, latin, state, region, tuple((n, y) for n, y in former))
    region, halves = divmod(rest - _VILLAGES, _REGION_STEP)
    first, second = divmod(halves, _HALF_STEP)
    local = table["village_first"][first] + table["village_second"][second]
    name = russian(local, "kk" if state == 0 else "tg")
    return Spot(False, name, local, "", state, region)


@functools.cache
def _town_shares(state: int) -> Floats:
    weights = np.array([t[3] for t in gazetteer()[STATES[state]]["towns"]], dtype=np.float64)
    running: Floats = np.cumsum(weights) / weights.sum()
    return running


def draw_places(rng: np.random.Generator, state: Ints) -> Ints:
    """A place in each person's state: a town by its size, or a village anywhere."""
    result = np.zeros(len(state), dtype=np.int64)
    for code in range(len(STATES)):
        where = np.flatnonzero(state == code)
        towns = draw(rng, _town_shares(code), len(where))
        villages = _VILLAGES + _villages(rng, code, len(where))
        result[where] = code * _STATE_STEP + np.where(rng.random(len(where)) < VILLAGE_SHARE, villages, towns)
    return result


def _villages(rng: np.random.Generator, state: int, size: int) -> Ints:
    table = gazetteer()[STATES[state]]
    region = rng.integers(0, len(table["regions"]), size)
    first = (rng.random(size) ** 1.6 * len(table["village_first"])).astype(np.int64)
    second = (rng.random(size) ** 1.6 * len(table["village_second"])).astype(np.int64)
    numbers: Ints = region * _REGION_STEP + first * _HALF_STEP + second
    return numbers


def draw_abroad(rng: np.random.Generator, size: int) -> Ints:
    """Towns of other states."""
    numbers: Ints = ABROAD + rng.integers(0, len(gazetteer()["ABROAD"]["towns"]), size)
    return numbers
