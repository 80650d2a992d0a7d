"""How common values are among people at large, told by a table and not by the register that is compared.

A register of one town says little of how rare a surname is; a small one says little of anything. A value that the
table does not list has an even part of what the table leaves, at most the share of its rarest value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matcher.generic.coded import NONE, Coded, Population, encode_arrow


@dataclass(frozen=True)
class Frequencies:
    """A table of one column: distinct values as they may be written, and the share of people who have each."""

    values: pa.StringArray
    share: NDArray[np.float64]


def with_population(column: Coded, table: Frequencies) -> Coded:
    """The column, its values as common as the table says."""
    listed = encode_arrow(pa.chunked_array([table.values]))
    share = np.bincount(listed.codes, table.share, minlength=len(listed.vocabulary))
    vocabulary = column.vocabulary
    at = pc.fill_null(pc.index_in(vocabulary.words, value_set=listed.vocabulary.words), NONE)
    place = np.asarray(at.to_numpy(zero_copy_only=False), np.intp)
    rest = max(1.0 - float(share.sum()), 0.0) / max(int(np.sum(place == NONE)), 1)
    rarest = float(share.min(initial=1.0))
    unlisted = min(rest, rarest) if rest > 0 else rarest
    found = np.append(share, unlisted)[place].astype(np.float32)
    agreement = float(np.sum(share**2))
    return replace(column, vocabulary=replace(vocabulary, population=Population(found, agreement), _pieces={}))
