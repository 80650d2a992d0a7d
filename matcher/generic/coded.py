"""A column of texts as codes into its distinct values, with what comparing them fast needs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matcher.generic.letters import Letters, letters_of

NONE: Final = -1
"""Code of a missing value."""

P = TypeVar("P")


@dataclass(frozen=True, eq=False)
class Population:
    """What is known of the values among people at large."""

    share: NDArray[np.float32]
    """(V,): share of people who have each value."""
    agreement: float
    """Chance that two people drawn at random have one value."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The distinct values of a column (V of them) and how many records have each."""

    words: pa.StringArray
    counts: NDArray[np.int64]
    population: Population | None = None
    """Where given, it says how common values are; else the register itself does."""
    _pieces: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.words)

    def piece(self, name: Hashable, make: Callable[[], P]) -> P:
        """What ``make`` gives, made once for this vocabulary."""
        if name not in self._pieces:
            self._pieces[name] = make()
        found: P = self._pieces[name]
        return found

    @functools.cached_property
    def values(self) -> tuple[str, ...]:
        """The values as texts."""
        return tuple(self.words.to_pylist())

    @functools.cached_property
    def share(self) -> NDArray[np.float32]:
        """(V,): share of people who have the value."""
        return self.own_share if self.population is None else self.population.share

    @functools.cached_property
    def own_share(self) -> NDArray[np.float32]:
        """(V,): share of the filled records that have the value."""
        return (self.counts / max(int(self.counts.sum()), 1)).astype(np.float32)

    @functools.cached_property
    def agreement(self) -> float:
        """Chance that two people have one value."""
        return (
            float(np.sum(self.own_share.astype(float) ** 2)) if self.population is None else self.population.agreement
        )

    @functools.cached_property
    def letters(self) -> Letters:
        """The letters of all values, one after the other."""
        return letters_of(self.words)


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
    return encode_texts(pa.array([v or None for v in values], pa.string()))


def encode_arrow(column: pa.ChunkedArray) -> Coded:
    """Codes for an Arrow column of texts; trimmed, case-folded, empty texts count as missing."""
    raw = column.cast(pa.string()).combine_chunks().dictionary_encode()
    raw = raw.combine_chunks() if isinstance(raw, pa.ChunkedArray) else raw
    folded = encode_texts(_folded(raw.dictionary))
    if len(folded.vocabulary) == len(raw.dictionary):  # folding joined nothing, as nearly always
        codes = pc.fill_null(raw.indices, NONE).to_numpy(zero_copy_only=False)
    else:
        codes = np.append(folded.codes, np.int32(NONE))[pc.fill_null(raw.indices, NONE).to_numpy(zero_copy_only=False)]
    return _counted(np.asarray(codes, np.int32), folded.vocabulary.words)


def _folded(texts: pa.StringArray) -> pa.StringArray:
    plain = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def encode_texts(texts: pa.StringArray) -> Coded:
    """Codes for texts as they are, nulls missing."""
    coded = texts.dictionary_encode()
    return _counted(
        np.asarray(pc.fill_null(coded.indices, NONE).to_numpy(zero_copy_only=False), np.int32), coded.dictionary
    )


def _counted(codes: NDArray[np.int32], words: pa.StringArray) -> Coded:
    counts = np.bincount(codes + 1, minlength=len(words) + 1)[1:].astype(np.int64)
    return Coded(codes, Vocabulary(words, counts))
