"""What levels, crossings and changes of ending weigh: the weights file and the table of relations, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.model import LEVELS
from matcher.names.tables import rows
from matcher.names.vocabulary import TAG

_DATA = Path(__file__).parent / "data" / "weights.json"
IMPOSSIBLE = np.float32(90.0)
"""Cost between alternatives that no rule relates."""


class Weights(NamedTuple):
    """The shipped weights: level weights and rarity shares as arrays (level × role), prices of crossing roles and of
    parts left over (by sureness), and where the levels begin (bits of spelling cost per `length` letters).

    ``exchanged`` is what it costs that surname and given name stand in each other's field, letter for letter, though
    both are sure: one paper in ninety is filled in so (assumed, as in the generated registers).
    """

    base: NDArray[np.float32]
    share: NDArray[np.float32]
    cross: NDArray[np.float32]
    left_over: NDArray[np.float32]
    bins: NDArray[np.float32]
    length: float
    shortest: float
    forbidden: float
    exchanged: float
    grammar: float
    other: float
    far: float
    married: float


@cache
def weights() -> Weights:
    """Weights file read once."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    base, share = (np.array([data[key][name] for name in LEVELS], np.float32) for key in ("levels", "rarity"))
    cross, left_over, bins = (np.array(data[key], np.float32) for key in ("cross", "left_over", "bins"))
    keys = ("length", "shortest", "forbidden", "exchanged", "grammar", "other", "far", "married")
    numbers = {key: float(data[key]) for key in keys}
    return Weights(base=base, share=share, cross=cross, left_over=left_over, bins=bins, **numbers)


@cache
def relations() -> tuple[NDArray[np.float32], list[str], NDArray[np.int8]]:
    """Cost between two alternatives by their tags, the names of the rules, and the rule by tags."""
    cost = np.full((len(TAG), len(TAG)), IMPOSSIBLE, dtype=np.float32)
    rule = np.zeros((len(TAG), len(TAG)), dtype=np.int8)
    names: list[str] = ["spelling"]
    for left, right, bits, name in rows("relations"):
        if name not in names:
            names.append(name)
        for x, y in ((TAG[left], TAG[right]), (TAG[right], TAG[left])):
            cost[x, y], rule[x, y] = float(bits), names.index(name)
    return cost, names, rule
