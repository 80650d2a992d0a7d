"""Links: pairs that were kept, with their evidence; and what a scorer gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LOWEST: Final = -60
HIGHEST: Final = 60
"""Range of the histogram of total bits, in bins of one."""


@dataclass(frozen=True)
class Links:
    """Pairs kept; arrays are aligned. ``levels`` and ``weights`` are (links, A)."""

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    probability: NDArray[np.float64]
    bits: NDArray[np.float32]
    levels: NDArray[np.uint8]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.left)

    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """The arrays."""
        return self.left, self.right, self.probability, self.bits, self.levels, self.weights

    def take(self, index: NDArray[np.intp]) -> Links:
        """The links at ``index``."""
        return Links(
            self.left[index], self.right[index], self.probability[index], self.bits[index], self.levels[index],
            self.weights[index],
        )  # fmt: skip

    @classmethod
    def none(cls, attributes: int) -> Links:
        """No links over so many attributes."""
        pair, wide = np.empty(0, np.intp), np.empty((0, attributes), np.uint8)
        return cls(pair, pair, np.empty(0), np.empty(0, np.float32), wide, wide.astype(np.float32))


@dataclass(frozen=True)
class Scored:
    """Links in order of (left, right), and the number of pairs compared by total bits, in bins of one from LOWEST."""

    links: Links
    histogram: NDArray[np.int64]

    @property
    def compared(self) -> int:
        """All pairs compared."""
        return int(self.histogram.sum())

    @classmethod
    def none(cls, attributes: int) -> Scored:
        """Nothing compared."""
        return cls(Links.none(attributes), np.zeros(HIGHEST - LOWEST, np.int64))

    @classmethod
    def merged(cls, found: Sequence[Scored], attributes: int) -> Scored:
        """Several findings as one."""
        return cls(joined([f.links for f in found], attributes), sum((f.histogram for f in found), _empty()))


def _empty() -> NDArray[np.int64]:
    return np.zeros(HIGHEST - LOWEST, np.int64)


def joined(kept: Sequence[Links], attributes: int) -> Links:
    """All links in order of (left, right)."""
    if not kept:
        return Links.none(attributes)
    whole = Links(*(np.concatenate(columns) for columns in zip(*(k.columns() for k in kept), strict=True)))
    return whole.take(np.lexsort((whole.right, whole.left)))


def one_to_one(links: Links) -> NDArray[np.intp]:
    """Numbers of the links that stay when each record is in one at most: the best first, ties in order of record
    (greedy, deterministic)."""
    taken = np.zeros(int(max(links.left.max(initial=-1), links.right.max(initial=-1))) + 1, bool)
    chosen = []
    for i in np.lexsort((links.right, links.left, -links.bits)).tolist():
        left, right = links.left[i], links.right[i]
        if not (taken[left] or taken[right]):
            taken[left] = taken[right] = True
            chosen.append(i)
    return np.sort(np.array(chosen, np.intp))
