"""Compare two faces: the score, and what it weighs in bits."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.biometrics import calibration
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.faces.normalise import file_name, score
from matcher.biometrics.types import FaceSample, FaceTemplate
from matcher.biometrics.worker import Worker, default_worker


@dataclass(frozen=True, slots=True)
class FaceComparison:
    """Score and log2 likelihood ratio of two faces under one model."""

    model: str
    score: float
    bits: float


def enrol(data: bytes, description: str | None = None, worker: Worker | None = None) -> FaceSample:
    """Enrol the bytes of a photo in the worker process. Raises BadFile or TooLarge with what is wrong."""
    sample: FaceSample = (worker or default_worker()).call("face", data, description, True)
    return sample


def curve(model: str) -> Calibration:
    """The calibration of a face model. Raises BadValue when there is none."""
    return calibration.load("matcher.biometrics.faces", file_name(model).replace(".npz", ".json"))


def compare(a: FaceTemplate, b: FaceTemplate) -> FaceComparison:
    """Compare two templates of one model; the bits are bounded by the model's cap, so a face alone is never certain."""
    value = score(a, b)
    return FaceComparison(a.model, value, float(curve(a.model)(value)))
