"""Which of the records that share a key with the query are worth comparing, best first. Pure."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from math import log2

import numpy as np
from numpy.typing import NDArray

from matcher.keys import BROAD


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records a search looks at; what each number means stands beside it in ``search.toml``."""

    most: int
    at_least: int
    near: float
    enough: int
    few: int
    longest: int
    looked_at: int


@functools.cache
def sizes() -> Sizes:
    """The numbers of ``search.toml``."""
    return Sizes(**tomllib.loads(files("matcher").joinpath("search.toml").read_text("utf-8")))


def found_little(kinds: Sequence[str], found: Sequence[NDArray[np.uint32]]) -> bool:
    """Whether the narrow keys of a query have found so few records that wider ones are worth a second look."""
    return sum(len(numbers) for kind, numbers in zip(kinds, found, strict=True) if kind not in BROAD) < sizes().few


def found_enough(kinds: Sequence[str], found: Sequence[NDArray[np.uint32]], at_least: int | None = None) -> bool:
    """Whether the narrow keys have found so many records that broad ones need not be looked up."""
    each = [len(numbers) for kind, numbers in zip(kinds, found, strict=True) if kind not in BROAD]
    needed = sizes().enough if at_least is None else at_least
    return sum(size for size in each if size <= sizes().longest) >= needed


@dataclass(frozen=True, slots=True)
class Limits:
    """How many records to look at: at most ``most``; broad keys are drawn upon below ``at_least``. ``among``
    (numbers in, bools out) tells which records are asked for, where that is not all; it sees the best
    ``sizes().looked_at``."""

    most: int = field(default_factory=lambda: sizes().most)
    at_least: int = field(default_factory=lambda: sizes().enough)
    among: Callable[[NDArray[np.uint32]], NDArray[np.bool_]] | None = None


def rank(kinds: Sequence[str], found: Sequence[NDArray[np.uint32]], total: int, limits: Limits) -> list[int]:
    """Numbers of the records worth comparing, those that share the most and the rarest keys first.

    ``found`` holds the records of each key, ``kinds`` its kind, ``total`` the records searched. A shared key weighs
    log2(total / records that have it). Broad keys bring records in only when the narrow ones find fewer than
    ``limits.at_least``; else they only weigh.
    """
    numbers, shared = _weighed(kinds, found, total, limits.at_least)
    order = np.argsort(-shared, kind="stable")
    if limits.among is not None:
        order = order[: sizes().looked_at]
        order = order[limits.among(numbers[order])]
    if not len(order):
        return []
    near = int(np.count_nonzero(shared[order] >= sizes().near * shared[order[0]]))
    best: list[int] = numbers[order[: min(limits.most, max(sizes().at_least, near))]].tolist()
    return best


def _weighed(
    kinds: Sequence[str], found: Sequence[NDArray[np.uint32]], total: int, at_least: int
) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """The candidates in order of their numbers, and what the keys that each shares weigh together."""
    chosen = _chosen(kinds, [len(numbers) for numbers in found], at_least)
    if not chosen:
        return np.empty(0, np.uint32), np.empty(0)
    numbers, inverse = np.unique(np.concatenate([found[i] for i in chosen]), return_inverse=True)
    weights = np.concatenate([np.full(len(found[i]), _weight(len(found[i]), total)) for i in chosen])
    shared: NDArray[np.float64] = np.bincount(inverse, weights).astype(np.float64)
    for i, others in enumerate(found):
        if i not in chosen and len(others):
            at = np.searchsorted(numbers, others).clip(max=len(numbers) - 1)
            shared[at[numbers[at] == others]] += _weight(len(others), total)
    return numbers, shared


def _chosen(kinds: Sequence[str], found: Sequence[int], at_least: int) -> set[int]:
    """The keys whose records are candidates: the narrow ones, and as many broad ones, shortest first, as are needed."""
    chosen = {i for i, kind in enumerate(kinds) if kind not in BROAD and 0 < found[i] <= sizes().longest}
    count = sum(found[i] for i in chosen)
    for i in sorted((i for i in range(len(kinds)) if i not in chosen and found[i]), key=lambda i: found[i]):
        if count < at_least:
            chosen.add(i)
            count += found[i]
    return chosen


def _weight(shared_by: int, total: int) -> float:
    return max(0.1, log2(max(total, 2) / shared_by))
