"""The pages of the index as arrays: packing, looking up, merging. Pure; ``api.store.index`` puts them into tables.

A posting is a hashed key of 40 bits and a record number of 32. Postings are split into 256 shards by the first 8 bits
of the key; the other 32 and the number make one 64-bit word. A shard is its words, sorted. A segment cuts each shard
into 2**depth pages, so that a page has about PAGE_ENTRIES words whatever the size of the segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Numbers = NDArray[np.uint32]

KEY_BYTES: Final = 5
SHARDS: Final = 256
PAGE_ENTRIES: Final = 160
"""Words a page: 1.3 KB, so that two to three pages of the index share one of the database's."""
MAX_DEPTH: Final = 14
FAN_IN: Final = 6
"""Segments of like size that wait before they are merged; more means less writing and slower queries."""
_NUMBER_BITS: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


def depth_for(entries: int) -> int:
    """How many further bits of the key choose the page, for a segment of ``entries`` words."""
    pages = max(1, entries // (PAGE_ENTRIES * SHARDS))
    return min(MAX_DEPTH, pages.bit_length() - 1)


def unpacked(hashes: bytes) -> NDArray[np.uint64]:
    """Hashed keys that stand one behind the other in KEY_BYTES bytes each, as numbers."""
    wide = np.zeros((len(hashes) // KEY_BYTES, 8), np.uint8)
    wide[:, 8 - KEY_BYTES :] = np.frombuffer(hashes, np.uint8).reshape(-1, KEY_BYTES)
    keys: NDArray[np.uint64] = wide.view(">u8").ravel().astype(np.uint64)
    return keys


def shards(keys: NDArray[np.uint64], numbers: NDArray[np.uint64]) -> list[Words]:
    """Aligned hashed keys and record numbers as 256 sorted arrays of words."""
    shard = (keys >> _NUMBER_BITS).astype(np.uint8)
    order = np.argsort(shard, kind="stable")
    words = ((keys << _NUMBER_BITS) | numbers)[order]  # the bits that choose the shard fall out on the left
    ends = np.cumsum(np.bincount(shard, minlength=SHARDS))[:-1]
    return [_distinct(part) for part in np.split(words, ends)]


def _distinct(words: Words) -> Words:
    """The distinct words, sorted; many times as fast as ``np.unique``, which hashes them first."""
    words = np.sort(words)
    return words[np.append(True, words[1:] != words[:-1])] if len(words) else words


def pages(shard: Words, depth: int) -> Iterator[tuple[int, bytes]]:
    """The pages of one shard that hold anything: number of the page within the shard, and its bytes."""
    limits = np.arange(1, 1 << depth, dtype=np.uint64) << np.uint64(64 - depth) if depth else np.empty(0, np.uint64)
    bounds = [0, *np.searchsorted(shard, limits).tolist(), len(shard)]
    data = shard.astype("<u8").tobytes()
    for page, (start, end) in enumerate(pairwise(bounds)):
        if end > start:
            yield page, data[8 * start : 8 * end]


def page_of(key: int, depth: int) -> int:
    """Number of the page, counted through the segment, in which a hashed key would stand."""
    return key >> (32 - depth)


def page_id(segment: int, page: int) -> int:
    """Row number of a page: segments follow each other, so that writing one only appends."""
    return segment << 24 | page


def words_of(page: bytes) -> Words:
    """The words of a stored page."""
    return np.frombuffer(page, "<u8")


def bounds(keys: Sequence[int]) -> Words:
    """(n, 2): the first and the last word that each hashed key may have in its page."""
    low = np.array(keys, np.uint64) << _NUMBER_BITS  # the bits that choose the shard fall out on the left
    return np.stack([low, low | _LOW], axis=1)


def lookup(page: Words, bound: Words) -> Numbers | None:
    """The numbers of the records that have the key with these bounds; None where no record has."""
    start, end = page.searchsorted(bound).tolist()
    if end < len(page) and page[end] == bound[1]:
        end += 1
    return (page[start:end] & _LOW).astype(np.uint32) if end > start else None


def merge(parts: Sequence[Words], dropped: NDArray[np.uint64]) -> Words:
    """The union of sorted shards, without the postings of dropped records."""
    words = np.concatenate(parts) if parts else np.empty(0, np.uint64)
    if len(dropped):
        words = words[~np.isin(words & _LOW, dropped)]
    return _distinct(words)


def merge_plan(sizes: Sequence[int], *, settle: bool) -> int:
    """How many of the newest segments to merge into one (0: none), given sizes from oldest to newest.

    While loading, FAN_IN segments of like size wait for each other, so each word is rewritten log(n) times. At the end
    (``settle``) each segment must be at least three times as large as all younger ones, so that a query reads few.
    """
    if settle:
        for position in range(len(sizes) - 1):
            if sizes[position] < 3 * sum(sizes[position + 1 :]):
                return len(sizes) - position
        return 0
    count = 0
    while count < len(sizes) and sizes[-1 - count] < FAN_IN * max(1, sizes[-1]):
        count += 1
    return count if count >= FAN_IN else 0
