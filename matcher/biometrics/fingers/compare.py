"""Compare two fingers: cylinder codes and bozorth3, fused, as bits.

The relaxed cylinder score grows by ratios and bozorth3 by counts, so logarithms of both are added; weights stand in
``fingers.toml``. One calibration belongs to each extractor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.biometrics import calibration
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.fingers.mcc_fast import relaxed_score
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import FingerTemplate
from matcher.biometrics.worker import Worker, default_worker
from models.errors import BadValue


@dataclass(frozen=True, slots=True)
class FingerComparison:
    """Scores of both matchers, their fusion, its weight in bits, and the paired minutiae (indices, best first)."""

    model: str
    mcc: float
    bozorth3: int
    score: float
    bits: float
    pairs: tuple[tuple[int, int], ...]


def enrol(data: bytes, model: str, ppi: float | None = None, worker: Worker | None = None) -> FingerTemplate:
    """Enrol the bytes of one print in the worker process. Raises BadFile or TooLarge with what is wrong."""
    found: FingerTemplate = (worker or default_worker()).call("finger", data, model, 0, ppi, True)
    return found


def fuse(mcc: float, bozorth3: int) -> float:
    """Join both scores: log of the relaxed score plus the weighted log of bozorth3."""
    rule = settings()["fusion"]
    return float(np.log(max(mcc, rule["floor"])) + rule["bozorth3"] * np.log1p(bozorth3))


def curve(model: str) -> Calibration:
    """The calibration of an extractor's fused scores."""
    return calibration.load("matcher.biometrics.fingers", model.replace("/", "-") + ".json")


def bits(score: float, a: FingerTemplate, b: FingerTemplate) -> float:
    """Weigh a fused score; prints of poor quality hardly speak against one person."""
    rule, value = settings()["evidence"], float(curve(a.model)(score))
    poor = any(f.nfiq2 is not None and f.nfiq2 < rule["low_nfiq2"] for f in (a, b))
    return max(value, rule["low_quality_floor_bits"]) if poor else value


def compare_many(
    probe: FingerTemplate, gallery: list[FingerTemplate], worker: Worker | None = None
) -> list[FingerComparison]:
    """Compare one print with many of the same extractor. Raises BadValue when the models differ."""
    for other in gallery:
        if other.model != probe.model:
            raise BadValue("template_models", field="fingerprint", first=probe.model, second=other.model)
    native = worker or default_worker()
    counts = native.call("bozorth3", probe.minutiae, [g.minutiae for g in gallery]) if gallery else []
    found = []
    for other, bozorth3 in zip(gallery, counts, strict=True):
        relaxed = relaxed_score(probe, other)
        score = fuse(relaxed.score, bozorth3)
        weight = bits(score, probe, other)
        found.append(FingerComparison(probe.model, relaxed.score, bozorth3, score, weight, relaxed.pairs))
    return found


def compare(a: FingerTemplate, b: FingerTemplate, worker: Worker | None = None) -> FingerComparison:
    """Compare two prints of one extractor."""
    return compare_many(a, [b], worker)[0]
