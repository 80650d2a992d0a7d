# mypy: disable-error-code="no-any-return, untyped-decorator, no-untyped-def"
"""The compiled scan of a face gallery: products of 8-bit integers (numba). Imported when a search is asked for."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, fastmath=True)
def scan(small, scale, density, query, factor, best):  # noqa: ANN001, ANN201, PLR0913, PLR0917 - plain arrays
    """Approximate scores of every row, and the ``best``-th highest of them: (rows,) float32, float32.

    ``small`` (rows, d) int8 with ``scale`` (rows,), ``query`` (d,) int16 with ``factor``; ``density`` is taken off.
    The highest are kept in order as they come, which spares a selection over all rows.
    """
    out, top = np.empty(small.shape[0], np.float32), np.full(best, np.float32(-1e30))
    for i in range(small.shape[0]):
        total = np.int32(0)
        for k in range(small.shape[1]):
            total += np.int32(np.int16(small[i, k]) * np.int32(query[k]))
        value = np.float32(total) * scale[i] * factor - density[i]
        out[i] = value
        if value > top[0]:
            k = 0
            while k + 1 < best and top[k + 1] < value:
                top[k] = top[k + 1]
                k += 1
            top[k] = value
    return out, top[0]
