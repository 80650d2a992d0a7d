"""What every comparator promises; see docs/contracts.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.person import Person

MISSING: Final = 0
"""The level of a pair in which a side has nothing to compare."""

Normal = tuple[Any, ...]
"""What is kept of one record for one comparator: nested tuples of str, int, float and None."""

C = TypeVar("C", bound="Columns")


class Columns(Protocol):
    """Features of n records, ready to be compared."""

    def __len__(self) -> int:
        """Number of records."""

    def take(self: C, index: NDArray[np.intp]) -> C:
        """The records at ``index``, in that order, repeats allowed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How n aligned pairs agree in k attributes.

    ``levels`` is uint8 (n, k). ``frequency`` is float32 (n, k): the share of people who have the agreeing value, NaN
    where the level does not rest on one value. ``bits``, float32 (n, k), is set by a comparator that has weights of
    its own; then the scorer takes them and adds no term frequency.
    """

    levels: NDArray[np.uint8]
    frequency: NDArray[np.float32]
    bits: NDArray[np.float32] | None = None
    detail: Any = None
    """What the comparator found besides, for its own notes on pairs of this batch."""


class Comparator(Protocol[C]):
    """Turns one attribute (or a few that hang together) of two batches of records into agreement levels."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Names of the evidence attributes, one for each column of the levels."""

    @property
    def levels(self) -> tuple[str, ...]:
        """Names of the levels; the index is the level, the first is ``missing``."""

    def normalise(self, person: Person) -> Normal:
        """What is kept of a record, computed once when it is loaded."""

    def batch(self, rows: Sequence[Normal]) -> C:
        """Columns for many records."""

    def compare(self, a: C, b: C) -> Comparison:
        """Levels for aligned pairs; raises ValueError when the lengths differ."""

    def shown(self, person: Person) -> tuple[str, ...]:
        """The values as received, one for each attribute."""

    def notes(self, a: Person, b: Person) -> tuple[tuple[str, ...], ...]:
        """For each attribute the codes of the rules that linked or parted the two."""


Notes = tuple[tuple[str, ...], ...]
"""For each attribute the codes of the rules that linked or parted a pair."""

Told = tuple[str, ...] | None
"""The codes that hold for one person; None where the person has nothing to compare."""


@dataclass(frozen=True, slots=True)
class Met(Generic[C]):
    """What scoring left of pairs that are to be put into words: of the batch that was scored the columns of both sides
    and the ``detail`` of its comparison, and where in it the pairs stand."""

    a: C
    b: C
    detail: Any
    at: Sequence[int]


def notes_for(
    comparator: Comparator[Any], a: Person, others: Sequence[Person], met: Met[Any] | None = None
) -> list[Notes]:
    """The notes of ``a`` with each of ``others``; together, by a ``notes_for`` of the comparator's own, if it has one.

    That gives what ``notes`` gives for each; ``met`` is what scoring them left, where they were scored.
    """
    together: Callable[..., list[Notes]] | None = getattr(comparator, "notes_for", None)
    return [comparator.notes(a, b) for b in others] if together is None else together(a, others, met)


class NotesOfEither(Generic[C]):
    """Notes on one attribute that hold for a pair where they hold for either side: told of each person once."""

    codes: tuple[str, ...] = ()
    """The notes in the order in which they are shown; by the alphabet where none are named."""

    def told(self, person: Person) -> Told:
        """The notes that hold for a person, in the order shown; None for one with nothing to compare: no notes."""
        raise NotImplementedError

    def told_of(self, people: Sequence[Person], met: Met[C]) -> list[Told]:
        """The same for those who stand on the right of what was scored, which may know it already."""
        return [self.told(person) for person in people]

    def notes(self, a: Person, b: Person) -> Notes:
        """What holds for either."""
        return self.notes_for(a, [b])[0]

    def notes_for(self, a: Person, others: Sequence[Person], met: Met[C] | None = None) -> list[Notes]:
        """What holds for either, of ``a`` with each of ``others``."""
        mine = self.told(a)
        theirs = map(self.told, others) if met is None else self.told_of(others, met)
        return [(self._either(mine, told),) for told in theirs]

    def _either(self, one: Told, other: Told) -> tuple[str, ...]:
        if one is None or other is None:
            return ()
        if not one or not other or one == other:
            return one or other
        return tuple(sorted({*one, *other}, key=self.codes.index if self.codes else None))


def holding(found: Mapping[str, object]) -> tuple[str, ...]:
    """The codes of those notes that hold, in their order."""
    return tuple([code for code, holds in found.items() if holds])
