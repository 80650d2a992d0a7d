"""Birth places as a body writes them: plain, with г. or the country, with the region, in the name of that time."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.population.people import People
from benchmarks.population.places import Spot, gazetteer, spot
from benchmarks.population.tables import STATES, Ints, draw, shares

_SOVIET_END = 1991


def birth_places(rng: np.random.Generator, people: People, recorded: Ints, habit: dict[str, Any]) -> list[str]:
    """One text a row. ``recorded`` is the year of writing: an older paper keeps an older name."""
    forms, running = shares(habit["town_form"])
    form = draw(rng, running, len(people)).tolist()
    local = (rng.random(len(people)) < habit["local_names"]).tolist()
    former = (rng.random(len(people)) < habit["former_names"]).tolist()
    rows = zip(
        people.birth_place.tolist(), people.year.tolist(), form, local, former, people.taste.tolist(), strict=True
    )
    return [_write(spot(place), year, forms[f], lo, fo, taste) for place, year, f, lo, fo, taste in rows]


def _write(place: Spot, year: int, form: str, local: bool, former: bool, taste: int) -> str:
    name = name_at(place, year) if former else place.local if local else place.russian
    if place.state < 0:
        return f"{place.country}, г. {name}" if form in ("country", "region") else name
    if not place.town:
        return _village(place, name, year, form, former)
    if form == "g":
        return f"г. {name}"
    if form == "country":
        return f"{country(place, year, former, taste)}, г. {name}"
    if form == "region" and place.region >= 0:
        return f"{region(place, year, former)}, г. {name}"
    return name


def _village(place: Spot, name: str, year: int, form: str, former: bool) -> str:
    if form == "plain":
        return f"{name}, {region(place, year, former)}"
    district = gazetteer()[STATES[place.state]]["district_of_region"][place.region]
    if form == "g":
        return f"с. {name} {district} р-н"
    return f"{region(place, year, former)}, {district} район, с. {name}"


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


def country(place: Spot, year: int, former: bool, taste: int) -> str:
    """The state's name, or the Soviet republic's for an older birth."""
    table = gazetteer()[STATES[place.state]]
    names: list[str] = table["soviet"] if former and year <= _SOVIET_END else table["country"]
    return names[taste % len(names)]
