"""Average linkage on log-odds within one component, the surest merge first, never over a pair that is forbidden."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.kernels import compiled


def agglomerate(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cluster number of each of s records from their (s, s) symmetric log-odds; −inf forbids a pair."""
    of = np.empty(len(weights), np.int64)
    grow(weights.copy(), of)
    return np.unique(of, return_inverse=True)[1].astype(np.int64)


@compiled
def grow(total: NDArray[np.float64], of: NDArray[np.int64]) -> None:
    """Write the first record of each record's cluster; ``total`` is used up.

    The best partner of each cluster is kept beside it, so that a merge costs one row (nearest-neighbour caching).
    """
    size = len(total)
    count, best, partner = np.ones(size), np.full(size, -np.inf), np.zeros(size, np.int64)
    for i in range(size):
        of[i] = i
        find_best(total, count, i, best, partner)
    while True:
        i = int(np.argmax(best))
        if best[i] <= 0.0:
            return
        j = partner[i]
        i, j = min(i, j), max(i, j)
        for k in range(size):
            total[i, k] += total[j, k]
            total[k, i] = total[i, k]
            if of[k] == j:
                of[k] = i
        count[i], count[j] = count[i] + count[j], 0.0
        best[j] = -np.inf
        for k in range(size):
            if count[k] > 0 and (k == i or partner[k] == i or partner[k] == j):
                find_best(total, count, k, best, partner)
            elif count[k] > 0:
                mean = total[k, i] / (count[k] * count[i])
                if mean > best[k] or (mean == best[k] and i < partner[k]):
                    best[k], partner[k] = mean, i


@compiled
def find_best(
    total: NDArray[np.float64],
    count: NDArray[np.float64],
    i: int,
    best: NDArray[np.float64],
    partner: NDArray[np.int64],
) -> None:
    """Write the surest partner of cluster i; of equals the first."""
    best[i] = -np.inf
    for k in range(len(total)):
        if k != i and count[k] > 0:
            mean = total[i, k] / (count[i] * count[k])
            if mean > best[i]:
                best[i], partner[i] = mean, k
