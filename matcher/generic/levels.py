"""The level of two values of a declared column, for one pair or for many: the one place where it is decided."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.generic.coded import NONE, Vocabulary
from matcher.generic.distance import FAR, edits
from matcher.generic.parts import date_parts, rarest_word, start
from matcher.kernels import compiled

Codes = NDArray[np.int32]

MISSING: Final = 0
SAME: Final = 1
"""Level numbers that all types share."""

STEPS: Final = ("one_edit", "swapped", "two_edits", "associated", "first", "second")
"""Tests of two unequal values, the strongest first; a pair has the level of the first that holds, else the last."""
_MEANS: Final = {"same_start": "first", "same_year": "first", "shared_word": "second", "same_day_month": "second"}
_DIFFERENT: Final = len(STEPS)


class Tables(NamedTuple):
    """What the tests look at, one line for each distinct value (of one column, or of several laid end to end)."""

    code: NDArray[np.uint16]
    at: NDArray[np.int64]
    signature: NDArray[np.uint64]
    first: Codes
    """Code of the value's start or year."""
    second: Codes
    """Code of its rarest shared word, or of its day and month."""
    swapped: Codes
    """Code of its day and month exchanged."""
    sociable: NDArray[np.bool_]
    """Whether any association holds the value."""
    associated: NDArray[np.int64]
    """Sorted ``low value * V + high value`` of values that go together."""


def step_levels(levels: tuple[str, ...]) -> NDArray[np.uint8]:
    """(STEPS + 1,): the level number of each test, 0 where a type does not have it, and last that of 'different'."""
    found = np.zeros(len(STEPS) + 1, np.uint8)
    for number, name in enumerate(levels):
        step = _MEANS.get(name, name)
        if step in STEPS:
            found[STEPS.index(step)] = number
    found[_DIFFERENT] = len(levels) - 1
    return found


def tables_of(vocabulary: Vocabulary, levels: tuple[str, ...], associated: NDArray[np.int64]) -> Tables:
    """The tables of one column; those that its levels do not need stay empty of meaning."""
    size = len(vocabulary)
    nothing = np.full(size, NONE, np.int32)
    dates = date_parts(vocabulary) if "same_year" in levels else None
    letters = vocabulary.letters if "one_edit" in levels else None
    return Tables(
        code=letters.code if letters else np.empty(0, np.uint16),
        at=letters.at if letters else np.zeros(size + 1, np.int64),
        signature=vocabulary.signature if letters else np.zeros((size, 2), np.uint64),
        first=dates.year if dates else start(vocabulary) if "same_start" in levels else nothing,
        second=dates.day_month if dates else rarest_word(vocabulary) if "shared_word" in levels else nothing,
        swapped=dates.swapped if dates else nothing,
        sociable=_sociable(associated, size),
        associated=associated,
    )


def _sociable(associated: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    found = np.zeros(size, bool)
    if len(associated):
        found[associated // size] = found[associated % size] = True
    return found


def scratch(tables: Tables) -> NDArray[np.int32]:
    """Rows for ``edits``; one array for each thread."""
    return np.zeros((3, int(np.diff(tables.at).max(initial=0)) + 1), np.int32)


@compiled
def level_of(a: int, b: int, step: NDArray[np.uint8], tables: Tables, rows: NDArray[np.int32]) -> int:
    """The level of two different values."""
    if step[0]:
        apart = edits(a, b, tables.code, tables.at, tables.signature, rows)
        if apart == 1:
            return int(step[0])
        if step[1] and tables.swapped[a] == tables.second[b] != NONE and tables.first[a] == tables.first[b]:
            return int(step[1])
        if apart < FAR:
            return int(step[2])
    if step[3] and tables.sociable[a] and tables.sociable[b]:
        pair = min(a, b) * len(tables.sociable) + max(a, b)
        place = np.searchsorted(tables.associated, pair)
        if place < len(tables.associated) and tables.associated[place] == pair:
            return int(step[3])
    if step[4] and tables.first[a] != NONE and tables.first[a] == tables.first[b]:
        return int(step[4])
    if step[5] and tables.second[a] != NONE and tables.second[a] == tables.second[b]:
        return int(step[5])
    return int(step[6])


@compiled
def levels_of(
    a: Codes, b: Codes, step: NDArray[np.uint8], tables: Tables, rows: NDArray[np.int32], found: NDArray[np.uint8]
) -> None:
    """Write the level of each aligned pair of codes."""
    for i in range(len(a)):
        if a[i] == NONE or b[i] == NONE:
            found[i] = MISSING
        elif a[i] == b[i]:
            found[i] = SAME
        else:
            found[i] = level_of(a[i], b[i], step, tables, rows)
