"""Compare two fingers: cylinder codes, bozorth3, one print laid on the other; fused, as bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics import calibration
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.fingers import fusion
from matcher.biometrics.fingers.mcc_fast import relaxed_score
from matcher.biometrics.fingers.overlay import Overlay, overlay
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import FingerTemplate
from matcher.biometrics.worker import Worker, default_worker
from models.errors import BadValue


@dataclass(frozen=True, slots=True)
class Looks:
    """What each matcher found: relaxed cylinder score, bozorth3, overlay."""

    mcc: float
    bozorth3: int
    overlay: Overlay

    @property
    def features(self) -> NDArray[np.float64]:
        """The numbers that are fused; (6,)."""
        return fusion.features(self.mcc, self.bozorth3, self.overlay)


@dataclass(frozen=True, slots=True)
class FingerComparison:
    """Scores of the matchers, their fusion, its weight in bits, and the paired minutiae (indices, nearest first).

    ``ridges`` is the agreement of ridge directions in the common area, -1 to 1.
    """

    model: str
    mcc: float
    bozorth3: int
    ridges: float
    score: float
    bits: float
    pairs: tuple[tuple[int, int], ...]


def enrol(data: bytes, model: str, ppi: float | None = None, worker: Worker | None = None) -> FingerTemplate:
    """Enrol the bytes of one print in the worker process. Raises BadFile or TooLarge with what is wrong."""
    found: FingerTemplate = (worker or default_worker()).call("finger", data, model, 0, ppi, True)
    return found


def curve(model: str) -> Calibration:
    """The calibration of an extractor's fused scores."""
    return calibration.load("matcher.biometrics.fingers", model.replace("/", "-") + ".json")


def bits(score: float, a: FingerTemplate, b: FingerTemplate) -> float:
    """Weigh a fused score; prints of poor quality hardly speak against one person."""
    rule, value = settings()["evidence"], float(curve(a.model)(score))
    poor = any(f.nfiq2 is not None and f.nfiq2 < rule["low_nfiq2"] for f in (a, b))
    return max(value, rule["low_quality_floor_bits"]) if poor else value


def look_many(probe: FingerTemplate, gallery: list[FingerTemplate], worker: Worker | None = None) -> list[Looks]:
    """Look at one print beside many of the same extractor. Raises BadValue when the models differ."""
    for other in gallery:
        if other.model != probe.model:
            raise BadValue("template_models", field="fingerprint", first=probe.model, second=other.model)
    native = worker or default_worker()
    counts = native.call("bozorth3", probe.minutiae, [g.minutiae for g in gallery]) if gallery else []
    found = []
    for other, bozorth3 in zip(gallery, counts, strict=True):
        relaxed = relaxed_score(probe, other)
        found.append(Looks(relaxed.score, bozorth3, overlay(probe, other, relaxed.pairs)))
    return found


def compare_many(
    probe: FingerTemplate, gallery: list[FingerTemplate], worker: Worker | None = None
) -> list[FingerComparison]:
    """Compare one print with many of the same extractor. Raises BadValue when the models differ."""
    found = []
    for other, looks in zip(gallery, look_many(probe, gallery, worker), strict=True):
        score = float(fusion.load(probe.model)(looks.features))
        weight, seen = bits(score, probe, other), looks.overlay
        found.append(FingerComparison(probe.model, looks.mcc, looks.bozorth3, seen.ridges, score, weight, seen.pairs))
    return found


def compare(a: FingerTemplate, b: FingerTemplate, worker: Worker | None = None) -> FingerComparison:
    """Compare two prints of one extractor."""
    return compare_many(a, [b], worker)[0]
