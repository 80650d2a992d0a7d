"""Normalisation and calibration learn what seeded vectors hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.biometrics import calibration
from matcher.biometrics.faces import normalise, train
from matcher.biometrics.types import FaceTemplate
from models.errors import BadValue


def people(count: int, photos: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Seeded unit vectors whose within-person scatter lies along known axes."""
    rng = np.random.default_rng(seed)
    centre = 2 + rng.standard_normal((count, 16))
    scatter = np.r_[np.full(4, 1.5), np.full(12, 0.2)]
    vectors = np.repeat(centre, photos, axis=0) + rng.standard_normal((count * photos, 16)) * scatter
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, np.repeat(np.arange(count), photos)


def test_training_makes_evidence_that_holds_on_unseen_people(tmp_path: Path) -> None:
    """Learned on some, measured on others: cheaper than knowing nothing, and saved without loss."""
    vectors, ids = people(60, 4)
    trained = train.train("test/1", vectors, ids, "seeded vectors")
    assert 0 < trained.calibration.c_llr < 0.6
    train.save(trained, tmp_path)
    assert calibration.read((tmp_path / "test-1.json").read_text("utf-8")) == trained.calibration
    unseen, unseen_ids = people(40, 3, seed=9)
    value, same = train.pair_scores(trained.normaliser, unseen, unseen_ids)
    bits = trained.calibration(value)
    assert bits[same].mean() > 1
    assert bits[~same].mean() < -1


def test_the_cohort_holds_groups_not_people() -> None:
    """Each group mean averages five people; the rest is left out."""
    vectors, ids = people(23, 2)
    fitted = normalise.fit("test/1", vectors, ids, normalise.FitRule(0.5, 5, 0.5))
    assert len(fitted.groups) == 4
    assert np.linalg.norm(fitted.groups, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_crowded_neighbourhood_costs_score() -> None:
    """The same cosine weighs less where many people are near."""
    a, b = np.eye(2, dtype=np.float32)
    crowded = normalise.score(FaceTemplate("m", a, 0.2), FaceTemplate("m", b, 0.2))
    assert crowded < normalise.score(FaceTemplate("m", a, 0.0), FaceTemplate("m", b, 0.0))


def test_training_needs_people_with_two_photos() -> None:
    """One photo each teaches nothing, and the message says so."""
    vectors, ids = people(10, 1)
    with pytest.raises(BadValue):
        train.train("test/1", vectors, ids, "x")
