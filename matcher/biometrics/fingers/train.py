"""Learn fusion and calibration of an extractor on labelled prints (``tulga train fingers``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics import calibration
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.fingers import fusion
from matcher.biometrics.fingers.fusion import Floats, Fusion
from matcher.biometrics.fingers.settings import settings
from models.errors import BadValue

Owners = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the weights of the looks, and the bits of the score."""

    fusion: Fusion
    calibration: Calibration


def halves(first: Owners, second: Owners, seed: int = 0) -> Owners:
    """Put each comparison of owners into a half of the owners: 0, 1, or -1 when its owners are in both."""
    size = int(max(first.max(), second.max())) + 1
    side = (np.random.default_rng(seed).permutation(size) < size // 2).astype(np.int64)
    return np.where(side[first] == side[second], side[first], -1)


def crossed(model: str, rows: Floats, same: NDArray[np.bool_], half: Owners) -> Floats:
    """Score each half of the owners with weights learned on the other half; NaN where owners are in both."""
    scores = np.full(len(rows), np.nan)
    for test in (0, 1):
        learned = fusion.fit(model, rows[half == 1 - test], same[half == 1 - test], "")
        scores[half == test] = learned(rows[half == test])
    return scores


def train(model: str, rows: Floats, first: Owners, second: Owners, trained_on: str) -> Trained:
    """Learn from features (n, 6) and the owners (finger numbers) of both sides of each comparison.

    The curve is fitted on scores that were made crosswise, so that it speaks for fingers that were not learned from.
    """
    same, half = first == second, halves(first, second)
    if any(len(np.unique(same[half == side])) < 2 for side in (0, 1)):
        raise BadValue("training_pairs", field="finger")
    kept = half >= 0
    scores = crossed(model, rows, same, half)[kept]
    own, other = scores[same[kept]], scores[~same[kept]]
    knots, bits = calibration.fit_bits(own, other)
    owners = len(np.unique(np.concatenate([first, second])))
    supported = float(np.log2(max(len(other), 6) / 3))  # rule of three over impostor comparisons
    fitted = Calibration(
        model=model,
        knots=tuple(round(float(k), 5) for k in knots),
        bits=tuple(round(float(b), 4) for b in bits),
        floor=round(calibration.supported_floor(owners), 2),
        cap=round(min(settings()["evidence"]["finger_cap_bits"], supported), 2),
        trained_on=trained_on,
        genuine=len(own),
        impostor=len(other),
        c_llr=round(calibration.cross_validated_c_llr(scores, same[kept], half[kept]), 4),
    )
    return Trained(fusion.fit(model, rows, same, trained_on), fitted)


def save(trained: Trained, folder: Path) -> None:
    """Write both data files of an extractor into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    fusion.save(trained.fusion, folder)
    calibration.save(trained.calibration, folder / (trained.calibration.model.replace("/", "-") + ".json"))
