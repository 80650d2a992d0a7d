"""Sequence check: is each print in its own box?

Three faults are told apart, by what is found rather than by what is likely: one finger printed in two boxes of a card,
two fingers swapped (between the rolled and the plain impressions of a card, or between two cards of one person), and
left taken for right (whole hands swapped).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matcher.biometrics.cards.positions import mirrored
from matcher.biometrics.fingers.compare import compare_many
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import CardTemplate, FingerTemplate
from matcher.biometrics.worker import Worker


class Fault(StrEnum):
    """What is wrong with the order of prints."""

    SAME_FINGER_TWICE = "same-finger-twice"
    SWAPPED = "swapped"
    WRONG_HAND = "wrong-hand"
    MISPLACED = "misplaced"


@dataclass(frozen=True, slots=True)
class SequenceFault:
    """One fault and the positions it concerns, with the bits that show it."""

    fault: Fault
    positions: tuple[int, ...]
    bits: float


Hits = dict[tuple[int, int], float]


def _hits(a: dict[int, FingerTemplate], b: dict[int, FingerTemplate], worker: Worker | None) -> Hits:
    """Pairs of positions that hold one finger beyond doubt, and their bits."""
    least = settings()["evidence"]["sequence_bits"]
    found: Hits = {}
    columns = sorted(b)
    for row, probe in a.items():
        compared = compare_many(probe, [b[c] for c in columns], worker)
        found |= {(row, c): r.bits for c, r in zip(columns, compared, strict=True) if r.bits >= least}
    return found


def check_card(card: CardTemplate, worker: Worker | None = None) -> tuple[SequenceFault, ...]:
    """Look for one finger in two boxes, and for rolled and plain impressions that disagree on the order."""
    faults = []
    order = sorted(card.fingers)
    for k, first in enumerate(order):
        rest = {f: card.fingers[f] for f in order[k + 1 :]}
        hits = _hits({first: card.fingers[first]}, rest, worker)
        faults += [SequenceFault(Fault.SAME_FINGER_TWICE, pair, bits) for pair, bits in hits.items()]
    return tuple(faults) + _misplaced(_hits(card.control, card.fingers, worker))


def check_pair(a: CardTemplate, b: CardTemplate, worker: Worker | None = None) -> tuple[SequenceFault, ...]:
    """Look for fingers of one card that stand in another box of the other card."""
    return _misplaced(_hits(a.fingers, b.fingers, worker))


def _misplaced(hits: Hits) -> tuple[SequenceFault, ...]:
    """Read the hits off the diagonal: hands, then swaps, then single misplaced fingers."""
    off = {pair: bits for pair, bits in hits.items() if pair[0] != pair[1] and (pair[0], pair[0]) not in hits}
    hand = {pair: bits for pair, bits in off.items() if pair[1] == mirrored(pair[0])}
    faults = []
    if len(hand) >= 2:
        positions = tuple(sorted({p for pair in hand for p in pair}))
        faults.append(SequenceFault(Fault.WRONG_HAND, positions, sum(hand.values())))
        off = {pair: bits for pair, bits in off.items() if pair not in hand}
    for (i, j), bits in sorted(off.items()):
        if (j, i) not in off:
            faults.append(SequenceFault(Fault.MISPLACED, (i, j), bits))
        elif i < j:
            faults.append(SequenceFault(Fault.SWAPPED, (i, j), bits + off[j, i]))
    return tuple(faults)
