"""Rates on the data that taught: each part scored with what the others taught; fingers laid together as cards."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.biometrics import crossed
from benchmarks.biometrics.cards import card_lines
from matcher.biometrics.fingers.fusion import NAMES

FINGERS, TAKINGS = 10, 4


def table(databases: tuple[str, ...], apart: float) -> SimpleNamespace:
    """Features of all pairs within each database; genuine ones stand ``apart`` higher."""
    names = tuple(f"{d}/{f}_{t}.png" for d in databases for f in range(FINGERS) for t in range(TAKINGS))
    owners = np.repeat(np.arange(len(names) // TAKINGS), TAKINGS)
    first, second = np.tril_indices(len(names), -1)
    within = first // (FINGERS * TAKINGS) == second // (FINGERS * TAKINGS)
    first, second = first[within], second[within]
    rng = np.random.default_rng(3)
    features = rng.normal(0, 1, (len(first), len(NAMES))) + apart * (owners[first] == owners[second])[:, None]
    compared = np.ones(len(first), bool)
    return SimpleNamespace(
        names=names, owners=owners, first=first, second=second, features=features, failed=(), compared=compared
    )


def test_more_fingers_part_people_that_one_does_not():
    """Sums of ten separate completely where single fingers overlap."""
    made = table(("a", "b"), 1.2)
    lines = card_lines(made.names, (made.first, made.second), made.features.sum(axis=1))
    assert [line.split()[2] for line in lines] == ["1", "2", "4", "10"]
    assert "overlap" in lines[0]
    assert "complete separation" in lines[-1]


def test_each_database_is_scored_by_the_others(monkeypatch, tmp_path):
    """A line for the whole and for each database, the reliability of unseen fingers, and the cards."""
    made = table(("a", "b", "c"), 1.5)
    monkeypatch.setattr(crossed.fingers, "enrol_all", lambda *_: {})
    monkeypatch.setattr(crossed.fingers, "look_at_all", lambda _: made)
    lines = crossed.finger_lines(tmp_path, "m/1")
    assert lines[0] == "failures to enrol: 0 of 120"
    assert [line.split()[0] for line in lines[1:5]] == ["all,", "a", "b", "c"]
    assert any(line.startswith("C_llr") for line in lines)
    assert sum(line.startswith("cards of") for line in lines) == 4


def test_people_are_scored_by_other_people(monkeypatch, tmp_path):
    """Six splits, their mean, and photos that failed are counted."""
    rng = np.random.default_rng(5)
    people = np.repeat(np.arange(40), 3)
    vectors = rng.standard_normal((40, 16))[people] + 0.4 * rng.standard_normal((120, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    samples = [SimpleNamespace(template=SimpleNamespace(model="m/1", vector=v)) for v in vectors]
    photos = [crossed.faces.Photo(f"{k}.jpg", str(p), "?") for k, p in enumerate(people)]
    monkeypatch.setattr(crossed.faces, "read_list", lambda _: [*photos, crossed.faces.Photo("x.jpg", "0", "?")])
    monkeypatch.setattr(crossed.faces, "enrol_all", lambda *_, **__: [*samples, None])
    lines = crossed.face_lines(tmp_path, tmp_path)
    assert lines[0] == "failures to enrol: 1 of 121"
    assert sum("way" in line for line in lines) == 6
    mean = next(line for line in lines if line.startswith("mean"))
    assert float(mean.rsplit(": ", 1)[1].split()[0]) == pytest.approx(1, abs=2)
