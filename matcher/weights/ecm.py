"""A start for attributes that no model knows: the binary ECM of ``recordlinkage`` over agree / not agree.

It holds for two levels an attribute and rather tight blocking; its known faults (another optimum, classes swapped, two
classes that are not match and stranger) are looked for, and the best of several starts is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

RANDOM_STARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Start:
    """Match probabilities (n,) of the pairs and what was seen on the way."""

    probability: NDArray[np.float64]
    share: float
    swapped: bool
    log_likelihood: float


def ecm_start(agree: NDArray[np.bool_], seed: int = 0) -> Start:
    """Match probabilities from an agreement matrix (n, A); the start with the highest likelihood wins.

    Raises ValueError when there are no pairs, or none that differ.
    """
    patterns, back, counts = np.unique(agree, axis=0, return_inverse=True, return_counts=True)
    if len(patterns) < 2:
        raise ValueError("pairs that all agree in the same way cannot be told apart")
    rows = np.repeat(np.arange(len(patterns)), _thinned(counts))
    frame = pd.DataFrame(patterns[rows].astype(int), columns=[str(i) for i in range(agree.shape[1])])
    starts = [_fit(frame, patterns, counts, "jaro", seed)]
    starts += [_fit(frame, patterns, counts, "random", seed + i + 1) for i in range(RANDOM_STARTS)]
    best = max(starts, key=lambda s: s.log_likelihood)
    return Start(best.probability[back.reshape(-1)], best.share, best.swapped, best.log_likelihood)


def _thinned(counts: NDArray[np.int64], limit: int = 200_000) -> NDArray[np.int64]:
    """Counts scaled so that the frame stays small; every pattern keeps at least one row."""
    scale = min(1.0, limit / counts.sum())
    return np.asarray(np.maximum(1, np.round(counts * scale)), np.int64)


def _fit(frame: pd.DataFrame, patterns: NDArray[np.bool_], counts: NDArray[np.int64], init: str, seed: int) -> Start:
    from recordlinkage import ECMClassifier  # noqa: PLC0415 - half a second to import, and only training needs it

    np.random.seed(seed)  # the library draws its random start from the global generator
    ecm = ECMClassifier(init=init, max_iter=200, atol=1e-5)
    ecm.fit(frame)
    share = float(ecm.p)
    m, u = (np.array([_of(p, c) for c in frame.columns]) for p in (ecm.m_probs, ecm.u_probs))
    swapped = bool(m.mean() < u.mean())
    if swapped:
        share, m, u = 1.0 - share, u, m
    match, other = (np.log(p) + _log_likelihood(patterns, q) for p, q in ((share, m), (1.0 - share, u)))
    total = np.logaddexp(match, other)
    return Start(np.exp(match - total), share, swapped, float(np.sum(counts * total)))


def _of(probabilities: dict[str, dict[int, float]], column: str) -> float:
    return float(np.clip(probabilities[column].get(1, 0.0), 1e-6, 1 - 1e-6))


def _log_likelihood(patterns: NDArray[np.bool_], agree: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.where(patterns, np.log(agree), np.log1p(-agree)).sum(axis=1))
