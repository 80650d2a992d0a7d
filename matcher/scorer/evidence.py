"""From features to levels to bits, column by column, by table lookup."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.features import Features, Registry
from matcher.scorer.beside import Beside
from matcher.weights.model import Model
from matcher.weights.tables import AttributeWeights, TermFrequency
from models.errors import BadFile


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs after comparison; arrays have one row for each attribute, so that a column of pairs is contiguous."""

    attributes: tuple[str, ...]
    levels: NDArray[np.uint8]
    """(A, n)."""
    cells: NDArray[np.uint16]
    """(A, n): index into the attribute's tables, see ``matcher.weights.tables``."""
    frequency: tuple[NDArray[np.float32] | None, ...]
    """For each attribute (n,) or None where no level rests on one value."""
    own: tuple[NDArray[np.float32] | None, ...]
    """For each attribute (n,) bits of the comparator itself, or None."""
    beside: Beside | None = None
    """What was compared elsewhere: the pairs' pictures."""
    details: tuple[Any, ...] = ()
    """Of each comparator what it found besides."""


def compare(a: Features, b: Features, model: Model) -> Compared:
    """Run every comparator over the pairs; raises ValueError when the lengths differ."""
    if len(a) != len(b):
        raise ValueError(f"{len(a)} records cannot be aligned with {len(b)}")
    registry, n = a.registry, len(a)
    _check(registry.attributes, registry.levels, model)
    levels = np.empty((len(registry.attributes), n), np.uint8)
    frequency: list[NDArray[np.float32] | None] = []
    own: list[NDArray[np.float32] | None] = []
    details: list[Any] = []
    for comparator, left, right in zip(registry.comparators, a.columns, b.columns, strict=True):
        found = comparator.compare(left, right)
        details.append(found.detail)
        for k in range(len(comparator.attributes)):
            levels[len(own)] = found.levels[:, k]
            frequency.append(found.frequency[:, k] if found.bits is None else None)
            own.append(None if found.bits is None else found.bits[:, k])
    cells = _cells(registry, levels, model)
    return Compared(registry.attributes, levels, cells, tuple(frequency), tuple(own), details=tuple(details))


def extended(compared: Compared) -> Compared:
    """The pairs with the columns of ``beside`` after their own, for the rules of the grades."""
    beside = compared.beside
    if beside is None:
        return compared
    levels = beside.levels().T
    nothing = (None,) * len(beside.attributes)
    return replace(
        compared,
        attributes=compared.attributes + beside.attributes,
        levels=np.concatenate([compared.levels, levels]),
        cells=np.concatenate([compared.cells, levels.astype(np.uint16)]),
        frequency=compared.frequency + nothing,
        own=compared.own + nothing,
    )


def _cells(registry: Registry, levels: NDArray[np.uint8], model: Model) -> NDArray[np.uint16]:
    """(A, n) cells that the model's parents make of the levels (A, n)."""
    weights = [model.attributes[name] for name in registry.attributes]
    known = [_known(w, names, row) for w, names, row in zip(weights, registry.levels, levels, strict=True)]
    place = {name: i for i, name in enumerate(registry.attributes)}
    cells = np.empty(levels.shape, np.uint16)
    for i, own in enumerate(weights):
        cells[i] = known[i]
        if own.parent in place:
            cells[i] += np.take(own.groups, known[place[own.parent]])
    return cells


def _check(attributes: tuple[str, ...], levels: tuple[tuple[str, ...], ...], model: Model) -> None:
    """Levels must be the model's own; only a comparator with bits of its own may bring new ones (no cell is theirs)."""
    for name, names in zip(attributes, levels, strict=True):
        known = model.attributes.get(name)
        if known is None or (known.levels != names and known.own is None):
            raise BadFile("model_attributes", name)


def _known(weights: AttributeWeights, names: tuple[str, ...], levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Levels in the model's numbering; a level it does not know counts as missing there."""
    if weights.levels == names:
        return levels
    numbers = [weights.levels.index(n) if n in weights.levels else MISSING for n in names]
    return np.take(np.array(numbers, np.uint8), levels)


def weigh(compared: Compared, model: Model) -> NDArray[np.float32]:
    """Bits (A, n)."""
    bits = np.empty(compared.levels.shape, np.float32)
    for i, name in enumerate(compared.attributes):
        weights, own = model.attributes[name], compared.own[i]
        if own is not None and weights.own is not None:
            bits[i] = np.where(compared.levels[i] == MISSING, 0.0, weights.own(own))
            _settle(bits[i], compared.cells[i], weights)
            continue
        np.take(weights.bits, compared.cells[i], out=bits[i])
        share = compared.frequency[i]
        if weights.frequency is not None and share is not None:
            _adjust(bits[i], compared.levels[i], share, weights, weights.frequency)
    return bits


def _settle(bits: NDArray[np.float32], cells: NDArray[np.uint16], weights: AttributeWeights) -> None:
    """Put the decided bits of a level in the place of the comparator's own."""
    if np.isnan(weights.settled).all():
        return
    settled = np.take(weights.settled, cells % len(weights.levels))
    np.copyto(bits, settled, where=~np.isnan(settled))


def _adjust(
    bits: NDArray[np.float32],
    levels: NDArray[np.uint8],
    share: NDArray[np.float32],
    weights: AttributeWeights,
    settings: TermFrequency,
) -> None:
    """Add the term-frequency adjustment in place; pairs without a share or a reference keep their bits."""
    reference = np.take(settings.reference, levels)
    at = np.flatnonzero(~np.isnan(reference) & ~np.isnan(share))
    if not len(at):
        return
    adjustment = settings.damp * (reference[at] - np.log2(share[at]))
    np.clip(adjustment, -settings.limit, settings.limit, out=adjustment)
    bits[at] = np.clip(bits[at] + adjustment, weights.floor, weights.ceiling)
