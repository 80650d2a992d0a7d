"""What a job asks of an engine: hold the blocks, give a sample of the pairs, have the pairs of a part scored.

Everything that decides *what* is compared and *how* it is judged stands outside: the blocks
(``matcher.linkage.blocking``) and the scorer (``matcher.linkage.scoring``) are the same objects for every engine, so
that engines agree pair by pair. An engine sorts, distributes and spills. The job calls ``load`` once, ``sampled`` to
learn from, then ``scored`` for each part, in any order; a part whose links are stored already (``--resume``) is not
asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from matcher.linkage.links import Scored
from matcher.linkage.meeting import Blocks, Pairs, Run


class Scorer(Protocol):
    """Judges all pairs that come in the blocks of a run; picklable, safe in threads, without side effects."""

    def __call__(self, run: Run) -> Scored:
        """The links among the pairs of a run of whole blocks, and how many pairs there were at each score."""


class Engine(Protocol):
    """DuckDB on one machine, Spark on many."""

    @property
    def name(self) -> str:
        """How the user chooses it."""

    def load(self, blocks: Blocks) -> None:
        """Take the blocks of all records in; ``blocks.parts()`` says which parts there are."""

    def sampled(self, every: int) -> Iterator[Pairs]:
        """The pairs (left < right, each once, in any order) whose left record's number ``every`` divides."""

    def scored(self, part: tuple[int, int], scorer: Scorer) -> list[Scored]:
        """What the scorer finds in the blocks numbered low ≤ number < high, in any order."""

    def close(self) -> None:
        """Give memory and disk back."""
