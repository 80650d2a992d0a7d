"""Candidate pairs of a register (or two) through the same keys as search, in bounded memory.

An inverted index of hashed keys is sorted once; pairs then come chunk by chunk of left records. A block larger than
``limit`` gives no pairs: its records are found through their narrower keys, and the number of such blocks is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.features import Row

Records = NDArray[np.int64]
Keys = Callable[[Row], Sequence[str]]

CHUNK: Final = 5_000
"""Left records whose pairs are worked out at a time."""


@dataclass(frozen=True, slots=True)
class Postings:
    """(hashed key, record) entries of one register, in order of record; ``starts`` finds a record's entries."""

    codes: NDArray[np.uint64]
    records: NDArray[np.int32]
    starts: Records


def postings(rows: Sequence[Row], keys: Keys) -> Postings:
    """All keys of all rows."""
    found = [[hash(key) & 0xFFFFFFFFFFFFFFFF for key in keys(row)] for row in rows]
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    codes = np.fromiter((code for codes in found for code in codes), np.uint64, int(sizes.sum()))
    records = np.repeat(np.arange(len(found), dtype=np.int32), sizes)
    return Postings(codes, records, np.concatenate([[0], np.cumsum(sizes)]))


@dataclass(frozen=True, slots=True)
class Index:
    """The entries of the right-hand register in order of key."""

    codes: NDArray[np.uint64]
    records: NDArray[np.int32]
    size: int

    @classmethod
    def of(cls, entries: Postings) -> Index:
        """Sort entries by key, then record."""
        order = np.lexsort((entries.records, entries.codes))
        return cls(entries.codes[order], entries.records[order], len(entries.starts) - 1)

    def passed_over(self, limit: int) -> int:
        """Number of blocks that are larger than ``limit``."""
        edges = np.flatnonzero(np.append(True, self.codes[1:] != self.codes[:-1])) if len(self.codes) else np.zeros(1)
        return int(np.sum(np.diff(np.append(edges, len(self.codes))) > limit))


def blocked_pairs(left: Postings, right: Index, limit: int, same: bool) -> Iterator[tuple[Records, Records]]:
    """Distinct pairs (left, right) that share a key of a block within ``limit``.

    ``same``: both are one register; each pair comes once, with left < right.
    """
    for first in range(0, len(left.starts) - 1, CHUNK):
        last = min(first + CHUNK, len(left.starts) - 1)
        entries = slice(left.starts[first], left.starts[last])
        found = _pairs_of(left.codes[entries], left.records[entries], right, limit, same)
        if len(found):
            yield found // right.size, found % right.size


def _pairs_of(codes: NDArray[np.uint64], records: NDArray[np.int32], right: Index, limit: int, same: bool) -> Records:
    """Pairs as left * size + right, sorted, distinct."""
    low, high = np.searchsorted(right.codes, codes, "left"), np.searchsorted(right.codes, codes, "right")
    count = np.where(high - low > limit, 0, high - low)
    start = np.repeat(low - (np.cumsum(count) - count), count)
    partner = right.records[start + np.arange(int(count.sum()))].astype(np.int64)
    own = np.repeat(records.astype(np.int64), count)
    if same:
        own, partner = own[own < partner], partner[own < partner]
    return np.unique(own * right.size + partner)
