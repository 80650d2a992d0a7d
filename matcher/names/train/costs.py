"""The file of letter costs: one table for every habit, each learned on its own sources upon all of them as a prior."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import numpy as np

from matcher.names.distance import HABITS
from matcher.names.train.letters import learn, scaled, to_costs
from matcher.names.train.sources import Evidence

PRIOR_SIGHTINGS = {
    "russian": 20.0,
    "ukrainian": 40.0,
    "belarusian": 40.0,
    "kazakh_kyrgyz": 30.0,
    "tajik_uzbek": 25.0,
}
"""How many sightings of a letter in a habit's own sources weigh as much as all sources together."""

ASSUMED = {"russian": 0.0, "ukrainian": 1.0, "belarusian": 1.5, "kazakh_kyrgyz": 1.0, "tajik_uzbek": 1.0}
"""Bits it costs to read a token by a habit: the rarer habits have to explain more."""


def letter_costs(evidence: Sequence[Evidence]) -> tuple[bytes, Counter[str]]:
    """The content of `data/letter_costs.npz` and how many spellings each habit was learned from."""
    base = learn([e.pair for e in evidence])
    sizes: Counter[str] = Counter()
    tables = []
    for number, habit in enumerate(HABITS):
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
