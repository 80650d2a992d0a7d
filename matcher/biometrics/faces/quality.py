"""Quality of a face photo, one rule at a time, after ISO/IEC 19794-5 and ICAO Doc 9303.

Each rule is a function of the same view of the photo and answers with one number; names, units and limits stand in
``faces.toml``. What five landmarks cannot see (expression, gaze, glasses) is not reported at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.faces.detect import Face, settings
from matcher.biometrics.faces.embed import align, eye_centres
from matcher.biometrics.types import Colour, QualityCheck

_SIDE = 160
_EYES = [[56.0, 64.0], [104.0, 64.0]]
_FACE = (slice(40, 144), slice(36, 124))
"""Rows and columns of the skin region in the aligned crop."""
_EYE_BOXES = ((slice(56, 73), slice(44, 69)), (slice(56, 73), slice(92, 117)))
_HEAD_PER_EYE = 3.6
"""Chin to crown over the distance of the pupils: 232 mm / 64.7 mm, US Army survey 1988 (Gordon et al. 1989)."""
_NOSE_DEPTH = 0.45
"""How far the base of the nose stands before the eye plane, in eye distances: turns its offset into an angle."""
_NOSE_DROP = 0.78
"""Eye line to base of the nose in eye distances: median of the development photos."""


@dataclass(frozen=True, slots=True)
class View:
    """A photo seen for its quality: pixels, subject, number of faces, aligned grey crop (160 x 160, 0..1)."""

    pixels: Colour
    face: Face
    faces: int
    crop: NDArray[np.float64]

    @property
    def eyes(self) -> NDArray[np.float64]:
        """Centres of the eyes, left of the picture first; shape (2, 2)."""
        return eye_centres(self.face)

    @property
    def eye_distance(self) -> float:
        """Distance of the eye centres in pixels."""
        return float(np.hypot(*(self.eyes[1] - self.eyes[0])))


def view(pixels: Colour, face: Face, faces: int) -> View:
    """Prepare a photo for the rules."""
    crop = align(pixels, face, _SIDE, _EYES) @ np.array([0.299, 0.587, 0.114]) / 255
    return View(pixels, face, faces, crop)


def _nose(v: View) -> tuple[float, float]:
    """Offset of the nose from the middle of the eyes, along and across the eye line, in eye distances."""
    axis = (v.eyes[1] - v.eyes[0]) / v.eye_distance
    offset = (v.face.landmarks[4] - v.eyes.mean(axis=0)) / v.eye_distance
    return float(offset @ axis), float(offset @ np.array([-axis[1], axis[0]]))


def _degrees(ratio: float) -> float:
    return float(np.degrees(np.arcsin(np.clip(ratio, -1, 1))))


def roll(v: View) -> float:
    """Tilt of the eye line in degrees."""
    return float(np.degrees(np.arctan2(*(v.eyes[1] - v.eyes[0])[::-1])))


def yaw(v: View) -> float:
    """Turn to the side in degrees, from the offset of the nose."""
    return _degrees(_nose(v)[0] / _NOSE_DEPTH)


def pitch(v: View) -> float:
    """Nod in degrees, from the distance of the nose below the eye line (positive: head lowered)."""
    return _degrees((_nose(v)[1] - _NOSE_DROP) / _NOSE_DEPTH)


def eyes_visible(v: View) -> float:
    """Darkness of pupil and iris against their surroundings, in the weaker eye: low for closed eyes, dark glasses."""
    patches = [v.crop[rows, columns] for rows, columns in _EYE_BOXES]
    return min(float(np.percentile(p, 75) - np.percentile(p, 5)) for p in patches)


def _skin(v: View) -> NDArray[np.float64]:
    return v.crop[_FACE]


def sharpness(v: View) -> float:
    """Mean gradient of the face in the aligned crop (share of full scale per pixel)."""
    down, across = np.gradient(_skin(v))
    return float(np.hypot(down, across).mean())


def contrast(v: View) -> float:
    """Grey levels (of 256) between the darkest and the lightest hundredth of the face."""
    low, high = np.percentile(_skin(v), [1, 99])
    return float(high - low) * 255


def clipped(v: View) -> float:
    """Share of face pixels that are black or white altogether."""
    skin = _skin(v)
    return float(((skin <= 0.01) | (skin >= 0.99)).mean())


def even_light(v: View) -> float:
    """Difference of mean brightness between both halves of the face."""
    skin = _skin(v)
    half = skin.shape[1] // 2
    return abs(float(skin[:, :half].mean() - skin[:, -half:].mean()))


def _background(v: View) -> NDArray[np.float64]:
    """Brightness of what stands above the chin and clear of the head; empty in a tight crop."""
    height, width = v.pixels.shape[:2]
    centre, reach = v.eyes.mean(axis=0), v.eye_distance
    rows, columns = np.mgrid[0:height:4, 0:width:4]
    beside = np.hypot((columns - centre[0]) / (1.8 * reach), (rows - centre[1] - 0.3 * reach) / (2.6 * reach)) > 1
    above = rows < centre[1] + reach
    grey = v.pixels[::4, ::4] @ np.array([0.299, 0.587, 0.114]) / 255
    return np.asarray(grey[beside & above])


def background(v: View) -> float:
    """Standard deviation of brightness behind the head (0 where nothing of it is seen)."""
    seen = _background(v)
    return float(seen.std()) if seen.size else 0.0


def background_light(v: View) -> float:
    """Mean brightness behind the head (1 where nothing of it is seen)."""
    seen = _background(v)
    return float(seen.mean()) if seen.size else 1.0


RULES: dict[str, Callable[[View], float]] = {
    "faces": lambda v: float(v.faces),
    "eye_distance": lambda v: v.eye_distance,
    "head_height": lambda v: _HEAD_PER_EYE * v.eye_distance / v.pixels.shape[0],
    "centred": lambda v: float(v.eyes[:, 0].mean()) / v.pixels.shape[1],
    "roll": roll,
    "yaw": yaw,
    "pitch": pitch,
    "eyes_visible": eyes_visible,
    "sharpness": sharpness,
    "brightness": lambda v: float(_skin(v).mean()),
    "contrast": contrast,
    "clipped": clipped,
    "even_light": even_light,
    "background": background,
    "background_light": background_light,
}
"""Every rule by its name in ``faces.toml``."""


def check(pixels: Colour, face: Face, faces: int) -> tuple[QualityCheck, ...]:
    """Measure every rule on one photo."""
    seen, rules = view(pixels, face, faces), settings()["quality"]
    return tuple(
        QualityCheck(name, round(rule(seen), 4), rules[name]["unit"], rules[name].get("low"), rules[name].get("high"))
        for name, rule in RULES.items()
    )
