"""Quality without truth: a stratified sample of links for people to review, and what their answers say of all links.

Links are put into strata by probability, split at the threshold. More is asked where more is open (Neyman 1934: in
proportion to size times standard deviation, the model's own probability being the guess), and a little everywhere, so
that a model that is wrong about its surest links is found out. The answers give precision and recall with an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]

EDGES: Final = (0.0, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 0.99999)
"""Lower edges of the strata, beside the threshold itself."""
LEAST: Final = 10
"""Links asked of every stratum that has so many."""


@dataclass(frozen=True, slots=True)
class Strata:
    """Stratum of each link (n,), lower edge and number of links of each stratum (H,)."""

    of: Numbers
    low: Floats
    size: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Answers:
    """Review of a sample: for each stratum (H,) its lower edge, links in all, links answered, those of one person."""

    low: Floats
    size: NDArray[np.int64]
    answered: NDArray[np.int64]
    same: NDArray[np.int64]
    expected: Floats
    """Mean probability that the model gave."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the bounds between which the figure lies with the chosen confidence."""

    estimate: float
    low: float
    high: float


def strata(probability: Floats, threshold: float) -> Strata:
    """Strata of links, none empty; one begins at ``threshold``."""
    edges = np.unique([*EDGES, threshold])
    place = np.searchsorted(edges, probability, side="right") - 1
    used, of = np.unique(place, return_inverse=True)
    return Strata(of.astype(np.intp), edges[used], np.bincount(of).astype(np.int64))


def allocation(found: Strata, probability: Floats, total: int) -> NDArray[np.int64]:
    """(H,): how many of ``total`` to ask of each stratum; never more than it has."""
    open_ = np.bincount(found.of, weights=probability * (1.0 - probability)) / found.size
    share = found.size * np.sqrt(open_)
    asked = np.minimum(found.size, LEAST)
    left = max(total - int(asked.sum()), 0)
    wanted = asked + np.floor(left * share / max(float(share.sum()), 1e-12)).astype(np.int64)
    return np.asarray(np.minimum(wanted, found.size), np.int64)


def draw(probability: Floats, threshold: float, total: int, seed: int) -> Numbers:
    """Rows of about ``total`` links to review, drawn at random within strata, in random order."""
    found = strata(probability, threshold)
    generator = np.random.default_rng(seed)
    chosen = [
        generator.choice(np.flatnonzero(found.of == h), int(count), replace=False)
        for h, count in enumerate(allocation(found, probability, total))
    ]
    rows: Numbers = generator.permutation(np.concatenate(chosen)) if chosen else np.empty(0, np.intp)
    return rows


def precision(answers: Answers, threshold: float, confidence: float = 0.95) -> Interval:
    """Share of the links at or above ``threshold`` that are of one person; 1 where there is no such link."""
    above = answers.low >= threshold
    if not above.any():
        return Interval(1.0, 1.0, 1.0)
    part = np.where(above, answers.size, 0) / answers.size[above].sum()
    shares = _shares(answers)
    variance = float(part**2 @ shares.variance)
    return _interval(float(part @ shares.seen), float(part @ shares.cautious), variance, confidence)


def recall(answers: Answers, threshold: float, confidence: float = 0.95) -> Interval:
    """Of the pairs of one person among all links that were kept, the share at or above ``threshold``.

    Pairs that the job never compared, or found too improbable to keep, are not among them.
    """
    above, shares = answers.low >= threshold, _shares(answers)
    seen, cautious = answers.size * shares.seen, answers.size * shares.cautious
    found = float(seen[above].sum() / seen.sum()) if seen.any() else 1.0
    shrunk = float(cautious[above].sum() / cautious.sum()) if cautious.any() else 1.0
    leverage = answers.size * (above - shrunk) / max(float(cautious.sum()), 1e-12)  # of a ratio, to the first order
    return _interval(found, shrunk, float(leverage**2 @ shares.variance), confidence)


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of every stratum (H,): share of one person as seen, as seen with one answer more, variance."""

    seen: Floats
    cautious: Floats
    variance: Floats


def _shares(answers: Answers) -> _Shares:
    """The variance takes in what the model expects as one answer more: ten of ten leave a doubt.

    A stratum answered whole leaves none; one without an answer is worth its expectation, as uncertain as can be.
    """
    n = answers.answered
    seen = np.where(n > 0, answers.same / np.maximum(n, 1), answers.expected)
    cautious = (answers.same + answers.expected) / (n + 1.0)
    variance = cautious * (1.0 - cautious) / np.maximum(n - 1, 1) * (1.0 - n / answers.size)
    return _Shares(seen, cautious, np.where(n > 0, variance, 0.25))


def _interval(estimate: float, cautious: float, variance: float, confidence: float) -> Interval:
    """Clopper and Pearson's exact bounds at the effective size of the sample (Korn and Graubard 1998)."""
    if variance <= 0.0:
        return Interval(estimate, estimate, estimate)
    size = cautious * (1.0 - cautious) / variance
    tail = (1.0 - confidence) / 2.0
    yes, no = estimate * size, (1.0 - estimate) * size
    low = float(beta.ppf(tail, yes, no + 1.0)) if yes > 0 else 0.0
    high = float(beta.ppf(1.0 - tail, yes + 1.0, no)) if no > 0 else 1.0
    return Interval(estimate, min(low, estimate), max(high, estimate))
