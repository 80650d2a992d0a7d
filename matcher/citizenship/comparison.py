"""Agreement of two sets of citizenships, present and former."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.citizenship.countries import SOVIET, STATELESS, codes, data, successors

LEVELS: Final = ("missing", "agree", "agree_former", "soviet", "stateless", "different")
LEVEL: Final = {name: np.uint8(number) for number, name in enumerate(LEVELS)}

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Citizenships:
    """Columns of n records: numbers of present and of former countries, each (n, as many as the widest has), 0 none.

    Numbers up to the length of ``codes()`` are its countries + 1; negative ones stand for texts that name none.
    """

    present: Codes
    former: Codes

    def __len__(self) -> int:
        return len(self.present)

    def take(self, index: NDArray[np.intp]) -> Citizenships:
        """The records at ``index``."""
        return Citizenships(self.present[index], self.former[index])


def compare_citizenships(a: Citizenships, b: Citizenships) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Levels and the share of the agreeing country (the rarest, if several agree), each (n,)."""
    now = _rarest_shared(a.present, b.present)
    ever = np.fmin(np.fmin(_rarest_shared(a.present, b.former), _rarest_shared(a.former, b.present)),
                   _rarest_shared(a.former, b.former))  # fmt: skip
    level = np.where(_known(a.present) & _known(b.present), LEVEL["different"], LEVEL["missing"])
    for number, name in _apart():
        one = (a.present == number).any(axis=1) | (b.present == number).any(axis=1)
        level[one & (level == LEVEL["different"])] = LEVEL[name]
    level[(level == LEVEL["soviet"]) & ~_soviet_heirs(a, b)] = LEVEL["different"]
    level[~np.isnan(ever)] = LEVEL["agree_former"]
    level[~np.isnan(now)] = LEVEL["agree"]
    return level, np.asarray(np.where(np.isnan(now), ever, now), np.float32)


def _known(numbers: Codes) -> NDArray[np.bool_]:
    """Whether a country of the table stands there; a text that names none can agree but not contradict."""
    return np.asarray((numbers > 0).any(axis=1))


def _rarest_shared(a: Codes, b: Codes) -> NDArray[np.float32]:
    shares = _shares()
    best = np.full(len(a), np.nan, np.float32)
    for i in range(a.shape[1]):
        for j in range(b.shape[1]):
            one = a[:, i]
            same = (one == b[:, j]) & (one != 0)
            best = np.fmin(best, np.where(same, shares[np.maximum(one, 0)], np.float32(np.nan)))
    return best


def _soviet_heirs(a: Citizenships, b: Citizenships) -> NDArray[np.bool_]:
    heirs = _heirs()
    one, other = (heirs[np.maximum(side.present, 0)].any(axis=1) for side in (a, b))
    return np.asarray(one & other)


@functools.cache
def _apart() -> tuple[tuple[int, str], ...]:
    """Numbers of the two that are no country of today, each with its level."""
    return (codes().index(STATELESS) + 1, "stateless"), (codes().index(SOVIET) + 1, "soviet")


@functools.cache
def _heirs() -> NDArray[np.bool_]:
    """Whether a country is the USSR or one of its successors, by number."""
    union = {SOVIET, *successors(SOVIET)}
    return np.array([False, *(code in union for code in codes())])


@functools.cache
def _shares() -> NDArray[np.float32]:
    """Share of people with a citizenship, by number; 0 is any text that is not in the table."""
    shares = data()["shares"]
    return np.array([shares["rest"], *(shares.get(code, shares["rest"]) for code in codes())], np.float32)
