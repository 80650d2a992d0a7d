# mypy: disable-error-code="no-any-return, untyped-decorator, no-untyped-def"
"""The compiled scan of a face gallery: products of 8-bit integers (numba). Imported when a search is asked for."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True, fastmath=True)
def scan(small: NDArray[np.int8], scale: NDArray[np.float32], query: NDArray[np.int16], factor: np.float32):  # noqa: ANN201
    """Approximate products of every row with the query: (rows,) float32."""
    out = np.empty(small.shape[0], np.float32)
    for i in range(small.shape[0]):
        total = np.int32(0)
        for k in range(small.shape[1]):
            total += np.int32(np.int16(small[i, k]) * np.int32(query[k]))
        out[i] = np.float32(total) * scale[i] * factor
    return out
