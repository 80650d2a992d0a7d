"""Which pairs are worth comparing: rules become block numbers, worked out on the distinct values of the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.generic import NONE, Coded, Vocabulary
from matcher.generic.parts import beginning, skeletons
from matcher.linkage.hashing import dense, mixed
from matcher.linkage.meeting import Blocks
from matcher.linkage.spec import KeyPart, Rule

Numbers = NDArray[np.int32]

CAP: Final = 500
"""A block of more records than this is cut into neighbourhoods (rules) or left to narrower ones (keys of search)."""
NEIGHBOURHOOD: Final = 100
"""Records that are compared with each other where a block is too common."""
NO_BLOCK: Final = -1
"""Block number of a record that a rule puts nowhere: a part is missing, or nobody else has the same."""


@dataclass(frozen=True, slots=True)
class Key:
    """A rule, and what is done where more than ``cap`` records agree on it.

    Such a block is put in order of each column of ``ordered_by`` in turn and cut into neighbourhoods of NEIGHBOURHOOD
    records, so that nobody is dropped: records meet those most like them (sorted neighbourhood, Hernández and Stolfo
    1995).
    """

    rule: Rule
    cap: int = 0
    ordered_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " + ".join(map(str, self.rule))


@dataclass(frozen=True, slots=True)
class Blocked:
    """One rule over all records: ``layers`` of block numbers (n,), more than one where common blocks were cut."""

    layers: tuple[Numbers, ...]
    common: int
    """Blocks that were too common."""
    crowded: int
    """Records in them."""


def part_codes(part: KeyPart, column: Coded) -> Numbers:
    """(n,): a part of a key as codes, NONE where the value is missing."""
    if part.whole:
        return column.codes
    return np.append(piece_codes(part, column.vocabulary), np.int32(NONE))[column.codes]


def piece_codes(part: KeyPart, vocabulary: Vocabulary) -> Numbers:
    """(V,): the same of each distinct value."""
    if part.whole:
        return np.arange(len(vocabulary), dtype=np.int32)
    return skeletons(vocabulary) if part.skeleton else beginning(vocabulary, part.end or 0)


def blocked(key: Key, columns: Mapping[str, Coded]) -> Blocked:
    """Block numbers of all records under a key, from 0 on, NO_BLOCK where a record meets nobody."""
    numbers, sizes = dense(mixed([part_codes(part, columns[part.column]) for part in key.rule]))
    if not key.cap or not len(sizes) or sizes.max() <= key.cap:
        return Blocked((_met(numbers, sizes),), 0, 0)
    common = np.append(sizes > key.cap, False)[numbers]
    layers = [_met(np.where(common, NO_BLOCK, numbers), sizes)]
    crowded = np.flatnonzero(common)
    taken = len(sizes)
    for name in key.ordered_by or tuple(columns):
        layer = np.full(len(numbers), NO_BLOCK, np.int32)
        layer[crowded] = taken + _neighbourhoods(
            numbers[crowded], columns[name].codes[crowded], min(key.cap, NEIGHBOURHOOD)
        )
        layers.append(layer)
        taken = int(layer.max(initial=taken)) + 1
    return Blocked(tuple(layers), int(np.sum(sizes > key.cap)), len(crowded))


def _neighbourhoods(numbers: Numbers, order: Numbers, cap: int) -> Numbers:
    """Within each block, runs of at most ``cap`` records in order of a column, numbered from 0 on."""
    place = np.lexsort((order, numbers))
    fresh = np.append(True, np.diff(numbers[place]) != 0)
    first = np.flatnonzero(fresh)[np.cumsum(fresh) - 1]
    chunk = (np.arange(len(place)) - first) // cap
    starts = fresh | np.append(True, np.diff(chunk) != 0)
    found = np.empty(len(place), np.int32)
    found[place] = np.cumsum(starts) - 1
    return found


def _met(numbers: Numbers, sizes: NDArray[np.int64]) -> Numbers:
    return np.where(np.append(sizes > 1, False)[numbers], numbers, np.int32(NO_BLOCK))


def blocks_of(found: Sequence[Blocked], source: NDArray[np.int8], link_type: str) -> Blocks:
    """The blocks of all rules, numbered rule after rule, as each record's own list."""
    layers = list(_renumbered([layer for rule in found for layer in rule.layers]))
    table = np.stack(layers, axis=1) if layers else np.empty((len(source), 0), np.int32)
    given = table != NO_BLOCK
    start = np.append(0, np.cumsum(given.sum(axis=1, dtype=np.int64)))
    return Blocks(start, table[given], source, link_type)


def _renumbered(layers: Sequence[Numbers]) -> Iterator[Numbers]:
    taken = 0
    for layer in layers:
        numbers, sizes = dense(np.where(layer == NO_BLOCK, np.int64(NO_BLOCK), layer))
        yield np.where(numbers == NO_BLOCK, np.int32(NO_BLOCK), numbers + np.int32(taken))
        taken += len(sizes)


def shared_blocks(
    key: NDArray[np.int64], record: Numbers, limits: tuple[int, float], source: NDArray[np.int8], link_type: str
) -> tuple[Blocks, int, int]:
    """The blocks of records that share any of the keys of search; how many keys were too common, how many records have
    such a key.

    ``limits``: the most records that may share a key, and the pairs that all keys may make together. Of the keys that
    search uses, every broad one has narrower ones beside it, so that records left out under a key that too many have
    are met there. In a hundred times as many records a key has a hundred times as many, and what was narrow is broad:
    so it is the budget that says from which size on keys are left out.
    """
    numbers, sizes = dense(key)
    cap = _affordable(sizes, *limits)
    keep = (sizes > 1) & (sizes <= cap)
    renamed = np.append(np.where(keep, np.cumsum(keep) - 1, NO_BLOCK), NO_BLOCK)[numbers].astype(np.int32)
    at = np.flatnonzero(renamed != NO_BLOCK)
    at = at[np.lexsort((renamed[at], record[at]))]
    start = np.append(0, np.cumsum(np.bincount(record[at], minlength=len(source))))
    crowded = np.zeros(len(source), bool)
    crowded[record[np.append(sizes > cap, False)[numbers]]] = True
    return Blocks(start, renamed[at], source, link_type), int(np.sum(sizes > cap)), int(crowded.sum())


def _affordable(sizes: NDArray[np.int64], cap: int, allowed: float) -> int:
    """The most records a block may have, at most ``cap``, so that the pairs of all blocks are no more than allowed."""
    kept = np.sort(sizes[(sizes > 1) & (sizes <= cap)]).astype(float)
    beyond = int(np.searchsorted(np.cumsum(kept * (kept - 1) / 2), allowed, side="right"))
    return cap if beyond == len(kept) else int(kept[beyond]) - 1
