"""Does the key index find the person at all? One name of a true pair is looked up by its keys among a million others.

Candidates come in the order of how rare the shared keys are (the sum of their bits), and are cut at `BUDGET`: what a
search does that has nothing but a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from math import log2
from random import Random

from benchmarks.names.crowd import names as crowd
from benchmarks.names.pairs import Pair
from benchmarks.names.slices import LANGUAGES
from matcher.names import Spelling, keys, normalise

BUDGET = 300
CROWD = 1_000_000
QUERIES = 2_000


class Index:
    """Keys of many names: which names bear a key, and how many bits sharing it is worth."""

    def __init__(self, names: Iterable[str]) -> None:
        self._bearers: dict[str, list[int]] = defaultdict(list)
        self.size = 0
        for number, name in enumerate(names):
            for key in name_keys(name):
                self._bearers[key].append(number)
            self.size = number + 1

    def candidates(self, name: str, budget: int) -> list[int]:
        """The names that share the rarest keys with this one, best first, at most `budget`.

        Keys are read from the rarest on until they hold ten times the budget: what half a register bears is no index.
        """
        found: dict[int, float] = defaultdict(float)
        seen = 0
        for key in sorted(name_keys(name), key=lambda k: len(self._bearers.get(k, ()))):
            bearers = self._bearers.get(key, ())
            seen += len(bearers)
            if seen > 10 * budget and found:
                break
            worth = log2(self.size / len(bearers)) if bearers else 0.0
            for number in bearers:
                found[number] += worth
        return nlargest(budget, found, key=lambda number: (found[number], -number))


def name_keys(name: str) -> list[str]:
    """The comparator's own candidate keys of a whole name."""
    return keys(normalise((Spelling(whole=name),)))


def lines(pairs: Sequence[Pair], size: int = CROWD, queries: int = QUERIES) -> list[str]:
    """Recall of the true partner among at most `BUDGET` candidates, for all languages and each."""
    chosen = [pair for pair in pairs if pair.group == "pos"]
    Random(7).shuffle(chosen)
    chosen = chosen[:queries]
    index = Index(_all(chosen, size))
    found: dict[str, list[bool]] = defaultdict(list)
    sizes = []
    for number, pair in enumerate(chosen):
        candidates = index.candidates(pair.name_a, BUDGET)
        sizes.append(len(candidates))
        for language in ("all", *pair.languages & set(LANGUAGES)):
            found[language].append(number in set(candidates))
    mean = sum(sizes) / len(sizes)
    told = [f"{index.size:,} names, {len(chosen):,} queries, on average {mean:.0f} candidates (at most {BUDGET})"]
    told += [
        f"recall {language}: {sum(hits) / len(hits):.4f} of {len(hits)}" for language, hits in sorted(found.items())
    ]
    return [f"- {line}" for line in told]


def _all(chosen: Sequence[Pair], size: int) -> Iterator[str]:
    """The partners looked for come first, so that their number is the query's; then strangers."""
    yield from (pair.name_b for pair in chosen)
    yield from crowd(max(0, size - len(chosen)))
