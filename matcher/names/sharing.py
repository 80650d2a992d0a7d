"""Words shared out among the three roles: the likeliest way for words of given kinds, and its near rivals.

Kinds are few (small whole numbers of evidence), and so are the patterns of kinds that names show: each is solved once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from itertools import product
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.names.judgement import assumed
from matcher.names.role_evidence import Evidence

MOST: int = assumed("sharing")["most"]
"""The most words for which every way of sharing them out is tried."""
_RIVAL: float = assumed("sharing")["rival"]
"""Bits by which another sharing out of three or more words may be less likely and is still compared as well."""
_RIVALS: int = assumed("sharing")["rivals"]
PLAIN, FATHER, PARTICLE = range(3)
"""States of a word: any; a father's name by a particle; a particle that still waits for the word before it."""


class Kind(NamedTuple):
    """What the inference needs to know of a word: its evidence, whether a comma followed, and its state."""

    weights: Evidence
    comma: bool
    state: int

    def shown(self, comma: bool) -> Evidence:
        """The evidence with what the comma and the state say."""
        father = 12 if self.state == FATHER else self.weights.patronymic
        return Evidence(self.weights.surname + 5 * comma, self.weights.given, father)


class Plan(NamedTuple):
    """What takes surname, given name and patronymic out of the words (an empty text behind them), how sure each role is
    (three base-4 digits), where the parts stand when no part has two words (-1: the part is absent), and how likely it
    is (see `likelihood`)."""

    parts: Callable[[Sequence[str]], tuple[str, str, str]]
    sure: int
    places: tuple[int, ...] | None
    total: float


_KINDS: list[Kind] = []


@lru_cache(maxsize=1 << 14)
def number(weights: Evidence, comma: bool, state: int) -> int:
    """A number for a kind of word, negative for particles."""
    _KINDS.append(Kind(weights, comma, state))
    return -len(_KINDS) if state == PARTICLE else len(_KINDS)


def kind(numbered: int) -> Kind:
    """The kind behind a number."""
    return _KINDS[abs(numbered) - 1]


class _Shapes(NamedTuple):
    """All ways to give some words roles: the role of each word, a bit mask of holders for each role, and what the shape
    itself costs."""

    roles: NDArray[np.int64]
    holders: NDArray[np.int64]
    cost: NDArray[np.float64]


@cache
def _shapes(size: int) -> _Shapes:
    roles = np.array(list(product(range(3), repeat=size)))
    held = roles[:, :, None] == np.arange(3)
    counts = held.sum(axis=1)
    cost = 6.0 * np.maximum(0, counts - 1).sum(axis=1) + 14.0 * np.maximum(0, counts[:, 2] - 1)
    if size > 1:
        cost = cost + 5.0 * (counts[:, 0] == 0) + 8.0 * (counts[:, 1] == 0)
    return _Shapes(roles, (held << np.arange(size)[:, None]).sum(axis=1), cost)


@lru_cache(maxsize=1 << 15)
def solve(numbers: tuple[int, ...]) -> tuple[Plan, ...]:
    """How words of these kinds are shared out among the roles: the best plan, then those that are nearly as likely."""
    pattern = [kind(numbered) for numbered in numbers]
    one_comma = sum(word.comma for word in pattern) == 1
    weights = np.array([word.shown(word.comma and one_comma) for word in pattern])
    shapes = _shapes(len(pattern))
    totals = weights[np.arange(len(pattern)), shapes.roles].sum(axis=1) - shapes.cost
    order = np.argsort(-totals, kind="stable")
    rivals = order[1 : 1 + _RIVALS] if len(pattern) > 2 else order[:0]
    near = rivals[totals[rivals] >= totals[order[0]] - _RIVAL]
    sure = _sureness(totals, shapes.holders, int(order[0]))
    best = _plan(shapes.roles[order[0]].tolist(), sure, float(totals[order[0]]))
    return (best, *(_plan(shapes.roles[at].tolist(), 0, float(totals[at])) for at in near.tolist()))


@lru_cache(maxsize=1 << 15)
def likelihood(numbers: tuple[int, ...], roles: tuple[int, ...]) -> float:
    """How likely words of these kinds have these roles, in rough bits; comparable for the same words only."""
    shapes = _shapes(len(numbers))
    at = sum(role * 3 ** (len(roles) - 1 - i) for i, role in enumerate(roles))
    weights = [kind(numbered).shown(comma=False)[role] for numbered, role in zip(numbers, roles, strict=True)]
    return float(sum(weights) - shapes.cost[at])


def _sureness(totals: NDArray[np.float64], holders: NDArray[np.int64], best: int) -> int:
    """How far the best way is ahead of any that gives a role to other words: a digit for each role."""
    sure = 0
    for role in range(3):
        if holders[best, role]:
            rival = totals[holders[:, role] != holders[best, role]].max()
            sure += min(3, int((totals[best] - rival) // 2.5)) << (2 * role)
    return sure


def _plan(roles: Sequence[int], sure: int, total: float) -> Plan:
    """What takes the parts out of the words: by one call where no role holds two words."""
    held = [[i for i, its in enumerate(roles) if its == role] for role in range(3)]
    if any(len(words) > 1 for words in held):
        return Plan(partial(_joined, held), sure, None, total)
    places = tuple(words[0] if words else -1 for words in held)
    return Plan(itemgetter(*places), sure, places, total)


def _joined(held: Sequence[Sequence[int]], words: Sequence[str]) -> tuple[str, str, str]:
    surname, given, father = (" ".join([words[i] for i in places]) for places in held)
    return surname, given, father
