"""Errors of document series and numbers, the own IIN among them; and the wrong sex."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.population.documents import iin
from benchmarks.population.people import iso
from benchmarks.population.views import View

_LOOK_ALIKE: Final = {"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z", "6": "G", "3": "З"}
_CYRILLIC: Final = {"N": "№", "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "K": "К", "M": "М"}
_SHORTEST: Final = 6


def _own_iin(view: View, row: int, _: random.Random) -> bool:
    people = view.people
    if people.state[row] != 0 or not view.columns["document_number"][row]:
        return False
    born = iso(people.born[row : row + 1])[0]
    view.columns["document_number"][row] = iin(born, people.sex[row] == 1, int(people.person[row]) * 7919)
    view.columns["document_series"][row] = ""
    return True


def _look_alike(view: View, row: int, chance: random.Random) -> bool:
    number = view.columns["document_number"][row]
    places = [i for i, c in enumerate(number) if c in _LOOK_ALIKE]
    if not places or len(number) < _SHORTEST:
        return False
    at = chance.choice(places)
    view.columns["document_number"][row] = number[:at] + _LOOK_ALIKE[number[at]] + number[at + 1 :]
    return True


def _cyrillic(view: View, row: int, _: random.Random) -> bool:
    for name in ("document_series", "document_number"):
        text = view.columns[name][row]
        if text[:1] in _CYRILLIC and text[:1]:
            view.columns[name][row] = _CYRILLIC[text[0]] + text[1:]
            return True
    return False


def _zeros(view: View, row: int, _: random.Random) -> bool:
    number = view.columns["document_number"][row]
    view.columns["document_number"][row] = number.lstrip("0")
    return number.startswith("0")


def _split(view: View, row: int, chance: random.Random) -> bool:
    series, number = view.columns["document_series"][row], view.columns["document_number"][row]
    text = series + number
    if len(text) < _SHORTEST or "-" in text:
        return False
    at = chance.choice([k for k in (0, 1, 2, 3) if k != len(series)])
    view.columns["document_series"][row], view.columns["document_number"][row] = text[:at], text[at:]
    return True


def _sign(view: View, row: int, chance: random.Random) -> bool:
    number = view.columns["document_number"][row]
    if len(number) < _SHORTEST:
        return False
    mark = chance.choice(("№", "№ ", " ", "- "))
    at = 1 if number[0].isalpha() else 0
    view.columns["document_number"][row] = number[:at] + (mark if at or mark[0] == "№" else "№ ") + number[at:]
    return True


def _transposed(view: View, row: int, chance: random.Random) -> bool:
    number = view.columns["document_number"][row]
    places = [i for i in range(1, len(number) - 1) if number[i] != number[i + 1] and number[i : i + 2].isdigit()]
    if not places or len(number) < _SHORTEST:
        return False
    at = chance.choice(places)
    view.columns["document_number"][row] = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return True


def _digit(view: View, row: int, chance: random.Random) -> bool:
    number = view.columns["document_number"][row]
    places = [i for i in range(1, len(number)) if number[i].isdigit()]
    if not places or len(number) < _SHORTEST:
        return False
    at = chance.choice(places)
    other = chance.choice([d for d in "0123456789" if d != number[at]])
    view.columns["document_number"][row] = number[:at] + other + number[at + 1 :]
    return True


def _sex(view: View, row: int, _: random.Random) -> bool:
    own = view.columns["sex"][row]
    if own not in ("M", "F"):
        return False
    view.columns["sex"][row] = "F" if own == "M" else "M"
    return True


FAULTS: Final = {
    "own_iin": _own_iin,
    "look_alike": _look_alike,
    "cyrillic_series": _cyrillic,
    "dropped_zeros": _zeros,
    "split_series": _split,
    "number_sign": _sign,
    "number_transposed": _transposed,
    "number_digit": _digit,
    "wrong_sex": _sex,
}
