"""Who meets whom: records as lists of block numbers, and the pairs that a run of records with one number makes.

Two records that share several blocks become a pair in the *lowest* one only, so that each pair comes once and nothing
need be remembered. Blocks are numbered rule after rule; a part of a job is a range of block numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.kernels import compiled

Numbers = NDArray[np.int32]
Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
Run = tuple[Numbers, Numbers]
"""Block numbers and record numbers, in order of both; whole blocks only."""

LINK_TYPES: Final = ("dedupe", "link", "link-and-dedupe", "dedupe-first")
"""Which records may become a pair: any two; two of different sources; any two; two of which one is of the first.

``dedupe-first`` is 'dedupe A, link A–B, leave B'.
"""
_ANY, _ACROSS, _FIRST = 0, 1, 2
_RULES: Final = dict(zip(LINK_TYPES, (_ANY, _ACROSS, _ANY, _FIRST), strict=True))
PART_PAIRS: Final = 4_000_000
"""Pairs, repeats included, that make a part of a job."""
BATCH: Final = 250_000
"""Pairs that are handed out at a time."""


@dataclass(frozen=True)
class Blocks:
    """The blocks of n records: those of record i are ``block[start[i]:start[i + 1]]``, ascending."""

    start: NDArray[np.int64]
    block: Numbers
    source: NDArray[np.int8]
    """(n,): the register that a record is from, numbered from 0."""
    link_type: str
    """One of LINK_TYPES."""

    def __len__(self) -> int:
        return len(self.source)

    @property
    def record(self) -> Numbers:
        """(m,): the record that each entry of ``block`` belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))

    def parts(self) -> list[tuple[int, int]]:
        """Ranges [low, high) of block numbers with about PART_PAIRS pairs each."""
        sizes = np.bincount(self.block).astype(np.int64)
        done = np.cumsum(sizes * (sizes - 1) // 2)
        if not len(done):
            return []
        cuts = np.searchsorted(done, np.arange(PART_PAIRS, done[-1], PART_PAIRS), side="left") + 1
        edges = np.unique(np.concatenate([[0], cuts, [len(sizes)]]))
        return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))

    def pairs(self, run: Run) -> Iterator[Pairs]:
        """The pairs (left < right) that come in the blocks of a run, BATCH at a time."""
        rule, i, j = _RULES[self.link_type], 0, 1
        while i < len(run[0]):
            left, right = np.empty(BATCH, np.intp), np.empty(BATCH, np.intp)
            count, i, j = pairs_of_run(*run, i, j, self.start, self.block, self.source, rule, left, right)
            if count:
                yield left[:count], right[:count]

    def first_met(self, block: Numbers, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Whether each pair, found in ``block``, comes there: it may be compared and shares no lower block."""
        rule = _RULES[self.link_type]
        return first_met(block, left, right, self.start, self.block, self.source, rule)


def whole_runs(batches: Iterable[Run]) -> Iterator[Run]:
    """The same rows, cut so that no block is divided."""
    held: list[Run] = []
    for block, record in batches:
        cut = int(np.searchsorted(block, block[-1])) if len(block) else 0
        if cut:
            yield _joined([*held, (block[:cut], record[:cut])])
            held = []
        elif held and len(block) and held[0][0][-1] != block[0]:
            yield _joined(held)
            held = []
        held.append((block[cut:], record[cut:]))
    if held:
        yield _joined(held)


def _joined(runs: list[Run]) -> Run:
    return np.concatenate([r[0] for r in runs]), np.concatenate([r[1] for r in runs])


@compiled
def may_meet(a: int, b: int, source: NDArray[np.int8], rule: int) -> bool:
    """Whether the link type lets two records be compared."""
    if rule == _ANY:
        return True
    if rule == _ACROSS:
        return bool(source[a] != source[b])
    return bool(source[a] == 0 or source[b] == 0)


@compiled
def shares_none_below(a: int, b: int, number: int, start: NDArray[np.int64], block: Numbers) -> bool:
    """Whether ``number``, a block of both records, is the lowest that they share."""
    x, y = start[a], start[b]
    while True:
        one, other = block[x], block[y]
        if one == other:
            return bool(one == number)
        if one < other:
            x += 1
        else:
            y += 1


@compiled
def pairs_of_run(
    number: Numbers,
    record: Numbers,
    i: int,
    j: int,
    start: NDArray[np.int64],
    block: Numbers,
    source: NDArray[np.int8],
    rule: int,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
) -> tuple[int, int, int]:
    """Write pairs from the run's rows (i, j) on into ``left`` and ``right``; how many, and where to go on."""
    count = 0
    while i < len(number):
        a = record[i]
        while j < len(number) and number[j] == number[i]:
            if count == len(left):
                return count, i, j
            b = record[j]
            if may_meet(a, b, source, rule) and shares_none_below(a, b, number[i], start, block):
                left[count], right[count] = a, b
                count += 1
            j += 1
        i += 1
        j = i + 1
    return count, i, j


@compiled
def first_met(
    number: Numbers,
    left: Numbers,
    right: Numbers,
    start: NDArray[np.int64],
    block: Numbers,
    source: NDArray[np.int8],
    rule: int,
) -> NDArray[np.bool_]:
    """Whether each pair comes in the block in which it was found."""
    found = np.empty(len(number), np.bool_)
    for i in range(len(number)):
        a, b = left[i], right[i]
        found[i] = may_meet(a, b, source, rule) and shares_none_below(a, b, number[i], start, block)
    return found
