"""A close look at a face: standard size, steady landmarks, and the way back to the photo."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from matcher.biometrics.faces.closeup import close_up, refined
from matcher.biometrics.faces.detect import Face, central_face

SQUARE = Face((60, 40, 110, 90), 1.0, np.zeros((5, 2)))


@pytest.mark.parametrize("box", [(60, 40, 110, 90), (-10, -20, 70, 60), (250, 160, 330, 240)])
def test_the_box_gets_its_standard_side_wherever_it_stands(box: tuple[int, int, int, int]) -> None:
    """A mark in the middle of the box is in the middle of the crop, also where the crop leaves the photo."""
    pixels = np.zeros((200, 300, 3), np.uint8)
    row, column = min(max((box[1] + box[3]) // 2, 0), 199), min(max((box[0] + box[2]) // 2, 0), 299)
    pixels[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2] = 255
    seen = close_up(pixels, Face(box, 1.0, np.zeros((5, 2))))
    assert seen.pixels.shape == (676, 676, 3)
    assert seen.scale == pytest.approx(260 / (box[2] - box[0]))
    x, y = seen.inward(np.array([[column + 0.5, row + 0.5]]))[0]
    found = np.argwhere(seen.pixels[..., 0] > 100).mean(axis=0)
    assert np.hypot(found[0] - y, found[1] - x) < seen.scale


def test_points_go_in_and_out() -> None:
    """The way back is exact."""
    seen, points = close_up(np.zeros((200, 300, 3), np.uint8), SQUARE), np.array([[70.25, 50.5], [99.0, 81.75]])
    assert np.allclose(seen.outward(seen.inward(points)), points)


def test_landmarks_are_steadier_than_one_look(portrait: bytes) -> None:
    """Moving the box by a twentieth moves the refined landmarks less than the raw ones."""
    from dataclasses import replace

    pixels = np.asarray(Image.open(io.BytesIO(portrait)).convert("RGB"))
    face, _ = central_face(pixels)
    left, top, right, bottom = face.box
    shift = (right - left) // 20
    moved = replace(face, box=(left + shift, top + shift, right + shift, bottom + shift))
    first, second = (refined(f, close_up(pixels, f)).landmarks for f in (face, moved))
    assert np.abs(first - face.landmarks).max() < 0.12 * (right - left)
    assert np.abs(first - second).mean() < 0.02 * (right - left)
