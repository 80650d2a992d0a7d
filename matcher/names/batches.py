"""Names as numbers: stored rows made into batches, over a vocabulary that all batches share."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.names.collector import set_aside
from matcher.names.model import Row
from matcher.names.pairs import PairCache
from matcher.names.vocabulary import LIMIT, Vocabulary

_NAMELESS: Row = (("", "", "", 0),)
_SURE_SHIFTS = np.array([[0, 2, 4]], dtype=np.int32)


class Shared:
    """The vocabulary in use and the pairs worked out with it; replaced as a whole when it has grown to its limit."""

    vocabulary = Vocabulary()
    pairs = PairCache()
    lock = threading.RLock()
    """Held while either is read or grows: the threads of a server share both."""

    @classmethod
    def current(cls) -> Vocabulary:
        """The vocabulary new batches are made with."""
        if len(cls.vocabulary.keys) > LIMIT:
            cls.renew()
        return cls.vocabulary

    @classmethod
    def renew(cls) -> None:
        """Start afresh; batches made before keep the vocabulary they know."""
        cls.vocabulary, cls.pairs = Vocabulary(), PairCache()


@dataclass(frozen=True, slots=True)
class NameBatch:
    """Names as numbers: spellings of record i stand in rows `starts[i]:starts[i+1]` of `readings` (surname, given name,
    patronymic; 0 is absent) and of `sure` (how sure each role is, 0–3)."""

    vocabulary: Vocabulary
    starts: NDArray[np.int64]
    readings: NDArray[np.int32]
    sure: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, index: NDArray[np.integer] | Sequence[int]) -> NameBatch:
        """The records at `index`, in that order (repeats allowed)."""
        at = np.asarray(index, dtype=np.int64)
        counts = (self.starts[1:] - self.starts[:-1])[at]
        starts = np.concatenate(([0], np.cumsum(counts)))
        if len(self.readings) == len(self):
            pick = at
        else:
            pick = np.repeat(self.starts[at] - starts[:-1], counts) + np.arange(starts[-1])
        return NameBatch(self.vocabulary, starts, self.readings[pick], self.sure[pick])


def batch(rows: Sequence[Row]) -> NameBatch:
    """Stored rows (see `normalise`) as a batch."""
    with Shared.lock, set_aside():
        return _batch(rows, Shared.current())


def _batch(rows: Sequence[Row], vocabulary: Vocabulary) -> NameBatch:
    reading = vocabulary.reading
    surnames, givens, fathers = vocabulary.ids
    flat: list[int] = []
    counts: list[int] = []
    for row in rows:
        spellings = row or _NAMELESS
        counts.append(len(spellings))
        for s, g, p, certain in spellings:
            try:
                flat += (surnames[s], givens[g], fathers[p], certain)
            except KeyError:
                flat += (reading(0, s), reading(1, g), reading(2, p), certain)
    starts = np.concatenate(([0], np.cumsum(np.array(counts, dtype=np.int64)))).astype(np.int64)
    table = np.array(flat, dtype=np.int32).reshape(-1, 4)
    sure = (table[:, 3:4] >> _SURE_SHIFTS) & 3
    return NameBatch(vocabulary, starts, np.ascontiguousarray(table[:, :3]), sure.astype(np.int8))


def moved(names: NameBatch, vocabulary: Vocabulary) -> NameBatch:
    """The batch with the numbers of another vocabulary."""
    if names.vocabulary is vocabulary:
        return names
    used, back = np.unique(names.readings, return_inverse=True)
    renamed = np.array([vocabulary.reading(*names.vocabulary.keys[i]) for i in used.tolist()], dtype=np.int32)
    return NameBatch(vocabulary, names.starts, renamed[back].reshape(-1, 3), names.sure)
