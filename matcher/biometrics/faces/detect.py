"""Find the faces in a photo and choose the one the photo is of.

dlib's HOG detector sees faces of 80 pixels and more, so a photo is brought to a working size first: small ones are
enlarged, camera pictures reduced. When nothing is found the search goes on at larger sizes with a lower limit: in a
news-photo sample of 842 this left none without a face.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.limits import read_toml
from matcher.biometrics.packages import package_file, require
from matcher.biometrics.types import Colour
from models.errors import BadFile

_MODELS = "face_recognition_models"
_LANDMARK_FILE = "models/shape_predictor_5_face_landmarks.dat"


@dataclass(frozen=True, slots=True)
class Face:
    """One face: box (left, top, right, bottom) in pixels of the photo, detector confidence, five landmarks.

    Landmarks, as dlib orders them: outer and inner corner of the eye on the right of the picture, outer and inner
    corner of the eye on its left, base of the nose; shape (5, 2), x then y.
    """

    box: tuple[int, int, int, int]
    confidence: float
    landmarks: NDArray[np.float64]


@functools.cache
def settings() -> dict[str, Any]:
    """The room's settings (``faces.toml``)."""
    return read_toml("matcher.biometrics.faces", "faces.toml")


@functools.cache
def _detector() -> Any:
    return require("dlib").get_frontal_face_detector()


@functools.cache
def _landmarker() -> Any:
    return require("dlib").shape_predictor(str(package_file(_MODELS, _LANDMARK_FILE)))


def _resized(pixels: Colour, longest: int) -> tuple[Colour, float]:
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if 0.95 < scale < 1.05:
        return pixels, 1.0
    image = require("PIL.Image").fromarray(pixels)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(image.resize(size, require("PIL.Image").Resampling.BILINEAR)), scale


def landmarks(pixels: Colour, box: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """The five landmarks that dlib's model sees in a box (left, top, right, bottom); (5, 2)."""
    found = _landmarker()(pixels, require("dlib").rectangle(*(round(edge) for edge in box)))
    return np.array([(p.x, p.y) for p in found.parts()], dtype=np.float64)


def _at_size(pixels: Colour, longest: int, lowest: float) -> list[Face]:
    scaled, scale = _resized(pixels, longest)
    boxes, confidences, _ = _detector().run(scaled, 0, lowest)
    faces = []
    for box, confidence in zip(boxes, confidences, strict=True):
        edges = (box.left(), box.top(), box.right(), box.bottom())
        points = landmarks(scaled, edges) / scale
        left, top, right, bottom = (round(e / scale) for e in edges)
        faces.append(Face((left, top, right, bottom), float(confidence), points))
    return faces


def clear_faces(pixels: Colour) -> list[Face]:
    """The faces that are seen at a first look, without doubt."""
    first = settings()["detection"]["passes"][0]
    return _at_size(pixels, first["longest_side"], first["accept"])


def detect(pixels: Colour) -> list[Face]:
    """Return every face that the first successful pass finds, in no particular order; empty when there is none."""
    for attempt in settings()["detection"]["passes"]:
        faces = _at_size(pixels, attempt["longest_side"], attempt["lowest_confidence"])
        if any(f.confidence >= attempt["accept"] for f in faces):
            return faces
    return []


def prominence(face: Face, width: int, height: int) -> float:
    """How likely this face is the subject: confident, large and near the middle (weights in ``faces.toml``)."""
    weight = settings()["prominence"]
    left, top, right, bottom = face.box
    across, down = (left + right) / 2 / width - 0.5, (top + bottom) / 2 / height - 0.5
    size = (right - left) / max(width, height)
    return float(
        weight["confidence"] * min(face.confidence, 1.0)
        + weight["size"] * size
        - weight["distance"] * (across * across + down * down)
    )


def central_face(pixels: Colour) -> tuple[Face, list[Face]]:
    """Return the subject of the photo and all faces certain enough to count. Raises BadFile when none is found."""
    faces = detect(pixels)
    if not faces:
        raise BadFile("face_none", field="photo")
    height, width = pixels.shape[:2]
    chosen = max(faces, key=lambda f: prominence(f, width, height))
    counted = [f for f in faces if f is chosen or f.confidence >= settings()["detection"]["count_from"]]
    return chosen, counted
