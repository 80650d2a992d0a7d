"""Readings compared: the cheapest way to read one part as the other, its level and its bits. Each distinct pair
once."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.distance import CODES, between, distances
from matcher.names.model import LEVEL
from matcher.names.phonemes import encode
from matcher.names.tables import rows
from matcher.names.vocabulary import Vocabulary
from matcher.names.weighing import IMPOSSIBLE, relations, weights

MAN_AND_WOMAN = 2
"""Product of the genders (1 man, 2 woman, 0 unknown) of a man's and a woman's part."""
_SLOTS = 1 << 19
SPELLED = [LEVEL["same_reading"], *range(LEVEL["close_1"], LEVEL["different"] + 1)]
"""The levels that follow from the spelling cost alone, cheapest first."""

_NO_RULE = -1
_GRAMMAR = ("reform", "case", "adjective")
"""Rules by which one name has another ending."""

Ints = NDArray[np.int64]


Cheapest = tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.float32]]


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
            for number in range(len(made)):
                column: NDArray[Any] = made[number][back]
                found[number][missing] = column
                self._kept[number][place[missing]] = column
            self._keys[place[missing]] = keys[missing]
        return found


def work_out(vocabulary: Vocabulary, left: Ints, right: Ints) -> Outcome:
    """Level, bits, cost and rule of aligned pairs of readings."""
    cost, rule, extra = _cheapest(vocabulary, left, right)
    scaled = cost * _per_length(vocabulary, left, right)
    level = _levels(vocabulary, left, right, (cost, rule, extra))
    role = np.minimum(vocabulary.role.values[left], vocabulary.role.values[right])
    rarity = np.minimum(vocabulary.rarity.values[left], vocabulary.rarity.values[right])
    base, share = _weighed(level, role, scaled)
    bits = base + share * rarity
    absent = (left == 0) | (right == 0)
    level[absent], bits[absent] = 0, 0.0
    return Outcome(level, bits.astype(np.float32), cost, rule)


def _per_length(vocabulary: Vocabulary, left: Ints, right: Ints) -> NDArray[np.floating]:
    """What brings a cost in bits to the cost of a name of the usual length."""
    w = weights()
    size = (vocabulary.size.values[left] + vocabulary.size.values[right]) / 2
    return np.asarray(w.length / np.maximum(size, w.shortest), dtype=np.float32)


def _spelled(scaled: NDArray[np.floating]) -> NDArray[np.uint8]:
    """The level that follows from the spelling cost alone."""
    step = np.searchsorted(weights().bins, scaled, side="right")
    return np.array(SPELLED, dtype=np.uint8)[np.minimum(step, len(SPELLED) - 1)]


def _weighed(
    level: NDArray[np.uint8], role: NDArray[np.int8], scaled: NDArray[np.floating]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Level weight and rarity share of each pair.

    A level of spelling cost has its weight in its middle; towards its neighbours the weight goes over into theirs, so
    that a cost just above a limit weighs nearly what one just below it does.
    """
    w = weights()
    base, share = w.base[level, role], w.share[level, role]
    edges = np.concatenate(([0.0], w.bins))
    middles = np.append((edges[:-1] + edges[1:]) / 2, w.bins[-1] + 2.0)
    at = np.flatnonzero(level == _spelled(scaled))
    for part in range(3):
        here = at[role[at] == part]
        base[here] = np.interp(scaled[here], middles, w.base[SPELLED, part])
        share[here] = np.interp(scaled[here], middles, w.share[SPELLED, part])
    return base, share


def _cheapest(vocabulary: Vocabulary, left: Ints, right: Ints) -> Cheapest:
    """The lowest cost over all alternatives of both sides, the rule of that alternative, and what the rule itself
    costs."""
    table, _, rule = relations()
    tag_a, tag_b = vocabulary.tag.values[left], vocabulary.tag.values[right]
    extra = table[tag_a[:, :, None], tag_b[:, None, :]]
    row, ka, kb = np.nonzero(extra < IMPOSSIBLE)
    form_a, form_b = vocabulary.form.values[left[row], ka], vocabulary.form.values[right[row], kb]
    fresh, back = np.unique(
        (np.minimum(form_a, form_b).astype(np.int64) << 32) | np.maximum(form_a, form_b), return_inverse=True
    )
    apart = between(vocabulary.forms, fresh >> 32, fresh & 0xFFFFFFFF)[back]
    full = np.full(extra.shape, IMPOSSIBLE, dtype=np.float32)
    full[row, ka, kb] = apart + extra[row, ka, kb]
    flat = full.reshape(len(left), -1)
    best = flat.argmin(axis=1)
    width = full.shape[2]
    pick = np.arange(len(left))
    tags = tag_a[pick, best // width], tag_b[pick, best % width]
    return flat[pick, best], rule[tags], table[tags]


def _levels(vocabulary: Vocabulary, left: Ints, right: Ints, cheapest: Cheapest) -> NDArray[np.uint8]:
    """The level of each pair: by spelling, then what rules of grammar, the lexicon, gender and initials say of it."""
    cost, rule, extra = cheapest
    per_length = _per_length(vocabulary, left, right)
    level = _spelled(cost * per_length)
    by_rule = np.where((cost - extra) * per_length < weights().grammar, rule, _NO_RULE)
    _by_rule(by_rule, vocabulary.ending.values[left] != vocabulary.ending.values[right], level)
    _by_lexicon(vocabulary, left, right, cost * per_length, level)
    sexes = vocabulary.gender.values[left].astype(np.int8) * vocabulary.gender.values[right]
    sexes[vocabulary.role.values[left] != vocabulary.role.values[right]] = 0
    near = (level <= LEVEL["similar_3"]) | (level == LEVEL["other_name_near"])
    level[(sexes == MAN_AND_WOMAN) & near] = LEVEL["other_gender"]
    level[left == right] = LEVEL["identical"]
    first = (vocabulary.initial.values[left] > 0) | (vocabulary.initial.values[right] > 0)
    if first.any():
        level[first] = _initials(vocabulary, left[first], right[first])
    return level


def _by_rule(rule: NDArray[np.int8], other_ending: NDArray[np.bool_], level: NDArray[np.uint8]) -> None:
    """Pairs that a rule of grammar links take the level of that rule."""
    names = relations()[1]
    for name in _GRAMMAR:
        if name in names:
            level[rule == names.index(name)] = LEVEL["same_grammar"]
    for name in ("honorific", "compound"):
        level[rule == names.index(name)] = LEVEL[name]
    level[other_ending & (level == LEVEL["same_reading"])] = LEVEL["same_grammar"]


def _by_lexicon(
    vocabulary: Vocabulary, left: Ints, right: Ints, scaled: NDArray[np.floating], level: NDArray[np.uint8]
) -> None:
    """Names that are known to be one, to be kindred, or to be others."""
    w = weights()
    known = (vocabulary.known.values[left] > 0) & (vocabulary.known.values[right] > 0)
    kin = _kinship(vocabulary, left, right, known)
    apart = known & (kin == 0) & (scaled > w.other) & (level >= LEVEL["close_1"])
    level[apart] = np.where(scaled[apart] > w.far, LEVEL["other_name"], LEVEL["other_name_near"])
    level[(kin == 2) & (level >= LEVEL["close_1"])] = LEVEL["same_family"]
    level[(kin == 1) & (level >= LEVEL["similar_1"])] = LEVEL["kindred"]


def _kinship(vocabulary: Vocabulary, left: Ints, right: Ints, known: NDArray[np.bool_]) -> NDArray[np.int8]:
    """2 for names of one group, 1 for names of one family, else 0."""
    entries, bits = vocabulary.entries, vocabulary.kin.values
    kin = np.zeros(len(left), dtype=np.int8)
    at = np.flatnonzero(known)
    may = at[(bits[left[at]] & bits[right[at]]).any(axis=1)]  # all but a few share nothing
    for i in may.tolist():
        a, b = entries[left[i]], entries[right[i]]
        if a is b or not a.groups.isdisjoint(b.groups):
            kin[i] = 2
        elif not a.families.isdisjoint(b.families):
            kin[i] = 1
    return kin


def _initials(vocabulary: Vocabulary, left: Ints, right: Ints) -> NDArray[np.uint8]:
    first_a, first_b = (
        [bytes([code]) if code else b"" for code in vocabulary.first_codes(side).tolist()] for side in (left, right)
    )
    near = (distances(first_a, first_b) < weights().bins[3]) | _same_capital(first_a, first_b)
    return np.where(near, LEVEL["initial"], LEVEL["different"]).astype(np.uint8)


@cache
def _capitals() -> list[int]:
    """For each symbol code, a bit for every group of sounds that some scheme begins with one letter (Ж and З with
    Z)."""
    bits = [0] * CODES
    for number, (_, members, *_rest) in enumerate(row for row in rows("classes") if row[0] == "initial"):
        for code in encode(members, cyrillic=True) + encode(members, cyrillic=False):
            bits[code] |= 1 << number
    return bits


def _same_capital(left: list[bytes], right: list[bytes]) -> NDArray[np.bool_]:
    bits = _capitals()
    shared = [bool(a and b and bits[a[0]] & bits[b[0]]) for a, b in zip(left, right, strict=True)]
    return np.array(shared, dtype=bool)
