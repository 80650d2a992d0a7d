"""The file of letter costs: one table for every habit, each learned on its own sources upon all of them as a prior."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matcher.names.distance import HABITS, Floats, distances, prepare_costs
from matcher.names.phonemes import encode
from matcher.names.train.letters import Counts, learn, scaled, to_costs
from matcher.names.train.sources import MARKS_LOST, Evidence

PRIOR_SIGHTINGS = {
    "russian": 20.0,
    "ukrainian": 40.0,
    "belarusian": 40.0,
    "kazakh_kyrgyz": 30.0,
    "tajik_uzbek": 25.0,
    "through_russian": 25.0,
}
"""How many sightings of a letter in a habit's own sources weigh as much as all sources together."""

ASSUMED = {
    "russian": 0.0,
    "ukrainian": 1.0,
    "belarusian": 1.5,
    "kazakh_kyrgyz": 1.0,
    "tajik_uzbek": 1.0,
    "through_russian": 1.0,
    "marks_lost": 2.0,
}
"""Bits it costs to read a token by a habit: the rarer habits have to explain more."""


_LOYALTY = 0.5
"""Bits by which another habit has to explain a spelling better before the spelling moves there."""

LOST_MARKS = (
    ("S", "s"),
    ("Z", "z"),
    ("C", "K"),
    ("c", "K"),
    ("Q", "s"),
    ("S", "K"),
    ("G", "g"),
    ("N", "n"),
    ("x", "h"),
)
"""Symbols that look alike to a typist who drops the marks of a scholarly transliteration (š → s, ž → z, č → c)."""


def _without_marks(russian: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The costs of a typist without marks: the Russian ones, and nearly nothing for the letters that only marks tell apart."""
    substitution = russian[0].copy()
    for kept, typed in LOST_MARKS:
        for codes in product(encode(kept, cyrillic=True) + encode(kept, cyrillic=False), encode(typed, cyrillic=False)):
            substitution[codes] = substitution[codes[::-1]] = 0.3
    return substitution, russian[1]


def letter_costs(evidence: Sequence[Evidence], rounds: int = 2) -> tuple[bytes, Counter[str]]:
    """The content of `data/letter_costs.npz` and how many spellings each habit was learned from.

    A spelling starts under the habit of its source; then, `rounds` times, it moves to the habit that explains it best and all
    are learned anew, since one language's papers follow several habits.
    """
    base = learn([e.pair for e in evidence])
    chosen = np.array([e.habit for e in evidence])
    tables = _tables(evidence, chosen, base)
    for _ in range(rounds):
        chosen = _best_habits(evidence, tables)
        tables = _tables(evidence, chosen, base)
    sizes = Counter({habit: int((chosen == number).sum()) for number, habit in enumerate(HABITS[:MARKS_LOST])})
    return _packed(tables), sizes


def _tables(evidence: Sequence[Evidence], chosen: NDArray[np.int64], base: Counts) -> list[tuple[Floats, Floats]]:
    """The table of each habit, learned from the evidence chosen for it upon all evidence as a prior."""
    tables: list[tuple[Floats, Floats]] = []
    for number, habit in enumerate(HABITS[:MARKS_LOST]):
        own = [evidence[i].pair for i in np.flatnonzero(chosen == number).tolist()]
        tables.append(to_costs(learn(own, prior=scaled(base, PRIOR_SIGHTINGS[habit]), rounds=3)))
    return [*tables, _without_marks(tables[0])]


def _best_habits(evidence: Sequence[Evidence], tables: Sequence[tuple[Floats, Floats]]) -> NDArray[np.int64]:
    """The habit under which each spelling costs least, its own one where nothing is gained by another."""
    left, right = [e.pair.left for e in evidence], [e.pair.right for e in evidence]
    costs = np.stack(
        [
            distances(left, right, (prepare_costs(*table, ASSUMED[habit]),))
            for habit, table in zip(HABITS[:MARKS_LOST], tables, strict=False)
        ]
    )
    own = np.array([e.habit for e in evidence])
    costs[own, np.arange(len(own))] -= _LOYALTY
    return np.asarray(costs.argmin(axis=0))


def _packed(tables: Sequence[tuple[Floats, Floats]]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(
        file,
        substitution=np.stack([sub for sub, _ in tables]).astype(np.float16),
        gap=np.stack([gap for _, gap in tables]).astype(np.float16),
        assume=np.array([ASSUMED[habit] for habit in HABITS], dtype=np.float32),
    )
    return file.getvalue()
