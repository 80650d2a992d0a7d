"""Readings compared: the cheapest way to read one part as the other, its level and its bits. Each distinct pair once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.distance import distances
from matcher.names.model import LEVEL, LEVELS
from matcher.names.tables import rows
from matcher.names.vocabulary import TAG, Vocabulary

_DATA = Path(__file__).parent / "data" / "weights.json"
_IMPOSSIBLE = np.float32(90.0)
_SLOTS = 1 << 19

Ints = NDArray[np.int64]


class Weights(NamedTuple):
    """The shipped weights, as arrays by level and role."""

    bins: NDArray[np.float32]
    base: NDArray[np.float32]
    share: NDArray[np.float32]
    cross: NDArray[np.float32]


@cache
def weights() -> Weights:
    """Weights file read once."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return Weights(
        np.array(data["bins"], dtype=np.float32),
        np.array([data["levels"][name] for name in LEVELS], dtype=np.float32),
        np.array([data["rarity_share"].get(name, 0.0) for name in LEVELS], dtype=np.float32),
        np.array(data["cross"], dtype=np.float32),
    )


@cache
def relations() -> tuple[NDArray[np.float32], list[str], NDArray[np.int8]]:
    """Cost between two alternatives by their tags, the names of the rules, and the rule by tags."""
    cost = np.full((len(TAG), len(TAG)), _IMPOSSIBLE, dtype=np.float32)
    rule = np.zeros((len(TAG), len(TAG)), dtype=np.int8)
    names: list[str] = ["spelling"]
    for left, right, bits, name in rows("relations"):
        if name not in names:
            names.append(name)
        for x, y in ((TAG[left], TAG[right]), (TAG[right], TAG[left])):
            cost[x, y], rule[x, y] = float(bits), names.index(name)
    return cost, names, rule


class Outcome(NamedTuple):
    """Level, bits, cost and rule of pairs of readings; arrays of one length."""

    level: NDArray[np.uint8]
    bits: NDArray[np.float32]
    cost: NDArray[np.float32]
    rule: NDArray[np.int8]


class PairCache:
    """A direct-mapped cache of outcomes: a pair has one place, the latest one keeps it, so memory stays bounded."""

    def __init__(self) -> None:
        self._keys = np.full(_SLOTS, -1, dtype=np.int64)
        self._kept = Outcome(
            np.zeros(_SLOTS, np.uint8),
            np.zeros(_SLOTS, np.float32),
            np.zeros(_SLOTS, np.float32),
            np.zeros(_SLOTS, np.int8),
        )

    def compare(self, vocabulary: Vocabulary, left: Ints, right: Ints) -> Outcome:
        """Outcomes for aligned readings, worked out where the cache does not hold them."""
        low, high = np.minimum(left, right), np.maximum(left, right)
        keys = (low << 32) | high
        place = ((keys * np.int64(-7046029254386353131)) >> 40) & (_SLOTS - 1)
        found = Outcome(*(column[place] for column in self._kept))
        missing = np.flatnonzero(self._keys[place] != keys)
        if len(missing):
            fresh, back = np.unique(keys[missing], return_inverse=True)
            made = work_out(vocabulary, fresh >> 32, fresh & 0xFFFFFFFF)
            for kept, mine, column in zip(self._kept, found, made, strict=True):
                mine[missing] = column[back]
                kept[place[missing]] = column[back]
            self._keys[place[missing]] = keys[missing]
        return found


def work_out(vocabulary: Vocabulary, left: Ints, right: Ints) -> Outcome:
    """Level, bits, cost and rule of aligned pairs of readings."""
    cost, rule = _cheapest(vocabulary, left, right)
    level = _levels(vocabulary, left, right, cost, rule)
    w = weights()
    role = np.minimum(vocabulary.role.values[left], vocabulary.role.values[right])
    rarity = (vocabulary.rarity.values[left] + vocabulary.rarity.values[right]) / 2
    bits = w.base[level, role] + w.share[level] * rarity
    absent = (left == 0) | (right == 0)
    level[absent], bits[absent] = 0, 0.0
    return Outcome(level, bits.astype(np.float32), cost, rule)


def _cheapest(vocabulary: Vocabulary, left: Ints, right: Ints) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """The lowest cost over all alternatives of both sides, and the rule of that alternative."""
    table, _, rule = relations()
    tag_a, tag_b = vocabulary.tag.values[left], vocabulary.tag.values[right]
    extra = table[tag_a[:, :, None], tag_b[:, None, :]]
    row, ka, kb = np.nonzero(extra < _IMPOSSIBLE)
    form_a, form_b = vocabulary.form.values[left[row], ka], vocabulary.form.values[right[row], kb]
    forms = vocabulary.forms
    fresh, back = np.unique(
        (np.minimum(form_a, form_b).astype(np.int64) << 32) | np.maximum(form_a, form_b), return_inverse=True
    )
    apart = distances([forms[i] for i in (fresh >> 32).tolist()], [forms[i] for i in (fresh & 0xFFFFFFFF).tolist()])[
        back
    ]
    full = np.full(extra.shape, _IMPOSSIBLE, dtype=np.float32)
    full[row, ka, kb] = apart + extra[row, ka, kb]
    flat = full.reshape(len(left), -1)
    best = flat.argmin(axis=1)
    width = full.shape[2]
    pick = np.arange(len(left))
    return flat[pick, best], rule[tag_a[pick, best // width], tag_b[pick, best % width]]


def _levels(
    vocabulary: Vocabulary, left: Ints, right: Ints, cost: NDArray[np.float32], rule: NDArray[np.int8]
) -> NDArray[np.uint8]:
    bins = weights().bins
    scale = LEVEL["same_reading"], LEVEL["close_1"]
    step = np.searchsorted(bins, cost, side="right")
    level = np.where(step == 0, scale[0], scale[1] + step - 1).astype(np.uint8)
    level = np.minimum(level, LEVEL["different"]).astype(np.uint8)
    grammar = (rule > 0) & (level < LEVEL["similar_1"])
    level[grammar] = LEVEL["same_grammar"]
    level[_families(vocabulary, left, right) & (level > LEVEL["same_family"])] = LEVEL["same_family"]
    level[left == right] = LEVEL["identical"]
    first = (vocabulary.initial.values[left] > 0) | (vocabulary.initial.values[right] > 0)
    if first.any():
        level[first] = _initials(vocabulary, left[first], right[first])
    return level


def _families(vocabulary: Vocabulary, left: Ints, right: Ints) -> NDArray[np.bool_]:
    entries = vocabulary.entries
    return np.fromiter(
        (
            not entries[a].groups.isdisjoint(entries[b].groups)
            for a, b in zip(left.tolist(), right.tolist(), strict=True)
        ),
        dtype=bool,
        count=len(left),
    )


def _initials(vocabulary: Vocabulary, left: Ints, right: Ints) -> NDArray[np.uint8]:
    forms = vocabulary.forms
    first_a = [forms[i][:1] for i in vocabulary.form.values[left, 0].tolist()]
    first_b = [forms[i][:1] for i in vocabulary.form.values[right, 0].tolist()]
    near = distances(first_a, first_b) < weights().bins[1]
    return np.where(near, LEVEL["initial"], LEVEL["different"]).astype(np.uint8)
