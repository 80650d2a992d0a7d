"""How many pairs of one person blocking may have missed, told from the sure links alone.

A pair that many blocks bring together would have been found without most of them; pairs found by one block only say
how many stand in none. Chao's lower bound (1984) for unseen species: f1² / (2·f2), with f1 and f2 the links found by
exactly one and exactly two rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.kernels import compiled
from matcher.linkage.meeting import Blocks


@dataclass(frozen=True, slots=True)
class BlockingRecall:
    """Links above the threshold by the number of blocks they share, and what follows from it."""

    found: int
    by_one: int
    by_two: int

    @property
    def missed(self) -> float:
        """Pairs of one person that no block brings together, at least about so many."""
        return self.by_one * (self.by_one - 1) / (2 * (self.by_two + 1))

    @property
    def recall(self) -> float:
        """Share of the pairs of one person that blocking finds."""
        return self.found / (self.found + self.missed) if self.found else 0.0


def blocking_recall(blocks: Blocks, left: NDArray[np.intp], right: NDArray[np.intp]) -> BlockingRecall:
    """The estimate from links that are sure."""
    shared = np.empty(len(left), np.int64)
    count_shared(left, right, blocks.start, blocks.block, shared)
    return BlockingRecall(len(left), int(np.sum(shared == 1)), int(np.sum(shared == 2)))


@compiled
def count_shared(
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    start: NDArray[np.int64],
    block: NDArray[np.int32],
    shared: NDArray[np.int64],
) -> None:
    """Write how many blocks each pair shares."""
    for i in range(len(left)):
        x, y, count = start[left[i]], start[right[i]], 0
        while x < start[left[i] + 1] and y < start[right[i] + 1]:
            if block[x] == block[y]:
                count, x, y = count + 1, x + 1, y + 1
            elif block[x] < block[y]:
                x += 1
            else:
                y += 1
        shared[i] = count
