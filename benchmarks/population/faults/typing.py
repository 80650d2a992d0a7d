"""Slips of the hand in a name: one letter in one of its cells."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from benchmarks.population.views import View

NAME_CELLS: Final = ("surname_ru", "given_ru", "patronymic_ru", "surname_latin", "given_latin", "patronymic_latin")
_ROWS: Final = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS: Final = {c: row[max(i - 1, 0) : i] + row[i + 1 : i + 2] for row in _ROWS for i, c in enumerate(row)}
_SHORTEST: Final = 4


def neighbour(letter: str, chance: random.Random) -> str:
    """A letter next to this one on the keyboard, in its case; the letter itself if it has none."""
    found = chance.choice(_NEIGHBOURS.get(letter.lower()) or letter)
    return found.upper() if letter.isupper() else found


def on_a_cell(change: Callable[[str, int, random.Random], str]) -> Callable[[View, int, random.Random], bool]:
    """A fault that changes one name cell at a position after its first letter."""

    def fault(view: View, row: int, chance: random.Random) -> bool:
        cells = [name for name in NAME_CELLS if len(view.columns[name][row]) >= _SHORTEST]
        if not cells:
            return False
        column = view.columns[chance.choice(cells)]
        old = column[row]
        column[row] = change(old, chance.randrange(1, len(old)), chance)
        return column[row] != old

    return fault


def _dropped(word: str, at: int, _: random.Random) -> str:
    return word[:at] + word[at + 1 :]


def _added(word: str, at: int, chance: random.Random) -> str:
    return word[:at] + neighbour(word[at], chance) + word[at:]


def _replaced(word: str, at: int, chance: random.Random) -> str:
    return word[:at] + neighbour(word[at], chance) + word[at + 1 :]


def _transposed(word: str, at: int, _: random.Random) -> str:
    if at == len(word) - 1:
        at -= 1
    pair = word[at + 1] + word[at]
    return word[:at] + (pair if word[at].isupper() else pair.lower()) + word[at + 2 :]


def _doubled(word: str, at: int, _: random.Random) -> str:
    return word[:at] + word[at + 1 :] if word[at] == word[at - 1] else word[: at + 1] + word[at] + word[at + 1 :]


FAULTS: Final = {
    "letter_dropped": on_a_cell(_dropped),
    "letter_added": on_a_cell(_added),
    "letter_replaced": on_a_cell(_replaced),
    "letters_transposed": on_a_cell(_transposed),
    "letter_doubled": on_a_cell(_doubled),
}
