"""Learn normalisation and calibration of a face model from labelled photos (``tulga train faces``).

The data files hold a covariance root, means of at least five people each, and a curve: no template of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics import calibration
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.faces.detect import settings
from matcher.biometrics.faces.normalise import FitRule, Normaliser, file_name, fit, scores
from models.errors import BadValue

Matrix = NDArray[np.float64]
People = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the normaliser and the calibration of one model."""

    normaliser: Normaliser
    calibration: Calibration


def _fit(model: str, vectors: Matrix, people: People) -> Normaliser:
    rule = settings()["cohort"]
    return fit(model, vectors, people, FitRule(rule["shrinkage"], rule["group_size"], rule["weight"]))


def pair_scores(normaliser: Normaliser, vectors: Matrix, people: People) -> tuple[Matrix, NDArray[np.bool_]]:
    """Scores of all pairs and whether they are of one person."""
    matrix = scores([normaliser.template(v.astype(np.float32)) for v in vectors])
    first, second = np.triu_indices(len(people), 1)
    return matrix[first, second].astype(np.float64), people[first] == people[second]


def crossed(model: str, vectors: Matrix, people: People, seed: int) -> tuple[Matrix, NDArray[np.bool_], People]:
    """Score each half of the people with what the other half taught; returns scores, same, half."""
    order = np.random.default_rng(seed).permutation(int(people.max()) + 1)
    side = (order[people] < (people.max() + 1) // 2).astype(np.int64)
    found = []
    for half in (0, 1):
        own = side == half
        value, same = pair_scores(_fit(model, vectors[~own], people[~own]), vectors[own], people[own])
        found.append((value, same, np.full(len(value), half)))
    value, same, half_of = (np.concatenate(part) for part in zip(*found, strict=True))
    return value, same, half_of


def train(model: str, vectors: Matrix, people: People, trained_on: str) -> Trained:
    """Learn from unit vectors (n x d) and a person number per row.

    The curve is fitted on scores that were made crosswise (each half of the people normalised by the other half), so
    that it speaks for people that were not in the cohort.
    """
    if len(np.unique(people)) < 4 or len(np.unique(people)) == len(people):
        raise BadValue("training_pairs", field="person")
    value, same, half = crossed(model, vectors, people, seed=0)
    knots, bits = calibration.fit_bits(value[same], value[~same])
    fitted = Calibration(
        model=model,
        knots=tuple(round(float(k), 5) for k in knots),
        bits=tuple(round(float(b), 4) for b in bits),
        floor=round(calibration.supported_floor(int((np.bincount(people) > 1).sum())), 2),
        cap=min(settings()["cohort"]["cap_bits"], calibration.supported_bits(len(np.unique(people)))),
        trained_on=trained_on,
        genuine=int(same.sum()),
        impostor=int((~same).sum()),
        c_llr=round(calibration.cross_validated_c_llr(value, same, half), 4),
    )
    return Trained(_fit(model, vectors, people), fitted)


def save(trained: Trained, folder: Path) -> None:
    """Write both data files of a model into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    name = file_name(trained.normaliser.model)
    n = trained.normaliser
    np.savez_compressed(
        folder / name,
        whitening=n.whitening.astype(np.float32),
        groups=n.groups.astype(np.float32),
        weight=np.float64(n.weight),
    )
    calibration.save(trained.calibration, folder / name.replace(".npz", ".json"))
