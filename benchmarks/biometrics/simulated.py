"""Templates without images, for measuring search: random minutiae with ridges' own statistics, and their mates.

A simulated finger is a set of 30-50 minutiae spread over a 300 x 400 area at distances of a ridge and a half or more,
directions following a smooth field. A mate is the same finger turned, shifted, bent, with minutiae lost and others
added. It looks like nothing, but codes, counts and cost are those of real prints.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.cylinders import build
from matcher.biometrics.fingers.field import of_minutiae
from matcher.biometrics.types import CardTemplate, FaceTemplate, FingerTemplate, Impression, Minutiae

MODEL = "leader/1"
_WIDTH, _HEIGHT, _APART = 300.0, 400.0, 13.0
Floats = NDArray[np.float64]


def _points(rng: np.random.Generator) -> Floats:
    """x, y (down) and angle of a new finger's minutiae; (n, 3)."""
    count = int(rng.integers(30, 51))
    tried = rng.uniform((0, 0), (_WIDTH, _HEIGHT), (6 * count, 2))
    kept: list[Floats] = []
    for point in tried:
        if all(np.hypot(*(point - other)) >= _APART for other in kept):
            kept.append(point)
        if len(kept) == count:
            break
    place = np.array(kept)
    waves = rng.normal(0, 1 / 150, (2, 2))
    field = rng.uniform(0, np.pi) + 1.2 * np.sin(place @ waves[0] * 2 + rng.uniform(0, 6)) + place @ waves[1]
    flip = rng.integers(0, 2, len(place)) * np.pi
    return np.column_stack([place, np.mod(field + flip + rng.normal(0, 0.1, len(place)), 2 * np.pi)])


def _taken(points: Floats, rng: np.random.Generator) -> Floats:
    """Another impression: turned, shifted, jittered, with a fifth of the minutiae lost and a tenth added."""
    kept = points[rng.random(len(points)) > 0.2]
    turn = rng.normal(0, 0.12)
    cosine, sine = np.cos(turn), np.sin(turn)
    centred = kept[:, :2] - (_WIDTH / 2, _HEIGHT / 2)
    moved = centred @ np.array([[cosine, sine], [-sine, cosine]]) + (_WIDTH / 2, _HEIGHT / 2)
    moved = moved + rng.normal(0, 10, 2) + rng.normal(0, 2.5, moved.shape)
    angle = np.mod(kept[:, 2] - turn + rng.normal(0, 0.12, len(kept)), 2 * np.pi)
    extra = _points(rng)[: max(1, len(points) // 10)]
    return np.vstack([np.column_stack([moved, angle]), extra])


def _template(points: Floats, position: int) -> FingerTemplate:
    size = len(points)
    x, y, angle = (points[:, k].astype(np.float32) for k in range(3))
    arrays = x, y, angle, np.ones(size, np.uint8), np.ones(size, np.float32)
    found = Minutiae(MODEL, int(_WIDTH), int(_HEIGHT), *arrays)
    c = build(found)
    codes = c.holders, c.codes, c.masks
    return FingerTemplate(MODEL, position, Impression.ROLLED, found, *codes, 60, of_minutiae(found))


def finger(person: int, position: int, taking: int) -> FingerTemplate:
    """A simulated finger of a person; taking 0 is the finger itself, others are impressions of it."""
    points = _points(np.random.default_rng((person, position)))
    if taking:
        points = _taken(points, np.random.default_rng((person, position, taking)))
    return _template(points, position)


def card(person: int, taking: int, positions: tuple[int, ...]) -> CardTemplate:
    """A simulated card with these positions."""
    return CardTemplate({p: finger(person, p, taking) for p in positions})


def face(person: int, taking: int, dimensions: int = 128) -> FaceTemplate:
    """A seeded unit vector near the person's own; genuine cosine about 0.8."""
    own = np.random.default_rng((person, 77)).standard_normal(dimensions)
    noise = np.random.default_rng((person, 77, taking)).standard_normal(dimensions)
    vector = own + 0.5 * noise
    return FaceTemplate("simulated/1", (vector / np.linalg.norm(vector)).astype(np.float32), 0.0)
