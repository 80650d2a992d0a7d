# mypy: disable-error-code="no-any-return, untyped-decorator, no-untyped-def"
"""The product of the scan as a compiled loop (numba): for processes that have loaded numba for something else."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def products(rows, query):  # noqa: ANN001, ANN201 - plain arrays
    """Whole-number products of rows (n, d) int8 with a query (d,) int16; (n,) int32."""
    out = np.empty(rows.shape[0], np.int32)
    for i in range(rows.shape[0]):
        total = np.int32(0)
        for k in range(rows.shape[1]):
            total += np.int32(np.int16(rows[i, k]) * np.int32(query[k]))
        out[i] = total
    return out
