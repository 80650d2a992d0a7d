"""Parts of a name in the wrong column, or grown together."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.population.views import View

_SPELLINGS: Final = ("ru", "latin")


def _swapped(view: View, row: int, chance: random.Random) -> bool:
    changed = False
    for spelling in _SPELLINGS if chance.random() < 0.6 else (chance.choice(_SPELLINGS),):
        first, second = view.columns[f"surname_{spelling}"], view.columns[f"given_{spelling}"]
        if first[row] and second[row]:
            first[row], second[row] = second[row], first[row]
            changed = True
    return changed


def _joined(view: View, row: int, between: str) -> bool:
    changed = False
    for spelling in _SPELLINGS:
        given, patronymic = view.columns[f"given_{spelling}"], view.columns[f"patronymic_{spelling}"]
        if given[row] and len(patronymic[row]) > 3:
            given[row], patronymic[row] = given[row] + between + patronymic[row], ""
            changed = True
    return changed


def _whole(view: View, row: int, _: random.Random) -> bool:
    changed = False
    for spelling in _SPELLINGS:
        parts = [view.columns[f"{part}_{spelling}"] for part in ("surname", "given", "patronymic")]
        if parts[0][row] and parts[1][row]:
            parts[0][row] = " ".join(p[row] for p in parts if p[row])
            parts[1][row] = parts[2][row] = ""
            changed = True
    return changed


FAULTS: Final = {
    "order_swapped": _swapped,
    "patronymic_in_given": lambda v, i, r: _joined(v, i, " "),
    "glued_parts": lambda v, i, r: _joined(v, i, ""),
    "whole_in_surname": _whole,
}
