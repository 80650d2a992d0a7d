"""Evidence that stands beside the features: photographs and fingerprint cards, compared elsewhere, in the same sum.

Two things are particular to it. *Missing* is NaN and weighs nothing. And a person may have other data elsewhere: where
pictures speak for one person, the hypothesis "one person" holds a small share of people with several identities, whose
biographic data agree no better than a stranger's. Without that share, a name and a date that differ could outvote
ten fingers; with it the biographic evidence against one person is bounded, log2 of the share.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.weights.model import Model

Bits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Beside:
    """Bits of n aligned pairs in k attributes, NaN where a side has nothing to compare."""

    attributes: tuple[str, ...]
    bits: Bits
    """(n, k)."""

    @property
    def weights(self) -> Bits:
        """Bits (n, k) with nought for what is missing."""
        return np.nan_to_num(self.bits, nan=0.0)

    @property
    def total(self) -> Bits:
        """Bits (n,) of all attributes together."""
        return np.asarray(self.weights.sum(axis=1))

    def levels(self) -> NDArray[np.uint8]:
        """0 missing, 1 compared; (n, k)."""
        return (~np.isnan(self.bits)).astype(np.uint8)

    def for_relatives(self, model: Model) -> NDArray[np.float64]:
        """(n, K): bits by which each of the model's relations explains what is alike, over a stranger."""
        shares = settings()["relatives"]
        bits = np.zeros((len(self.bits), len(model.relations)))
        for k, attribute in enumerate(self.attributes):
            share = np.array([shares.get(attribute, {}).get(r.name, 0.0) for r in model.relations])
            bits += np.outer(np.maximum(self.weights[:, k], 0.0), share)
        return bits


def several_identities(biographic: NDArray[Any], pictures: Bits) -> Bits:
    """Bits (n,) given back where pictures speak for one person, because a few people have other data elsewhere."""
    share = float(settings()["several_identities"]["share"])
    bounded = np.logaddexp2(np.asarray(biographic, np.float64), np.log2(share))
    return np.where(pictures > 0, bounded - biographic, 0.0).astype(np.float32)


@functools.cache
def settings() -> Mapping[str, Any]:
    """The assumptions of this file, from ``beside.toml``."""
    return tomllib.loads(files("matcher.scorer").joinpath("beside.toml").read_text("utf-8"))
