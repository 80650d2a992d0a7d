"""A threshold for a wished precision: what the probabilities of the links themselves promise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def threshold_for(probability: NDArray[np.float64], precision: float) -> float:
    """The lowest threshold at which the links above it are right in this share on average; 1 where none is.

    The expected precision of all links with probability ≥ t is their mean probability: as good as the calibration.
    """
    falling = np.sort(probability)[::-1]
    mean = np.cumsum(falling) / np.arange(1, len(falling) + 1)
    last = np.append(np.diff(falling) != 0, True)[: len(falling)]  # equal probabilities stand or fall together
    enough = np.flatnonzero((mean >= precision) & last)
    return float(falling[enough[-1]]) if len(enough) else 1.0
