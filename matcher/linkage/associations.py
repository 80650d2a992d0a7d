"""Values that go together: Tom and Thomas, a village and its district, learned from a job's own surest links."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.generic import NONE, Vocabulary
from matcher.generic.comparators import pair_codes
from matcher.linkage.judgement import assumed

LEAST_PAIRS: Final = int(assumed("associations", "pairs"))
"""Fewer sure links than this are no rule."""
LEAST_LIFT: Final = assumed("associations", "lift")
"""How much likelier one value must be, given the other in the same person's records, than in anybody's."""


def associations(a: NDArray[np.int32], b: NDArray[np.int32], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Sorted pair codes of values that go together; ``a`` and ``b`` are a column's codes in pairs of one person."""
    given = (a != NONE) & (b != NONE)
    a, b = a[given], b[given]
    size = len(vocabulary)
    seen = np.bincount(a, minlength=size) + np.bincount(b, minlength=size)
    codes, together = np.unique(pair_codes(a[a != b], b[a != b], size), return_counts=True)
    low, high = codes // max(size, 1), codes % max(size, 1)
    lift = np.minimum(
        together / np.maximum(seen[low] * vocabulary.own_share[high], 1e-12),
        together / np.maximum(seen[high] * vocabulary.own_share[low], 1e-12),
    )
    return np.asarray(codes[(together >= LEAST_PAIRS) & (lift >= LEAST_LIFT)], np.int64)
