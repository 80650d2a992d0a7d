"""Fusion and calibration of an extractor are learned from labelled comparisons and speak for unseen fingers."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.biometrics import calibration, reliability
from matcher.biometrics.fingers import fusion, train
from matcher.biometrics.fingers.overlay import Overlay, nothing
from models.errors import BadValue


def labelled(fingers: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features of all pairs of four impressions of each finger; the third feature is noise."""
    owners = np.repeat(np.arange(fingers), 4)
    i, j = np.triu_indices(len(owners), 1)
    same = owners[i] == owners[j]
    rng = np.random.default_rng(seed)
    rows = rng.normal(0, 1, (len(i), len(fusion.NAMES)))
    rows[:, 0] += 3 * same
    rows[:, 3] += 3 * same
    return rows, owners[i], owners[j]


def test_learned_weights_find_what_tells_fingers_apart(tmp_path) -> None:
    """Noise gets little weight; bits of fingers that were not learned from keep their promise."""
    rows, first, second = labelled(24, 1)
    trained = train.train("m/1", rows, first, second, "seeded numbers")
    weights = dict(zip(fusion.NAMES, trained.fusion.weights, strict=True))
    assert min(weights["mcc"], weights["share"]) > 5 * abs(weights["paired"])
    new, a, b = labelled(24, 2)
    bits = trained.calibration(trained.fusion(new))
    assert reliability.c_llr(bits[a == b], bits[a != b]) < 0.2
    train.save(trained, tmp_path)
    assert {f.name for f in tmp_path.iterdir()} == {"m-1.json", "m-1-fusion.json"}
    assert calibration.read((tmp_path / "m-1.json").read_text("utf-8")) == trained.calibration


def test_no_finger_says_more_than_its_data_could_show() -> None:
    """Twenty-four fingers support a floor of three bits and a cap below the shipped one."""
    trained = train.train("m/1", *labelled(24, 1), "seeded numbers").calibration
    assert trained.floor == pytest.approx(-3, abs=0.01)
    assert trained.cap <= 9


def test_comparisons_of_one_kind_teach_nothing() -> None:
    """The refusal names the field."""
    rows, first, second = labelled(6, 1)
    for kept in (first == second, first != second):
        with pytest.raises(BadValue):
            train.train("m/1", rows[kept], first[kept], second[kept], "")


def test_crossing_never_scores_a_finger_with_what_it_taught() -> None:
    """Pairs across the halves are left out; the others have a score."""
    rows, first, second = labelled(12, 3)
    half = train.halves(first, second)
    scores = train.crossed("m/1", rows, first == second, half)
    assert np.isnan(scores[half < 0]).all()
    assert not np.isnan(scores[half >= 0]).any()


def test_features_grow_with_agreement() -> None:
    """Prints that fit nowhere stand at the bottom of every feature."""
    low = fusion.features(0.0, 0, nothing())
    high = fusion.features(0.4, 80, Overlay(20.0, -0.1, 0.97, 300, ()))
    assert (high > low).all()


def test_an_extractor_without_weights_is_named() -> None:
    """Instead of a score of nothing."""
    with pytest.raises(BadValue) as refused:
        fusion.load("other/1")
    assert refused.value.code == "calibration_missing"
