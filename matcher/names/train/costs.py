"""The file of letter costs: one table for every habit, each learned on its own sources upon all of them as a prior."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np

from matcher.names.distance import HABITS, Floats
from matcher.names.phonemes import encode
from matcher.names.train.letters import learn, scaled, to_costs
from matcher.names.train.sources import KAZAKH, MARKS_LOST, RUSSIAN, Evidence

PRIOR_SIGHTINGS = {
    "russian": 20.0,
    "ukrainian": 40.0,
    "belarusian": 40.0,
    "kazakh_kyrgyz": 30.0,
    "tajik_uzbek": 25.0,
    "through_russian": 25.0,
    "persianised": 25.0,
}
"""How many sightings of a letter in a habit's own sources weigh as much as all sources together."""

ASSUMED = {
    "russian": 0.0,
    "ukrainian": 1.0,
    "belarusian": 1.5,
    "kazakh_kyrgyz": 1.0,
    "tajik_uzbek": 1.0,
    "through_russian": 1.0,
    "persianised": 1.5,
    "marks_lost": 2.0,
}
"""Bits it costs to read a token by a habit: the rarer habits have to explain more."""


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


def _without_marks(schemes: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """The costs of a typist without marks: those of the scheme that was written so, whichever is cheaper, and nearly
    nothing for the letters that only marks tell apart."""
    substitution, gap = (np.minimum.reduce(tables) for tables in zip(*schemes, strict=True))
    for kept, typed in LOST_MARKS:
        for codes in product(encode(kept, cyrillic=True) + encode(kept, cyrillic=False), encode(typed, cyrillic=False)):
            substitution[codes] = substitution[codes[::-1]] = 0.3
    return substitution, gap


def letter_costs(evidence: Sequence[Evidence]) -> tuple[bytes, Counter[str]]:
    """The content of `data/letter_costs.npz` and how many spellings each habit was learned from.

    A spelling stays under the habit of its source. Moving each to the habit that explains it best was tried: one habit
    then gathers whatever is odd, and strangers get cheap.
    """
    base = learn([e.pair for e in evidence])
    sizes: Counter[str] = Counter()
    tables: list[tuple[Floats, Floats]] = []
    for number, habit in enumerate(HABITS):
        if number == MARKS_LOST:
            tables.append(_without_marks([tables[RUSSIAN], tables[KAZAKH]]))
            continue
        own = [e.pair for e in evidence if e.habit == number]
        sizes[habit] = len(own)
        tables.append(to_costs(learn(own, prior=scaled(base, PRIOR_SIGHTINGS[habit]), rounds=3)))
    file = io.BytesIO()
    np.savez_compressed(
        file,
        substitution=np.stack([sub for sub, _ in tables]).astype(np.float16),
        gap=np.stack([gap for _, gap in tables]).astype(np.float16),
        assume=np.array([ASSUMED[habit] for habit in HABITS], dtype=np.float32),
    )
    return file.getvalue(), sizes
