"""The cylinder matcher, compiled: the same numbers as :mod:`matcher.biometrics.fingers.mcc`, many times faster."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.cylinders import length, words
from matcher.biometrics.fingers.mcc import DIGITS, Relaxed, Turns, largest_turn, owners, pairs_counted, turns
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.packages import require
from matcher.biometrics.types import Codes, FingerTemplate
from models.errors import BadValue

if TYPE_CHECKING:
    from types import ModuleType

_MOST = 256
_WORDS = 5
"""The kernel of the cheap score is written out for codes of so many words."""


@functools.cache
def _kernels() -> ModuleType:
    require("numba")
    return require("matcher.biometrics.fingers.kernels")


@functools.cache
def _shape() -> NDArray[np.float64]:
    rule = settings()["relaxation"]
    return np.array([rule["distance"], rule["turn"], rule["bearing"]])


@functools.cache
def _tables() -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """How many pairs count by size of the smaller print, and square roots of 0..bits."""
    counted = np.array([pairs_counted(k) for k in range(_MOST)], dtype=np.int64)
    return counted, np.sqrt(np.arange(64 * words() + 1)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Side:
    """One print as the kernels want it."""

    codes: Codes
    masks: Codes
    points: NDArray[np.float64]


def _relaxed(a: _Side, b: _Side) -> tuple[float, NDArray[np.int64]]:
    """Global score and the rows of the pairs that made it, best first."""
    kernels, rule = _kernels(), settings()["relaxation"]
    limits = (settings()["similarity"]["least_common"], settings()["similarity"]["largest_turn"])
    table = kernels.similarity(a.codes, a.masks, a.points, b.codes, b.masks, b.points, length(), limits)
    found = kernels.assign(table)
    if len(found) < 2:
        return 0.0, found[:0]
    first = table[found[:, 0], found[:, 1]]
    value = kernels.relax(found, first, a.points, b.points, _shape(), rule["keep"], rule["rounds"])
    count = min(pairs_counted(min(table.shape)), len(found))
    best = np.argsort(-np.round(value / first, DIGITS), kind="stable")[:count]
    return float(value[best].mean()), found[best]


def relaxed_score(a: FingerTemplate, b: FingerTemplate) -> Relaxed:
    """Compare two prints; equal to the reference within 1e-6."""
    score, rows = _relaxed(_Side(a.codes, a.masks, owners(a)), _Side(b.codes, b.masks, owners(b)))
    return Relaxed(score, tuple((int(a.holders[i]), int(b.holders[j])) for i, j in rows))


def relaxed_points(probe: FingerTemplate, codes: Codes, masks: Codes, points: NDArray[np.float64]) -> float:
    """Relaxed score of a print against the columns of a gallery."""
    score, _ = _relaxed(_Side(probe.codes, probe.masks, owners(probe)), _Side(codes, masks, points))
    return score


def ones(codes: Codes) -> NDArray[np.int32]:
    """Bits set in each code; (k,)."""
    return np.asarray(_kernels().counts(codes))


@dataclass(frozen=True, slots=True)
class QuickGallery:
    """Codes of many prints behind each other, each print's cylinders sorted by direction.

    ``codes`` (total, words), ``turns`` and ``ones`` (total,), ``offsets`` (prints + 1,).
    """

    codes: Codes
    turns: Turns
    ones: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1


def sorted_codes(finger: FingerTemplate) -> tuple[Codes, Turns]:
    """A print's codes and directions, sorted by direction: how a gallery keeps them."""
    turn = turns(finger)
    order = np.argsort(turn, kind="stable")
    return np.ascontiguousarray(finger.codes[order]), turn[order]


def gallery(prints: list[tuple[Codes, Turns]]) -> QuickGallery:
    """Lay prints (from :func:`sorted_codes`) behind each other; an empty print scores 0."""
    sizes = np.array([0] + [len(t) for _, t in prints], dtype=np.int64)
    codes = np.concatenate([np.zeros((0, words()), np.uint64)] + [c for c, _ in prints])
    turn = np.concatenate([np.zeros(0, np.uint8)] + [t for _, t in prints])
    return QuickGallery(codes, turn, ones(codes), np.cumsum(sizes))


def quick_scores(codes: Codes, turn: Turns, prints: QuickGallery) -> NDArray[np.float32]:
    """Cheap score of one print against every print of a gallery; equal to the reference within 1e-6; (prints,)."""
    if words() != _WORDS:
        raise BadValue("code_unknown", field="cylinder", allowed=f"codes of {_WORDS} words")
    counted, root = _tables()
    out: Any = _kernels().quick(
        codes, turn, prints.codes, prints.turns, prints.ones, prints.offsets, largest_turn(), counted, root
    )
    return np.asarray(out)
