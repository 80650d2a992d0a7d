"""Birth places as a body writes them: plain, with г. or the country, with the region, in the name of that time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from benchmarks.population.people import People
from benchmarks.population.places import Spot, gazetteer, spot
from benchmarks.population.tables import STATES, draw, shares

_SOVIET_END = 1991


class Manner(NamedTuple):
    """How one clerk wrote one place."""

    form: str
    local: bool
    former: bool
    taste: int


def birth_places(rng: np.random.Generator, people: People, habit: dict[str, Any]) -> list[str]:
    """One text a row."""
    forms, running = shares(habit["town_form"])
    form = [forms[f] for f in draw(rng, running, len(people)).tolist()]
    local = (rng.random(len(people)) < habit["local_names"]).tolist()
    former = (rng.random(len(people)) < habit["former_names"]).tolist()
    manners = map(Manner, form, local, former, people.taste.tolist())
    rows = zip(people.birth_place.tolist(), people.year.tolist(), manners, strict=True)
    return [_write(spot(place), year, manner) for place, year, manner in rows]


def _write(place: Spot, year: int, manner: Manner) -> str:
    name = name_at(place, year) if manner.former else place.local if manner.local else place.russian
    if place.state < 0:
        return f"{place.country}, г. {name}" if manner.form in ("country", "region") else name
    if not place.town:
        return _village(place, name, year, manner)
    if manner.form == "g":
        return f"г. {name}"
    if manner.form == "country":
        return f"{country(place, year, manner)}, г. {name}"
    if manner.form == "region" and place.region >= 0:
        return f"{region(place, year, manner.former)}, г. {name}"
    return name


def _village(place: Spot, name: str, year: int, manner: Manner) -> str:
    if manner.form == "plain":
        return f"{name}, {region(place, year, manner.former)}"
    district = gazetteer()[STATES[place.state]]["district_of_region"][place.region]
    if manner.form == "g":
        return f"с. {name} {district} р-н"
    return f"{region(place, year, manner.former)}, {district} район, с. {name}"


def name_at(place: Spot, year: int) -> str:
    """The town's name in a year."""
    for name, last in place.former:
        if year <= last:
            return name
    return place.russian


def region(place: Spot, year: int, former: bool) -> str:
    """The region as written: ``Туркестанская обл.``, or the one of that time."""
    table = gazetteer()[STATES[place.state]]
    name: str = table["regions"][place.region]
    old = table["former_regions"].get(name)
    if former and old and year <= old[1]:
        name = old[0]
    return name if name.startswith("область") or name.isupper() else f"{name} обл."


def country(place: Spot, year: int, manner: Manner) -> str:
    """The state's name, or the Soviet republic's for an older birth."""
    table = gazetteer()[STATES[place.state]]
    names: list[str] = table["soviet"] if manner.former and year <= _SOVIET_END else table["country"]
    return names[manner.taste % len(names)]
