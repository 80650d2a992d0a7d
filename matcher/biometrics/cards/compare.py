"""Compare two cards finger by finger, and say what the fingers together weigh."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.biometrics.fingers.compare import FingerComparison, compare
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import CardTemplate
from matcher.biometrics.worker import Worker


@dataclass(frozen=True, slots=True)
class CardComparison:
    """Comparison of each finger that both cards have, and the sum of their bits within the cap.

    A finger that one card lacks is missing: it speaks neither for nor against.
    """

    fingers: dict[int, FingerComparison]
    bits: float


def capped(bits: float) -> float:
    """Hold the weight of a whole card within its cap: ten fingers of one person are not independent."""
    cap = float(settings()["evidence"]["card_cap_bits"])
    return max(-cap, min(cap, bits))


def compare_cards(a: CardTemplate, b: CardTemplate, worker: Worker | None = None) -> CardComparison:
    """Compare the fingers that both cards have. No common finger: no comparison and 0 bits."""
    common = sorted(a.fingers.keys() & b.fingers.keys())
    fingers = {f: compare(a.fingers[f], b.fingers[f], worker) for f in common}
    return CardComparison(fingers, capped(sum(c.bits for c in fingers.values())))
