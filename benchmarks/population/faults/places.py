"""Other ways to write the birth place."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.population.birthplaces import region
from benchmarks.population.faults.typing import neighbour
from benchmarks.population.places import Spot, gazetteer, spot
from benchmarks.population.tables import STATES
from benchmarks.population.views import View


def _spot(view: View, row: int) -> Spot | None:
    return spot(int(view.people.birth_place[row])) if view.columns["birth_place"][row] else None


def _write(view: View, row: int, text: str) -> bool:
    changed = bool(text) and view.columns["birth_place"][row] != text
    if changed:
        view.columns["birth_place"][row] = text
    return changed


def _former(view: View, row: int, chance: random.Random) -> bool:
    place = _spot(view, row)
    if place is None or not place.former:
        return False
    names = [name for name, _ in place.former] + [place.russian]
    return _write(view, row, chance.choice([n for n in names if n not in view.columns["birth_place"][row]] or names))


def _abbreviated(view: View, row: int, chance: random.Random) -> bool:
    place = _spot(view, row)
    if place is None or place.state < 0:
        return False
    town = ("гор. ", "г.", "ш. ", "қ. ") if place.town else ("с.", "пос. ", "а. ", "д. ", "кишл. ")
    name = chance.choice(town) + place.russian
    lands = [region(place, 2020, former=False)] if place.region >= 0 else []
    lands.append(gazetteer()[STATES[place.state]]["country"][-1])
    return _write(view, row, chance.choice((name, f"{chance.choice(lands)} {name}", f"{name}, {chance.choice(lands)}")))


def _region(view: View, row: int, chance: random.Random) -> bool:
    place = _spot(view, row)
    if place is None or place.region < 0:
        return False
    return _write(view, row, region(place, view.born[row], former=chance.random() < 0.5))


def _local(view: View, row: int, _: random.Random) -> bool:
    place = _spot(view, row)
    return place is not None and _write(view, row, place.local)


def _latin(view: View, row: int, _: random.Random) -> bool:
    place = _spot(view, row)
    if place is None or not place.latin:
        return False
    land = place.country_latin if place.state < 0 else gazetteer()[STATES[place.state]]["latin"]
    return _write(view, row, f"{place.latin}, {land}".upper())


def _soviet(view: View, row: int, chance: random.Random) -> bool:
    place = _spot(view, row)
    if place is None or place.state < 0 or view.born[row] > 1991:
        return False
    return _write(view, row, f"{chance.choice(gazetteer()[STATES[place.state]]['soviet'])}, {place.russian}")


def _typo(view: View, row: int, chance: random.Random) -> bool:
    text = view.columns["birth_place"][row]
    letters = [i for i in range(1, len(text)) if text[i].isalpha()]
    if len(letters) < 4:
        return False
    at = chance.choice(letters)
    other = "" if chance.random() < 0.5 else neighbour(text[at], chance)
    return _write(view, row, text[:at] + other + text[at + 1 :])


FAULTS: Final = {
    "former_name": _former,
    "abbreviated": _abbreviated,
    "region_only": _region,
    "local_spelling": _local,
    "latin_place": _latin,
    "soviet_country": _soviet,
    "place_typo": _typo,
}
