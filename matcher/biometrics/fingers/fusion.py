"""Join what three looks at two prints found into one score: a logistic regression, learned for each extractor.

The looks are the relaxed cylinder score, bozorth3, and the overlay (paired minutiae, their share of what both prints
should show, agreement of ridge directions, common area). Weights lie beside the calibration of the extractor and are
made by ``tulga train fingers``; the score is in units of log odds with both classes weighted alike.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.overlay import Overlay
from matcher.biometrics.fingers.settings import settings
from models.errors import BadValue

Floats = NDArray[np.float64]
NAMES = ("mcc", "bozorth3", "paired", "share", "ridges", "cells")
"""The features, in order."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """Learned weights: one for each of ``NAMES``."""

    model: str
    weights: tuple[float, ...]
    intercept: float
    trained_on: str

    def __call__(self, features: Floats) -> Floats:
        """Scores of rows of features; (..., 6) to (...)."""
        return np.asarray(features @ np.array(self.weights) + self.intercept)


def features(mcc: float, bozorth3: int, found: Overlay) -> Floats:
    """The features of one comparison, each on a scale on which differences mean alike; (6,)."""
    rule = settings()["fusion"]
    across = -np.log(rule["ridges_above"] - found.ridges)
    counts = np.log1p([bozorth3, found.paired, found.cells])
    return np.array([np.log(max(mcc, rule["floor"])), counts[0], counts[1], found.share, across, counts[2]])


def fit(model: str, rows: Floats, same: NDArray[np.bool_], trained_on: str) -> Fusion:
    """Learn the weights from labelled comparisons (n, 6); both classes count alike."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second to import, only for training

    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    learner = LogisticRegression(C=settings()["fusion"]["looseness"], class_weight="balanced", max_iter=1000)
    learner.fit((rows - mean) / spread, same)
    weights = learner.coef_[0] / spread
    intercept = float(learner.intercept_[0] - weights @ mean)
    return Fusion(model, tuple(round(float(w), 5) for w in weights), round(intercept, 5), trained_on)


def file_name(model: str) -> str:
    """The data file of an extractor's weights."""
    return model.replace("/", "-") + "-fusion.json"


def save(fusion: Fusion, folder: Path) -> None:
    """Write the weights into a folder, each under its name."""
    data = asdict(fusion) | {"weights": dict(zip(NAMES, fusion.weights, strict=True))}
    (folder / file_name(fusion.model)).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


@functools.cache
def load(model: str) -> Fusion:
    """The weights of an extractor. Raises BadValue when there are none."""
    entry = files("matcher.biometrics.fingers").joinpath("data", file_name(model))
    if not entry.is_file():
        raise BadValue("calibration_missing", field="model", model=model)
    data = json.loads(entry.read_text("utf-8"))
    return Fusion(**data | {"weights": tuple(data["weights"][name] for name in NAMES)})
