"""What every comparator promises; see docs/contracts.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar, runtime_checkable

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


@dataclass(frozen=True, slots=True)
class Met(Generic[C]):
    """What scoring left of pairs that are to be put into words: the columns of both sides, and of the batch that was
    scored the ``detail`` of its comparison and where in it the pairs stand."""

    a: C
    b: C
    detail: Any = None
    at: Sequence[int] = ()


@runtime_checkable
class NotesForMany(Protocol):
    """A comparator that works out the notes of several pairs faster than one by one."""

    def notes_for(self, a: Person, others: Sequence[Person], met: Met[Any] | None = None) -> list[Notes]:
        """The notes of ``a`` with each of ``others``; what ``notes`` gives for each. ``met`` is what scoring them left,
        where they were scored."""


def notes_for(
    comparator: Comparator[Any], a: Person, others: Sequence[Person], met: Met[Any] | None = None
) -> list[Notes]:
    """The notes of ``a`` with each of ``others``, the quickest way that the comparator has."""
    if isinstance(comparator, NotesForMany):
        return comparator.notes_for(a, others, met)
    return [comparator.notes(a, other) for other in others]
