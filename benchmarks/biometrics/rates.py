"""Error rates of a comparison: FMR, FNMR, EER, with the definitions of ISO/IEC 19795-1.

A comparison *matches* when its score is at least the threshold. FMR is the share of impostor comparisons that match,
FNMR the share of genuine comparisons that do not. Failures to enrol are counted apart; their comparisons carry
:data:`FAILED` and never match.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

FAILED = -1000.0
"""Score of a comparison one side of which could not be enrolled: below every real score."""
FMR_POINTS = (1e-2, 1e-3, 1e-4)
_BOOTSTRAPS = 200


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """One threshold: the FMR that was asked for, the threshold, the FMR and FNMR it gives."""

    target: float
    threshold: float
    fmr: float
    fnmr: float


@dataclass(frozen=True, slots=True)
class Rates:
    """What an evaluation reports."""

    genuine: int
    impostor: int
    eer: float
    points: tuple[OperatingPoint, ...]


def threshold_at(impostor: Scores, fmr: float) -> float:
    """Return the lowest threshold whose FMR is at most ``fmr``."""
    ordered = np.sort(impostor)[::-1]
    allowed = int(np.floor(fmr * len(ordered)))
    return float(np.nextafter(ordered[allowed], np.inf)) if allowed < len(ordered) else float(ordered[-1])


def det_curve(genuine: Scores, impostor: Scores) -> tuple[Scores, Scores]:
    """Return (FMR, FNMR) at every distinct score, threshold rising; both have the same length."""
    thresholds = np.unique(np.concatenate([genuine, impostor]))
    genuine, impostor = np.sort(genuine), np.sort(impostor)
    fnmr = np.searchsorted(genuine, thresholds, side="left") / len(genuine)
    fmr = 1 - np.searchsorted(impostor, thresholds, side="left") / len(impostor)
    return fmr, fnmr


def equal_error_rate(genuine: Scores, impostor: Scores) -> float:
    """Return the mean of FMR and FNMR where they are nearest."""
    fmr, fnmr = det_curve(genuine, impostor)
    nearest = int(np.argmin(np.abs(fmr - fnmr)))
    return float((fmr[nearest] + fnmr[nearest]) / 2)


def rates(genuine: Scores, impostor: Scores) -> Rates:
    """Measure EER and FNMR at the customary FMR points. Both arrays must have a value."""
    points = []
    for target in FMR_POINTS:
        threshold = threshold_at(impostor, target)
        fmr, fnmr = float((impostor >= threshold).mean()), float((genuine < threshold).mean())
        points.append(OperatingPoint(target, threshold, fmr, fnmr))
    return Rates(len(genuine), len(impostor), equal_error_rate(genuine, impostor), tuple(points))


def interval(genuine: Scores, impostor: Scores, owners: NDArray[np.int64], target: float) -> tuple[float, float]:
    """95 % interval of the FNMR at an FMR, by drawing people (owners of the genuine pairs) with replacement."""
    missed = genuine < threshold_at(impostor, target)
    people, row = np.unique(owners, return_inverse=True)
    errors, total = np.bincount(row, missed), np.bincount(row)
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(people), (_BOOTSTRAPS, len(people)))
    share = errors[draws].sum(axis=1) / total[draws].sum(axis=1)
    low, high = np.percentile(share, [2.5, 97.5])
    return float(low), float(high)
