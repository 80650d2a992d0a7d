"""Document numbers that are nobody's: unique and shuffled, but next to each other in a family that applied together.

Of all numbers of a length, four tenths belong to people who applied alone, two tenths to families that applied on one
day, four tenths to people of no register. Unique up to ten million people with eight digits, one million with seven.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.population.people import FIRST_STRANGER
from benchmarks.population.tables import Ints

_FACTORS: Final = {6: 387_421, 7: 7_654_321, 8: 73_939_133}
_STRANGE: Final = 7_368_787
"""Prime to ten, as the factors and every factor plus twice a salt are, so that multiplying only changes the order."""
_FAMILY: Final = 16
"""Neighbours in the population who share a run of numbers; families stand together there."""
_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Counter:
    """Who applied for the how-manieth document, and whether with the family."""

    person: Ints
    step: Ints
    together: Ints
    """1 or 0"""

    def numbers(self, digits: int, salt: int) -> Ints:
        """A number of so many digits for each; another salt gives other numbers."""
        tenth = 10**digits // 10
        factor = _FACTORS[digits] + 2 * salt
        alone = (self.person * _STEPS + self.step % _STEPS) * factor % (4 * tenth)
        run = 2 * tenth // (2 * _FAMILY)
        place = self.person % _FAMILY + _FAMILY * (self.step % 2)
        family = 4 * tenth + self.person // _FAMILY * factor % run * (2 * _FAMILY) + place
        own = (self.person - FIRST_STRANGER) * _STEPS + self.step % _STEPS
        strange = 6 * tenth + own * (_STRANGE + 2 * salt) % (4 * tenth)
        found: Ints = np.where(self.person >= FIRST_STRANGER, strange, np.where(self.together == 1, family, alone))
        return found
