"""What two records' pictures say together: pairs compared, as columns for the scorer and as words for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.biometrics.cards.compare import CardComparison, capped
from matcher.biometrics.evidence import FACE, FINGERPRINTS, card_evidence, face_evidence
from matcher.biometrics.faces.compare import FaceComparison
from matcher.biometrics.faces.compare import compare as compare_faces
from matcher.biometrics.fingers.compare import FingerComparison, compare_many
from matcher.biometrics.types import CardTemplate, FaceTemplate
from matcher.biometrics.worker import Worker
from matcher.scorer.beside import Beside
from models.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Sample:
    """The templates by which one record (or query) is compared; None is missing, and missing says nothing."""

    face: FaceTemplate | None = None
    card: CardTemplate | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """What a pair's pictures gave; None where a side has nothing of the kind, or of another model."""

    face: FaceComparison | None = None
    card: CardComparison | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The pieces of evidence, to stand beside the biographic ones."""
        face = face_evidence(self.face) if self.face else None
        card = card_evidence(self.card) if self.card else None
        return tuple(piece for piece in (face, card) if piece is not None)

    @property
    def bits(self) -> float | None:
        """Both together; None when there was nothing to compare."""
        found = [c.bits for c in (self.face, self.card) if c is not None]
        return sum(found) if found else None


def compare_with(probe: Sample, others: Sequence[Sample], worker: Worker | None = None) -> list[Pair]:
    """Compare one sample with many; templates of two models never meet: such a pair is missing."""
    cards = _cards(probe.card, [other.card for other in others], worker)
    return [Pair(_face(probe.face, other.face), card) for other, card in zip(others, cards, strict=True)]


def beside(pairs: Sequence[Pair]) -> Beside:
    """The columns that the scorer adds to the biographic ones; NaN is missing."""
    rows = [[_bits(pair.face), _bits(pair.card)] for pair in pairs]
    return Beside((FACE, FINGERPRINTS), np.array(rows, np.float32).reshape(-1, 2))


def _bits(compared: FaceComparison | CardComparison | None) -> float:
    return float("nan") if compared is None else compared.bits


def _face(a: FaceTemplate | None, b: FaceTemplate | None) -> FaceComparison | None:
    return compare_faces(a, b) if a is not None and b is not None and a.model == b.model else None


def _cards(
    probe: CardTemplate | None, others: Sequence[CardTemplate | None], worker: Worker | None
) -> list[CardComparison | None]:
    """Finger by finger over all cards: the native matcher is called once a finger, not once a pair."""
    found: list[dict[int, FingerComparison]] = [{} for _ in others]
    for position, finger in sorted(probe.fingers.items()) if probe is not None else ():
        at = [
            n
            for n, other in enumerate(others)
            if other is not None and position in other.fingers and other.fingers[position].model == finger.model
        ]
        theirs = [card.fingers[position] for n in at if (card := others[n]) is not None]
        for n, compared in zip(at, compare_many(finger, theirs, worker), strict=True):
            found[n][position] = compared
    return [CardComparison(f, capped(sum(c.bits for c in f.values()))) if f else None for f in found]
