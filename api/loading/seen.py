"""Which records a load has met: eight bytes a record, so that ten million fit into 80 MB."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Seen:
    """A set of record identities that only grows; kept as sorted arrays of doubling size."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.uint64]] = []

    def add(self, identities: Sequence[bytes]) -> list[bool]:
        """For each identity whether it is new, to this set and among those before it."""
        values = np.array([int.from_bytes(i[:8], "big") for i in identities], np.uint64)
        distinct, first = np.unique(values, return_index=True)
        new = np.zeros(len(values), bool)
        new[first] = True
        for part in self._parts:
            new &= part[np.searchsorted(part, values).clip(max=len(part) - 1)] != values
        self._keep(distinct)
        fresh: list[bool] = new.tolist()
        return fresh

    def _keep(self, part: NDArray[np.uint64]) -> None:
        while self._parts and len(self._parts[-1]) <= len(part):
            part = np.union1d(self._parts.pop(), part)
        if len(part):
            self._parts.append(part)
