"""A record prepared once: the registry of comparators, rows to store, columns to compare.

A *row* is what the store keeps of a record: a tuple of msgpack-able primitives that opens with the feature version.
*Features* are the columns of many rows, one block for each comparator.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import Columns, Comparator
from models.errors import StoreError
from models.person import Person

FEATURE_VERSION: Final = 6
"""Raised whenever a comparator's ``normalise`` changes what it keeps; stored rows of another version are rebuilt."""

ROOMS: Final = (
    "matcher.names_comparator",
    "matcher.dates",
    "matcher.places",
    "matcher.sex",
    "matcher.citizenship",
    "matcher.documents",
    "matcher.documents.personal",
    "matcher.documents.content",
    "matcher.addresses",
)
"""Modules whose ``COMPARATOR`` is registered, in the order in which evidence is shown."""

Row = tuple[Any, ...]
"""(feature version, one Normal for each comparator)."""


@dataclass(frozen=True, slots=True)
class Features:
    """Columns of n records, aligned with ``registry.comparators``."""

    registry: Registry
    columns: tuple[Columns, ...]
    size: int

    def __len__(self) -> int:
        return self.size

    def only(self, attributes: Collection[str]) -> Features:
        """The same records with those comparators that judge any of these attributes."""
        kept = [i for i, c in enumerate(self.registry.comparators) if not set(c.attributes).isdisjoint(attributes)]
        chosen = Registry(tuple(self.registry.comparators[i] for i in kept))
        return Features(chosen, tuple(self.columns[i] for i in kept), self.size)

    def take(self, index: NDArray[np.intp]) -> Features:
        """The records at ``index``, in that order, repeats allowed."""
        return Features(self.registry, tuple(c.take(index) for c in self.columns), len(index))


@dataclass(frozen=True)
class Registry:
    """An ordered set of comparators; the default one is ``registry()``, a batch job may bring its own."""

    comparators: tuple[Comparator[Any], ...]

    @functools.cached_property
    def attributes(self) -> tuple[str, ...]:
        """All evidence attributes, in order of the columns of the levels."""
        return tuple(a for c in self.comparators for a in c.attributes)

    @functools.cached_property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """Level names of each attribute."""
        return tuple(c.levels for c in self.comparators for _ in c.attributes)

    def normalise(self, person: Person) -> Row:
        """What is kept of a record."""
        return (FEATURE_VERSION, *(c.normalise(person) for c in self.comparators))

    def batch(self, rows: Sequence[Row]) -> Features:
        """Columns for many rows; raises StoreError('features_outdated') for rows of another version."""
        if any(row[0] != FEATURE_VERSION for row in rows):
            raise StoreError("features_outdated", expected=FEATURE_VERSION)
        columns = tuple(c.batch([row[i] for row in rows]) for i, c in enumerate(self.comparators, 1))
        return Features(self, columns, len(rows))


@functools.cache
def registry() -> Registry:
    """The comparators of Art. 6, loaded at first use."""
    return Registry(tuple(cast("Comparator[Any]", importlib.import_module(room).COMPARATOR) for room in ROOMS))


def normalise(person: Person) -> Row:
    """A record's row in the default registry."""
    return registry().normalise(person)


def batch(rows: Sequence[Row]) -> Features:
    """Columns of rows in the default registry."""
    return registry().batch(rows)
