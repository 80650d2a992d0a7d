"""The level of two values of a declared column, for one pair or for many: the one place where it is decided."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.generic.cards import FIRST, NUMBER, SECOND, SWAPPED, Cards, Parts, cards_of
from matcher.generic.coded import NONE, Vocabulary
from matcher.generic.distance import FAR, edits
from matcher.generic.letters import Letters, without_letters
from matcher.generic.parts import date_parts, rarest_word, start
from matcher.kernels import compiled, inlined

Codes = NDArray[np.int32]

MISSING: Final = 0
SAME: Final = 1
"""Level numbers that all types share."""

STEPS: Final = ("one_edit", "swapped", "two_edits", "associated", "first", "second")
"""Tests of two unequal values, the strongest first; a pair has the level of the first that holds, else the last."""
_MEANS: Final = {"same_start": "first", "same_year": "first", "shared_word": "second", "same_day_month": "second"}
_DIFFERENT: Final = len(STEPS)


def step_levels(levels: tuple[str, ...]) -> NDArray[np.uint8]:
    """(STEPS + 1,): the level number of each test, 0 where a type does not have it, and last that of 'different'."""
    found = np.zeros(len(STEPS) + 1, np.uint8)
    for number, name in enumerate(levels):
        step = _MEANS.get(name, name)
        if step in STEPS:
            found[STEPS.index(step)] = number
    found[_DIFFERENT] = len(levels) - 1
    return found


def cards_for(vocabulary: Vocabulary, levels: tuple[str, ...], associated: NDArray[np.int64]) -> Cards:
    """The cards of one column, made once; what its levels do not need stays empty of meaning."""
    name = ("cards", levels, associated.tobytes())
    return vocabulary.piece(name, lambda: cards_of(*_looked_at(vocabulary, levels), associated))


def _looked_at(vocabulary: Vocabulary, levels: tuple[str, ...]) -> tuple[Letters, Parts]:
    """Letters (none where no level needs them) and parts of the values."""
    nothing = np.full(len(vocabulary), NONE, np.int32)
    if "same_year" in levels:
        dates = date_parts(vocabulary)
        parts = Parts(dates.year, dates.day_month, dates.swapped)
    else:
        first = start(vocabulary) if "same_start" in levels else nothing
        parts = Parts(first, rarest_word(vocabulary) if "shared_word" in levels else nothing, nothing)
    return vocabulary.letters if "one_edit" in levels else without_letters(len(vocabulary)), parts


@inlined
def level_of(
    card: NDArray[np.int32],
    a: int,
    b: int,
    step: NDArray[np.uint8],
    kind: int,
    associated: NDArray[np.int64],
    size: int,
) -> int:
    """The level of two different values, whose cards begin at ``a`` and ``b``; ``step[kind]`` has the level numbers.

    ``associated`` and ``size``: see ``matcher.generic.cards.Cards``; ``size`` values there are.
    """
    if step[kind, 0]:
        apart = edits(card, a, b)
        if apart == 1:
            return int(step[kind, 0])
        if step[kind, 1] and card[a + SWAPPED] == card[b + SECOND] != NONE and card[a + FIRST] == card[b + FIRST]:
            return int(step[kind, 1])
        if apart < FAR:
            return int(step[kind, 2])
    if step[kind, 3] and card[a + NUMBER] != NONE and card[b + NUMBER] != NONE:
        one, other = np.int64(card[a + NUMBER]), np.int64(card[b + NUMBER])
        pair = min(one, other) * size + max(one, other)
        place = np.searchsorted(associated, pair)
        if place < len(associated) and associated[place] == pair:
            return int(step[kind, 3])
    if step[kind, 4] and card[a + FIRST] != NONE and card[a + FIRST] == card[b + FIRST]:
        return int(step[kind, 4])
    if step[kind, 5] and card[a + SECOND] != NONE and card[a + SECOND] == card[b + SECOND]:
        return int(step[kind, 5])
    return int(step[kind, 6])


@compiled
def levels_of(
    a: Codes, b: Codes, step: NDArray[np.uint8], card: NDArray[np.int32], at: NDArray[np.int64],
    associated: NDArray[np.int64], found: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Write the level of each aligned pair of codes; ``step``: (1, STEPS + 1)."""
    for i in range(len(a)):
        if a[i] == NONE or b[i] == NONE:
            found[i] = MISSING
        elif a[i] == b[i]:
            found[i] = SAME
        else:
            found[i] = level_of(card, at[a[i]], at[b[i]], step, 0, associated, len(at))
