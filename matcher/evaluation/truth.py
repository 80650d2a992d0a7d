"""Who is who: the person behind each record, and the pairs that follow."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.pairs import Records

UNKNOWN_PERSON = -1
"""Code of a record that the truth does not name: it belongs to nobody else."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Person codes of the left and the right register; the same array when there is one register."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    same: bool

    def holds(self, left: Records, right: Records) -> NDArray[np.bool_]:
        """Whether pairs are of one person."""
        person = self.left[left]
        return np.asarray((person == self.right[right]) & (person != UNKNOWN_PERSON))

    def count(self) -> int:
        """Number of true pairs in all."""
        persons, sizes = np.unique(self.left[self.left != UNKNOWN_PERSON], return_counts=True)
        if self.same:
            return sum(comb(int(n), 2) for n in sizes)
        others, counts = np.unique(self.right[self.right != UNKNOWN_PERSON], return_counts=True)
        _, i, j = np.intersect1d(persons, others, assume_unique=True, return_indices=True)
        return int(np.sum(sizes[i] * counts[j]))

    def pairs(self) -> tuple[Records, Records]:
        """All true pairs; for one register left < right."""
        order = np.argsort(self.right, kind="stable")
        low = np.searchsorted(self.right[order], self.left, "left")
        high = np.searchsorted(self.right[order], self.left, "right")
        count = np.where(self.left == UNKNOWN_PERSON, 0, high - low)
        left = np.repeat(np.arange(len(self.left)), count)
        right = order[np.repeat(low - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))]
        keep = left < right if self.same else np.ones(len(left), bool)
        return left[keep], right[keep]


def truth(left_ids: list[str], right_ids: list[str] | None, persons: dict[str, str]) -> Truth:
    """Codes for record ids; ``persons`` maps record_id to person_id. No right ids: one register with itself."""
    codes = {person: code for code, person in enumerate(dict.fromkeys(persons.values()))}

    def coded(ids: list[str]) -> NDArray[np.int64]:
        known = (persons.get(i) for i in ids)
        return np.array([UNKNOWN_PERSON if p is None else codes[p] for p in known], np.int64)

    left = coded(left_ids)
    return Truth(left, left, True) if right_ids is None else Truth(left, coded(right_ids), False)
