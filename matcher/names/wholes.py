"""Many whole names read together: words looked up once, then arrays.

Most names are a few plain words of known kinds, each role held by one word; those are read by gathering, without a step
of Python for each. The others (particles, hyphens, several readings, oblique cases) go the way of single names, and
both ways give the same batch (see the tests).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matcher.names.batches import NameBatch, Shared, batch, moved
from matcher.names.collector import set_aside
from matcher.names.declension import OBLIQUE, is_oblique
from matcher.names.forms import Column
from matcher.names.model import Row
from matcher.names.roles import infer_all, marks
from matcher.names.sharing import solve
from matcher.names.tokens import bounded
from matcher.names.vocabulary import Vocabulary

MOST = 4
"""Words of a name that is read by gathering: so many kinds fit into one number."""
_BITS, _KINDS = 15, 1 << 15
_LIMIT = 1 << 18
_UNREAD = -1

Ints = NDArray[np.int64]


class Chunks(dict[str, int]):
    """Numbers of the chunks that names consist of, from 1 in the order met (0 is no chunk), with what is known of each.

    `kind` is 0 for a chunk that is not one plain word; `oblique` has bit 0 set for a patronymic and bit 1 for a given
    name in another case than the nominative; `readings` are the numbers of the word in each role, once it was read.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words: list[str] = [""]
        self.kind, self.oblique = Column("int64", 0), Column("int8", 0)
        self.readings = Column("int64", [0, 0, 0])

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self.words)
        found = marks(chunk)
        word, kind = found[0] if len(found) == 1 else ("", 0)
        self.words.append(word)
        self.kind.append(kind if 0 < kind < _KINDS else 0)
        self.oblique.append(word.endswith(OBLIQUE) + 2 * is_oblique(word))
        self.readings.append([_UNREAD] * 3)
        return number

    def read(self, chunks: Ints, role: int) -> Ints:
        """The numbers of these chunks' words in one role."""
        known = self.readings.values
        for chunk in np.unique(chunks[known[chunks, role] == _UNREAD]).tolist():
            known[chunk, role] = self.vocabulary.reading(role, self.words[chunk])
        found: Ints = known[chunks, role]
        return found


_held: list[Chunks] = []
"""The chunks met with the vocabulary in use."""


def _chunks() -> Chunks:
    vocabulary = Shared.current()
    if not _held or _held[0].vocabulary is not vocabulary or len(_held[0]) > _LIMIT:
        _held[:] = [Chunks(vocabulary)]
    return _held[0]


def wholes(texts: Sequence[str]) -> NameBatch:
    """Names that came as one string each, as a batch."""
    with Shared.lock, set_aside():
        return _wholes(texts, _chunks())


def _wholes(texts: Sequence[str], chunks: Chunks) -> NameBatch:
    split = [bounded(text).split() for text in texts]
    sizes = np.fromiter(map(len, split), np.int64, count=len(split))
    numbers = np.fromiter(map(chunks.__getitem__, chain.from_iterable(split)), np.int64, count=int(sizes.sum()))
    begin = np.cumsum(sizes) - sizes
    table, is_read = np.zeros((len(texts), 4), np.int64), np.zeros(len(texts), np.bool_)
    for size in range(1, MOST + 1):
        rows = np.flatnonzero(sizes == size)
        if len(rows):
            names = numbers[begin[rows, None] + np.arange(size)]
            at = np.flatnonzero((chunks.kind.values[names] > 0).all(axis=1))
            table[rows[at]], is_read[rows[at]] = _read(chunks, names[at])
    rest = np.flatnonzero(~is_read)
    others = batch([_row(texts[i]) for i in rest.tolist()])
    return _together(chunks.vocabulary, table, rest, moved(others, chunks.vocabulary))


def _row(text: str) -> Row:
    return tuple([row for row in infer_all(text) if row[0] or row[1] or row[2]])


def _read(chunks: Chunks, names: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Readings and sureness of names of plain words (a row each), and which of the names are read by that."""
    names = _in_order(chunks, names) if names.shape[1] > 1 else names
    kinds = chunks.kind.values[names]
    packed = (kinds << (_BITS * np.arange(names.shape[1]))).sum(axis=1)
    _, first, pattern = np.unique(packed, return_index=True, return_inverse=True)
    plans = np.array([_places(tuple(row)) for row in kinds[first].tolist()], np.int64).reshape(-1, 5)[pattern]
    ended = np.concatenate([names, np.zeros((len(names), 1), np.int64)], axis=1)
    held = np.take_along_axis(ended, plans[:, :3], axis=1)  # -1, the absent part, is the zero at the end
    oblique = chunks.oblique.values
    cased = np.where(held[:, 2] > 0, oblique[held[:, 2]] & 1, oblique[held[:, 1]] & 2) > 0
    good = (plans[:, 4] > 0) & ~cased
    found = np.zeros((len(names), 4), np.int64)
    for role in range(3):
        found[good, role] = chunks.read(held[good, role], role)
    found[:, 3] = plans[:, 3]
    return found, good


def _in_order(chunks: Chunks, names: Ints) -> Ints:
    """The words of each name in the order of their letters, so that the order they came in is no evidence."""
    used, back = np.unique(names, return_inverse=True)
    words = [chunks.words[i] for i in used.tolist()]
    by_kind = np.argsort(chunks.kind.values[used], kind="stable").tolist()  # one word of two kinds: a comma follows one
    ranks = np.empty(len(used), np.int64)
    ranks[sorted(by_kind, key=words.__getitem__)] = np.arange(len(words))
    order = np.argsort(ranks[back].reshape(names.shape), axis=1, kind="stable")
    return np.take_along_axis(names, order, axis=1)


def _places(kinds: tuple[int, ...]) -> tuple[int, ...]:
    """Where surname, given name and patronymic stand, how sure that is, and 1 where there is one way of no doubt."""
    plans = solve(kinds)
    places = plans[0].places
    if len(plans) > 1 or places is None:
        return (-1, -1, -1, 0, 0)
    return (*places, plans[0].sure, 1)


def _together(vocabulary: Vocabulary, table: Ints, rest: Ints, others: NameBatch) -> NameBatch:
    """One batch of the names that were gathered and of those, at `rest`, that were read one by one."""
    counts = np.ones(len(table), np.int64)
    counts[rest] = np.diff(others.starts)
    starts = np.concatenate(([0], np.cumsum(counts)))
    readings, sure = np.zeros((int(starts[-1]), 3), np.int32), np.zeros((int(starts[-1]), 3), np.int8)
    gathered = np.ones(len(table), np.bool_)
    gathered[rest] = False
    at = starts[:-1][gathered]
    readings[at] = table[gathered, :3]
    sure[at] = (table[gathered, 3:] >> np.array([0, 2, 4])) & 3
    single = np.repeat(starts[:-1][rest] - others.starts[:-1], counts[rest]) + np.arange(len(others.readings))
    readings[single], sure[single] = others.readings, others.sure
    return NameBatch(vocabulary, starts, readings, sure)
