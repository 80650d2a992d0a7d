"""A column of texts as codes into its distinct values, with what comparing them fast needs."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

NONE: Final = -1
"""Code of a missing value."""

P = TypeVar("P")


@dataclass(frozen=True)
class Vocabulary:
    """The distinct values of a column (V of them) and how many records have each."""

    values: tuple[str, ...]
    counts: NDArray[np.int64]
    _pieces: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def piece(self, name: str, make: Callable[[], P]) -> P:
        """What ``make`` gives, made once for this vocabulary."""
        if name not in self._pieces:
            self._pieces[name] = make()
        found: P = self._pieces[name]
        return found

    @functools.cached_property
    def share(self) -> NDArray[np.float32]:
        """(V,): share of the filled records that have the value."""
        return (self.counts / max(int(self.counts.sum()), 1)).astype(np.float32)

    @functools.cached_property
    def signature(self) -> NDArray[np.uint64]:
        """(V, 2): the letters and the adjacent letter pairs of each value as bits of two words, by hash."""
        found = np.zeros((len(self.values), 2), np.uint64)
        for i, value in enumerate(self.values):
            found[i] = _bits(value), _bits_of_pairs(value)
        return found

    @functools.cached_property
    def length(self) -> NDArray[np.int32]:
        """(V,): characters of each value."""
        return np.fromiter(map(len, self.values), np.int32, len(self.values))


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of n records: codes int32 (n,) into the vocabulary, NONE where the value is missing."""

    codes: NDArray[np.int32]
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: NDArray[np.intp]) -> Coded:
        """The records at ``index``."""
        return Coded(self.codes[index], self.vocabulary)


def encode(values: Sequence[str | None]) -> Coded:
    """Codes for a column; empty texts count as missing. The two sides of a link must be encoded together."""
    known: dict[str, int] = {}
    codes = np.fromiter(
        (known.setdefault(v, len(known)) if v else NONE for v in values), dtype=np.int32, count=len(values)
    )
    counts = np.bincount(codes[codes != NONE], minlength=len(known)).astype(np.int64)
    return Coded(codes, Vocabulary(tuple(known), counts))


def _bits(value: str) -> int:
    word = 0
    for letter in value:
        word |= 1 << (ord(letter) * 0x9E3779B1 >> 7) % 64
    return word


def _bits_of_pairs(value: str) -> int:
    word = 0
    for first, second in itertools.pairwise(value):
        word |= 1 << ((ord(first) * 0x9E3779B1 ^ ord(second) * 0x85EBCA77) >> 9) % 64
    return word


def encode_arrow(column: pa.ChunkedArray) -> Coded:
    """Codes for an Arrow column of texts; trimmed, case-folded, empty texts count as missing."""
    text = pc.utf8_lower(pc.utf8_trim_whitespace(column.cast(pa.string())))
    filled = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    coded = filled.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    codes = np.asarray(pc.fill_null(coded.indices, NONE).to_numpy(zero_copy_only=False), np.int32)
    counts = np.bincount(codes[codes != NONE], minlength=len(coded.dictionary)).astype(np.int64)
    return Coded(codes, Vocabulary(tuple(coded.dictionary.to_pylist()), counts))
