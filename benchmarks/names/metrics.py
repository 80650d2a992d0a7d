"""Quality of a scorer on labelled pairs, from two arrays of scores (higher: more alike).

The definitions are those of the evaluation that others run on the same pairs, so that figures agree digit by digit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


class Quality(NamedTuple):
    """What one slice shows; `recall_01` is NaN when there are fewer than a thousand negatives."""

    positives: int
    negatives: int
    auc: float
    recall_1: float
    recall_01: float
    max_f1: float


def auc(pos: Scores, neg: Scores) -> float:
    """Share of (positive, negative) couples in which the positive scores higher; a tie is half."""
    ordered = np.sort(neg)
    below = np.searchsorted(ordered, pos, side="left") + np.searchsorted(ordered, pos, side="right")
    return float(below.sum() / (2 * len(pos) * len(neg)))


def threshold_at(neg: Scores, fpr: float) -> float:
    """The lowest threshold whose false-positive rate is at most `fpr`, when a pair counts with a score above it."""
    return float(np.sort(neg)[::-1][int(fpr * len(neg))])


def recall_at(pos: Scores, neg: Scores, fpr: float) -> float:
    """Share of positives above the threshold that lets at most `fpr` of the negatives pass."""
    return float(np.mean(pos > threshold_at(neg, fpr)))


def max_f1(pos: Scores, neg: Scores) -> float:
    """The best F1 over all thresholds; equal scores fall on one side together."""
    scores = np.concatenate([pos, neg])
    order = np.argsort(-scores, kind="stable")
    same = np.concatenate([np.ones(len(pos)), np.zeros(len(neg))])[order]
    hits = np.cumsum(same)
    called = np.arange(1, len(scores) + 1)
    last = np.append(np.diff(scores[order]) != 0, True)
    return float((2 * hits / (called + len(pos)))[last].max())


def det(pos: Scores, neg: Scores) -> tuple[Scores, Scores]:
    """False-positive and false-negative rates at every distinct score, threshold rising."""
    cuts = np.unique(np.concatenate([pos, neg]))
    misses = np.searchsorted(np.sort(pos), cuts, side="right") / len(pos)
    alarms = 1 - np.searchsorted(np.sort(neg), cuts, side="right") / len(neg)
    return alarms, misses


def quality(pos: Scores, neg: Scores) -> Quality:
    """All figures of one slice."""
    rare = recall_at(pos, neg, 0.001) if len(neg) >= 1000 else float("nan")
    return Quality(len(pos), len(neg), auc(pos, neg), recall_at(pos, neg, 0.01), rare, max_f1(pos, neg))
