"""The parts of a model file, ready for table lookup.

Tables are float32 and indexed by the *cell* of a pair: ``group of the parent's level * levels + level``; an attribute
without a parent has one group. A parent is another attribute on whose agreement this one leans (sex on the given
name, citizenship on the birthplace): conditioning keeps what both tell from being counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A monotone, piecewise linear table from bits as summed to bits that keep their promise; flat beyond its ends."""

    summed: NDArray[np.float64]
    calibrated: NDArray[np.float64]

    @classmethod
    def parse(cls, d: Mapping[str, Any]) -> Calibration:
        """From its object in the file; raises ValueError when it is not increasing."""
        summed, calibrated = np.array(d["summed"], float), np.array(d["calibrated"], float)
        if np.any(np.diff(summed) <= 0) or np.any(np.diff(calibrated) < 0):
            raise ValueError("calibration.summed")
        return cls(summed, calibrated)

    def __call__(self, bits: NDArray[Any]) -> NDArray[np.float64]:
        """Calibrated bits."""
        return np.asarray(np.interp(bits, self.summed, self.calibrated))

    def continued(self, bits: NDArray[Any]) -> NDArray[np.float64]:
        """Calibrated bits to which other evidence is added: below its lower end the table goes on bit for bit.

        By itself a clear stranger needs no more than to be one. Beside a picture that speaks for one person it counts
        *how* clearly the data speak against it.
        """
        return np.asarray(self(bits) + np.minimum(np.asarray(bits, np.float64) - self.summed[0], 0.0))


@dataclass(frozen=True, slots=True)
class TermFrequency:
    """How much an agreement on a common value is worth less: ``damp * log2(reference / share)``, within ±limit bits."""

    damp: float
    limit: float
    reference: Table
    """Log2 of the share at which the adjustment is nought, by level; NaN where a level takes none."""


@dataclass(frozen=True, slots=True)
class AttributeWeights:
    """m and u of one attribute's cells, and the bits that follow from them."""

    name: str
    levels: tuple[str, ...]
    parent: str | None
    groups: NDArray[np.uint16]
    """Offset of the cell for each level of the parent (one zero where there is no parent)."""
    m: Table
    u: Table
    bits: Table
    floor: float
    ceiling: float
    own: Calibration | None
    """Where the comparator has bits of its own: what they are worth; None: the table is used."""
    settled: Table
    """Bits (levels,) of the levels that are decided, whatever the comparator's own bits; NaN elsewhere."""
    frequency: TermFrequency | None

    @classmethod
    def parse(cls, name: str, d: Mapping[str, Any]) -> AttributeWeights:
        """From its object in the file; raises KeyError or ValueError on a missing or misshapen field."""
        levels = tuple(d["levels"])
        m, u = (np.array(d[k], np.float32).reshape(-1) for k in ("m", "u"))
        parent, groups = d.get("parent"), np.array(d.get("groups", [0]), np.uint16)
        if len(m) != len(u) or len(m) != (int(groups.max()) + 1) * len(levels):
            raise ValueError(f"attributes.{name}.m")
        bits = np.clip(np.log2(m) - np.log2(u), d["floor"], d["ceiling"]).astype(np.float32)
        by_level = bits.reshape(-1, len(levels))
        by_level[:, 0] = 0.0  # a missing value says nothing
        for i, level in enumerate(levels):
            by_level[:, i] = np.minimum(by_level[:, i], 0.0) if level in d.get("never_for", ()) else by_level[:, i]
            by_level[:, i] = np.maximum(by_level[:, i], 0.0) if level in d.get("never_against", ()) else by_level[:, i]
        return cls(
            name=name,
            levels=levels,
            parent=parent,
            groups=(groups * len(levels)).astype(np.uint16),
            m=m,
            u=u,
            bits=bits,
            floor=float(d["floor"]),
            ceiling=float(d["ceiling"]),
            own=Calibration.parse(d["own"]) if d.get("own") else None,
            settled=np.array([d.get("settled", {}).get(level, np.nan) for level in levels], np.float32),
            frequency=_frequency(d["frequency"]) if d.get("frequency") else None,
        )


def _frequency(d: Mapping[str, Any]) -> TermFrequency:
    reference = np.array([np.nan if r is None else r for r in d["reference"]], np.float32)
    return TermFrequency(float(d["damp"]), float(d["limit"]), reference)


@dataclass(frozen=True, slots=True)
class Relation:
    """Another way for two records to be alike: two people of one family.

    ``shared`` names the attributes whose values come from one source (a brother's surname): for them the rarity of
    the value speaks for the relation as it speaks for one person, and ``offset`` is log2(r/m) by cell. For the others
    it is log2(r/u).
    """

    name: str
    count: float
    """Expected number of such relatives of a person."""
    shared: frozenset[str]
    offset: Mapping[str, Table]

    @classmethod
    def parse(cls, name: str, d: Mapping[str, Any]) -> Relation:
        """From its object in the file."""
        offset = {a: np.array(v, np.float32).reshape(-1) for a, v in d["offset"].items()}
        return cls(name, float(d["count"]), frozenset(d["shared"]), offset)


@dataclass(frozen=True, slots=True)
class Rule:
    """A cap on the grade: no better than ``cap`` when all conditions hold.

    ``levels``: every named attribute stands at one of its levels. ``families``: fewer than that many families of
    attributes bring at least ``bits`` of evidence each. ``unless``: this family brings at least ``bits``.
    """

    name: str
    cap: str
    levels: Mapping[str, tuple[str, ...]]
    families: int | None
    bits: float
    unless: tuple[str, ...]

    @classmethod
    def parse(cls, d: Mapping[str, Any]) -> Rule:
        """From its object in the file."""
        levels = {a: tuple(v) for a, v in d.get("levels", {}).items()}
        unless = tuple(d.get("unless", ()))
        return cls(d["name"], d["cap"], levels, d.get("families"), float(d.get("bits", 0.0)), unless)
