"""Scoring the pairs of a job, batch by batch on several threads, and keeping those that are links."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from matcher.linkage.learning import Pairs, Taught
from matcher.scorer import score

if TYPE_CHECKING:  # the job stands on this module
    from matcher.linkage.job import Engine, Options

BATCH: Final = 250_000
"""Pairs scored at a time by one thread."""
LOWEST: Final = -60
HIGHEST: Final = 60
"""Range of the histogram of total bits, in bins of one."""


@dataclass(frozen=True)
class Links:
    """Pairs kept, in order of (left, right); arrays are aligned. ``levels`` and ``weights`` are (links, A)."""

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
        return Links(*(column[index] for column in self.columns()))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Tally:
    """What was compared: pairs by part, and by total bits (bins of one bit from LOWEST)."""

    by_part: tuple[int, ...]
    histogram: NDArray[np.int64]

    @property
    def compared(self) -> int:
        """All pairs compared."""
        return sum(self.by_part)


def score_parts(
    taught: Taught, engine: Engine, options: Options, progress: Callable[[str, float], None]
) -> tuple[Links, Tally]:
    """Score every pair the engine gives; links with at least ``options.keep`` stay."""
    kept: list[Links] = []
    by_part = []
    histogram = np.zeros(HIGHEST - LOWEST, np.int64)
    with ThreadPoolExecutor(options.threads) as pool:
        for part in range(engine.parts):
            progress("scoring", part / engine.parts)
            pairs = 0
            for links, counts in _ahead(pool, _batches(engine.pairs(part)), taught, options):
                kept.append(links)
                histogram += counts
                pairs += int(counts.sum())
            by_part.append(pairs)
    progress("scoring", 1.0)
    return joined(kept, len(taught.features.registry.attributes)), Tally(tuple(by_part), histogram)


def _batches(found: Iterator[Pairs]) -> Iterator[Pairs]:
    for left, right in found:
        for low in range(0, len(left), BATCH):
            yield left[low : low + BATCH], right[low : low + BATCH]


def _ahead(
    pool: ThreadPoolExecutor, batches: Iterator[Pairs], taught: Taught, options: Options
) -> Iterator[tuple[Links, NDArray[np.int64]]]:
    """Results in order, with no more batches under way than keep the threads busy."""
    under_way: deque[Future[tuple[Links, NDArray[np.int64]]]] = deque()
    for batch in batches:
        under_way.append(pool.submit(_score, taught, batch, options.keep))
        if len(under_way) > 2 * options.threads:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _score(taught: Taught, batch: Pairs, keep: float) -> tuple[Links, NDArray[np.int64]]:
    left, right = batch
    scores = score(taught.features.take(left), taught.features.take(right), taught.model, taught.prior)
    at = np.flatnonzero(scores.probability >= keep)
    links = Links(left[at], right[at], scores.probability[at], scores.total[at], scores.levels[at], scores.bits[at])
    bins = np.clip(np.floor(scores.total).astype(np.int64), LOWEST, HIGHEST - 1) - LOWEST
    return links, np.bincount(bins, minlength=HIGHEST - LOWEST)


def joined(kept: list[Links], attributes: int) -> Links:
    """All links in order of (left, right)."""
    if not kept:
        none = np.empty(0, np.intp)
        wide = np.empty((0, attributes), np.uint8)
        return Links(none, none, np.empty(0), np.empty(0, np.float32), wide, wide.astype(np.float32))
    whole = Links(*(np.concatenate(columns) for columns in zip(*(k.columns() for k in kept), strict=True)))
    return whole.take(np.lexsort((whole.right, whole.left)))


def one_to_one(links: Links) -> Links:
    """Each record in one link at most: the best first, ties in order of record (greedy, deterministic)."""
    taken: set[int] = set()
    chosen = []
    for i in np.lexsort((links.right, links.left, -links.bits)):
        pair = int(links.left[i]), int(links.right[i])
        if taken.isdisjoint(pair):
            taken.update(pair)
            chosen.append(i)
    return links.take(np.sort(np.array(chosen, np.intp)))
