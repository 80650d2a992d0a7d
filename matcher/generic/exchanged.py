"""Values that stand in each other's column: surname and given name exchanged on a form.

Two records of one person, one of them filled in the wrong way round, agree in neither column: no rule brings them
together and both columns speak against them. What stands in a column tells where a value belongs: most records that
have it, or one that ends like it, have it in one of the two. A record both of whose values plainly belong in the other
column is turned round before anything is compared. Equal records are turned alike, so a wrong turn parts nobody.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matcher.generic.coded import NONE, Coded, encode_texts

_CHOSEN: Final = tomllib.loads(files("matcher.generic").joinpath("exchanged.toml").read_text("utf-8"))
ENDING: Final = int(_CHOSEN["ending"])
"""Letters at the end of a value that tell where it belongs when few records have it."""
TRUST: Final = float(_CHOSEN["trust"])
"""Records for which the ending stands against those that have the value itself."""
PLAIN: Final = float(_CHOSEN["plain"])
"""Natural log-odds of both values together at which a record is turned."""
RARE: Final = float(_CHOSEN["rare"])
"""Where more records than this look exchanged, the columns are of one kind, and nothing is."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Two columns after records were turned round, and how many were."""

    first: Coded
    second: Coded
    records: int


def turned(first: Coded, second: Coded) -> Turned:
    """The columns with the values of exchanged records in their places."""
    texts: pa.StringArray = pa.concat_arrays([first.vocabulary.words, second.vocabulary.words])
    one, other = first.codes, np.where(second.codes == NONE, NONE, second.codes + np.int32(len(first.vocabulary)))
    wrong = _exchanged(texts, one, other, (first.vocabulary.counts, second.vocabulary.counts))
    count = int(wrong.sum())
    if not count or count > RARE * len(first):
        return Turned(first, second, 0)
    left, right = np.where(wrong, other, one), np.where(wrong, one, other)
    return Turned(_spelled(texts, left), _spelled(texts, right), count)


def _exchanged(
    texts: pa.StringArray, one: NDArray[np.int32], other: NDArray[np.int32], counts: tuple[NDArray[np.int64], ...]
) -> NDArray[np.bool_]:
    """(n,): records both of whose values plainly belong in the other column."""
    word = texts.dictionary_encode()
    ending = pc.utf8_slice_codeunits(texts, -ENDING).dictionary_encode()
    here = np.concatenate([counts[0], np.zeros(len(counts[1]), np.int64)])
    there = np.concatenate([np.zeros(len(counts[0]), np.int64), counts[1]])
    own = np.concatenate([np.ones(len(counts[0])), np.zeros(len(counts[1]))])
    whole = [_summed(word.indices, c) for c in (here, there)]
    tail = [_summed(ending.indices, c) for c in (here, there)]
    # a record's own value is no witness of where it belongs
    first, second = whole[0] - own, whole[1] - (1 - own)
    share = (tail[0] - own + 0.5) / (tail[0] + tail[1] - 1 + 1.0)
    belongs = np.log((first + TRUST * share) / (second + TRUST * (1 - share)))  # > 0: in the first column
    both = np.flatnonzero((one != NONE) & (other != NONE))
    away, back = -belongs[one[both]], belongs[other[both]]
    found = np.zeros(len(one), bool)
    found[both] = (away > 0) & (back > 0) & (away + back >= PLAIN)
    return found


def _summed(kind: pa.Array, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """(V,): counts of all values of each value's kind."""
    kinds = np.asarray(kind.to_numpy(zero_copy_only=False), np.intp)
    return np.asarray(np.bincount(kinds, counts)[kinds], float)


def _spelled(texts: pa.StringArray, codes: NDArray[np.int32]) -> Coded:
    """A column whose codes are places in ``texts``."""
    return encode_texts(texts.take(pa.array(codes, mask=codes == NONE)))
