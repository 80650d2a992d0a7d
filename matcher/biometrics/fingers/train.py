"""Calibrate an extractor's fused scores on labelled prints (``tulga train fingers``)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics import calibration
from matcher.biometrics.calibration import Calibration, Values
from matcher.biometrics.fingers.settings import settings
from models.errors import BadValue


def halves(first: NDArray[np.int64], second: NDArray[np.int64], seed: int = 0) -> NDArray[np.int64]:
    """Put each comparison of owners into a half of the owners: 0, 1, or -1 when its owners are in both."""
    size = int(max(first.max(), second.max())) + 1
    side = (np.random.default_rng(seed).permutation(size) < size // 2).astype(np.int64)
    return np.where(side[first] == side[second], side[first], -1)


def train(
    model: str, scores: Values, first: NDArray[np.int64], second: NDArray[np.int64], trained_on: str
) -> Calibration:
    """Fit the curve of one extractor from fused scores and the owners (finger numbers) of both sides."""
    same = first == second
    if not same.any() or same.all():
        raise BadValue("training_pairs", field="finger")
    knots, bits = calibration.fit_bits(scores[same], scores[~same])
    owners = len(np.unique(np.concatenate([first, second])))
    supported = float(np.log2(max(int((~same).sum()), 6) / 3))  # rule of three over impostor comparisons
    return Calibration(
        model=model,
        knots=tuple(round(float(k), 5) for k in knots),
        bits=tuple(round(float(b), 4) for b in bits),
        floor=round(calibration.supported_floor(owners), 2),
        cap=round(min(settings()["evidence"]["finger_cap_bits"], supported), 2),
        trained_on=trained_on,
        genuine=int(same.sum()),
        impostor=int((~same).sum()),
        c_llr=round(calibration.cross_validated_c_llr(scores, same, halves(first, second)), 4),
    )


def save(trained: Calibration, folder: Path) -> None:
    """Write the calibration of an extractor into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    calibration.save(trained, folder / (trained.model.replace("/", "-") + ".json"))
