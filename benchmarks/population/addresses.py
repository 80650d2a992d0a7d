"""Registration addresses: shared by a household, written in each body's manner."""

from __future__ import annotations

from typing import Any

from benchmarks.population.people import People
from benchmarks.population.places import Spot, gazetteer, spot
from benchmarks.population.tables import STATES


def addresses(people: People, habit: dict[str, Any]) -> list[str]:
    """One address a row; the number in ``people.address`` decides street, house and flat."""
    rows = zip(people.home.tolist(), people.address.tolist(), strict=True)
    own = STATES.index(habit["state"])
    return [address(spot(home), number, own) for home, number in rows]


def address(place: Spot, number: int, own: int) -> str:
    """An address in a place; the body of state ``own`` leaves its own country's name out."""
    table = gazetteer()[STATES[max(place.state, 0)]]
    streets = table["streets"]
    number, street = divmod(number, len(streets))
    flat, house = divmod(number, 180)
    town = f"г. {place.russian}" if place.town else f"с. {place.russian}"
    line = f"{town}, ул. {streets[street]}, д. {house + 1}"
    if place.town and flat % 3:
        line += f", кв. {flat % 120 + 1}"
    return line if place.state in (own, -1) else f"{table['country'][0]}, {line}"
