"""From the bytes of a photo to a face sample. Runs inside the worker process."""

from __future__ import annotations

import numpy as np

from matcher.biometrics.faces.closeup import close_up, refined
from matcher.biometrics.faces.detect import central_face
from matcher.biometrics.faces.embed import embedder
from matcher.biometrics.faces.normalise import load
from matcher.biometrics.faces.quality import check
from matcher.biometrics.images import read_colour
from matcher.biometrics.packages import require
from matcher.biometrics.types import Colour, FaceSample, FaceTemplate

_LONGEST = 1600
"""Longest side that is worked on: a full-frontal face in it has more than the 150 pixels the network sees."""


def _working_size(pixels: Colour) -> Colour:
    if max(pixels.shape[:2]) <= _LONGEST:
        return np.ascontiguousarray(pixels)
    image = require("PIL.Image").fromarray(pixels)
    image.thumbnail((_LONGEST, _LONGEST))
    return np.asarray(image)


def enrol(data: bytes, description: str | None = None, normalised: bool = True) -> FaceSample:
    """Find, measure and embed the subject of a photo.

    ``description`` is the TOML of an ONNX embedder (default: dlib). With ``normalised=False`` the template holds the
    embedder's own vector: that is what training needs. Raises BadFile when no face is found.
    """
    pixels = _working_size(read_colour(data))
    chosen, counted = central_face(pixels)
    face = refined(chosen, close_up(pixels, chosen))
    network = embedder(description)
    vector = network.embed(pixels, face)
    template = load(network.model).template(vector) if normalised else FaceTemplate(network.model, vector)
    height, width = pixels.shape[:2]
    landmarks = tuple((round(float(x), 1), round(float(y), 1)) for x, y in face.landmarks)
    quality = check(pixels, face, len(counted))
    return FaceSample(template, face.box, landmarks, width, height, len(counted), quality)
