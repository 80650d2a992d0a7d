"""From outcomes to figures: rank 1, top ten, false alarms, calibration, and the same by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.records.asking import Outcome
from matcher.evaluation.metrics import Bin, brier, expected_calibration_error, reliability
from models.evidence import Grade

SURE = (Grade.CERTAIN, Grade.PROBABLE)


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the 95 % interval of Wilson (1927)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; NaN of nothing."""
        return self.hits / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end."""
        if not self.of:
            return float("nan"), float("nan")
        z, n, p = 1.96, self.of, self.value
        centre, half = p + z * z / (2 * n), z * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
        return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def share(outcomes: Iterable[Outcome], hit: Callable[[Outcome], bool]) -> Share:
    """The share of outcomes for which ``hit`` holds."""
    found = [hit(o) for o in outcomes]
    return Share(sum(found), len(found))


def is_mated(outcome: Outcome) -> bool:
    """Whether the person asked about stands in a register."""
    return outcome.asked.person is not None


def first(outcome: Outcome) -> bool:
    """The true person stands first."""
    return outcome.rank == 1


def listed(outcome: Outcome) -> bool:
    """The true person is among the ten listed."""
    return outcome.rank is not None


def surely_first(outcome: Outcome) -> bool:
    """The true person stands first with a grade of certain or probable."""
    return outcome.rank == 1 and outcome.candidates[0].grade in SURE


def certainly_first(outcome: Outcome) -> bool:
    """The true person stands first with the grade certain."""
    return outcome.rank == 1 and outcome.candidates[0].grade is Grade.CERTAIN


def retrieved(outcome: Outcome) -> bool:
    """A record of the person was compared."""
    return bool(outcome.retrieved)


def false_alarm(outcome: Outcome) -> bool:
    """Some candidate that is not the person is graded certain or probable."""
    return any(c.grade in SURE and not c.true for c in outcome.candidates)


def false_certain(outcome: Outcome) -> bool:
    """Some candidate that is not the person is graded certain."""
    return any(c.grade is Grade.CERTAIN and not c.true for c in outcome.candidates)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well the probabilities of listed candidates keep their promise."""

    pairs: int
    bins: tuple[Bin, ...]
    error: float
    brier: float
    first_error: float
    """the same for first candidates alone"""
    first_brier: float


def calibration(outcomes: Sequence[Outcome]) -> Calibration:
    """Over all listed candidates, and over first candidates alone."""
    every = [(c.probability, c.true) for o in outcomes for c in o.candidates]
    tops = [(o.top.probability, o.top.true) for o in outcomes if o.top]
    bins = reliability(*_arrays(every))
    firsts = reliability(*_arrays(tops))
    return Calibration(
        pairs=len(every),
        bins=bins,
        error=expected_calibration_error(bins),
        brier=brier(*_arrays(every)),
        first_error=expected_calibration_error(firsts),
        first_brier=brier(*_arrays(tops)),
    )


def _arrays(pairs: list[tuple[float, bool]]) -> tuple[Any, Any]:
    return np.array([p for p, _ in pairs], np.float64), np.array([t for _, t in pairs], np.bool_)


def groups(outcomes: Sequence[Outcome], key: Callable[[Outcome], Iterable[str]]) -> dict[str, list[Outcome]]:
    """Outcomes by group; one outcome may stand in several."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for name in key(outcome):
            found.setdefault(name, []).append(outcome)
    return dict(sorted(found.items()))
