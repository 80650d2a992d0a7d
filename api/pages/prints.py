"""Ten fingers as two hands with each finger's bits, and two prints with their paired minutiae drawn over them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, sin
from typing import Final

import numpy as np

from api.pages import labels
from matcher.biometrics.cards.compare import CardComparison
from matcher.biometrics.fingers.compare import FingerComparison
from matcher.biometrics.images import to_png
from matcher.biometrics.types import STANDARD_PPI, Card, CardTemplate, FingerImage, FingerTemplate, Gray, Minutiae

HANDS: Final = ((10, 9, 8, 7, 6), (1, 2, 3, 4, 5))
"""Left and right hand as one sees one's own, back up: little finger to thumb, thumb to little finger."""
_TOPS: Final = {10: 70, 9: 24, 8: 8, 7: 26, 6: 104, 1: 104, 2: 26, 3: 8, 4: 24, 5: 70}
_WIDTH: Final = 46
_GAP: Final = 10
_HAND: Final = 5 * (_WIDTH + _GAP)
_PALM: Final = 196
_CLEAR: Final = 0.05
_TAIL: Final = 11.0
"""Length of a minutia's tail in pixels at 500 ppi."""
_DRAWN: Final = 24
"""Pairs that are drawn: more cannot be told apart by the eye."""


@dataclass(frozen=True, slots=True)
class FingerBar:
    """A finger of the figure: where it stands, what is written on it, and how it looks."""

    position: int
    label: str
    x: int
    y: int
    height: int
    bits: float | None
    kind: str
    """``for``, ``against``, ``neutral``, or ``missing`` (nothing to compare)."""
    note: str
    """Why it is missing, or both qualities."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A minutia: where, whither, and the number of its pair (0: unpaired)."""

    x: float
    y: float
    tail_x: float
    tail_y: float
    number: int


@dataclass(frozen=True, slots=True)
class Print:
    """One print with its minutiae, in pixels at 500 ppi."""

    address: str
    """The print as a ``data:`` address: pixels decoded in the worker and written anew."""
    width: int
    height: int
    marks: tuple[Mark, ...]
    nfiq2: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One finger of both cards."""

    position: int
    label: str
    bits: float
    paired: int
    left: Print
    right: Print


def hands(a: CardTemplate, b: CardTemplate, compared: CardComparison) -> tuple[FingerBar, ...]:
    """The figure's fingers, left hand first."""
    bars = []
    for hand, fingers in enumerate(HANDS):
        for place, position in enumerate(fingers):
            x = hand * (_HAND + 40) + place * (_WIDTH + _GAP)
            bars.append(_bar(position, x, compared.fingers.get(position), (a, b)))
    return tuple(bars)


def _bar(
    position: int, x: int, compared: FingerComparison | None, cards: tuple[CardTemplate, CardTemplate]
) -> FingerBar:
    bits = compared.bits if compared else None
    kind = "missing" if bits is None else "for" if bits >= _CLEAR else "against" if bits <= -_CLEAR else "neutral"
    note = _missing(position, cards) if bits is None else _qualities(position, cards)
    return FingerBar(position, labels.finger(position), x, _TOPS[position], _PALM - _TOPS[position], bits, kind, note)


def _missing(position: int, cards: tuple[CardTemplate, CardTemplate]) -> str:
    reasons = [labels.missing_finger(c.missing[position].value) for c in cards if position in c.missing]
    return "; ".join(dict.fromkeys(reasons)) or labels.missing_finger("not-taken")


def _qualities(position: int, cards: tuple[CardTemplate, CardTemplate]) -> str:
    found = [card.fingers[position].nfiq2 for card in cards]
    return "NFIQ2 " + " / ".join("–" if q is None else str(q) for q in found)


def pair(
    position: int, compared: FingerComparison, templates: tuple[CardTemplate, CardTemplate], cards: tuple[Card, Card]
) -> Pair | None:
    """One finger's prints with their pairs; None where a card no longer shows the print."""
    pairs = compared.pairs[:_DRAWN]
    sides = []
    for side, (template, card) in enumerate(zip(templates, cards, strict=True)):
        finger = template.fingers[position]
        image = _image(card, finger)
        if image is None:
            return None
        sides.append(_print(image, finger, {pair_[side]: n for n, pair_ in enumerate(pairs, 1)}))
    return Pair(position, labels.finger(position), compared.bits, len(compared.pairs), sides[0], sides[1])


def _image(card: Card, finger: FingerTemplate) -> FingerImage | None:
    """The print that the template was made of: of that position, that kind and that size."""
    size = finger.minutiae.width, finger.minutiae.height
    same = [p for p in card.prints if p.position == finger.position and p.impression is finger.impression]
    return next((p for p in same if _size(p) == size), same[0] if same else None)


def _size(image: FingerImage) -> tuple[int, int]:
    height, width = image.pixels.shape
    scale = STANDARD_PPI / image.ppi
    return round(width * scale), round(height * scale)


def _print(image: FingerImage, finger: FingerTemplate, numbers: Mapping[int, int]) -> Print:
    width, height = _size(image)
    png = base64.b64encode(to_png(_small(image.pixels, width))).decode()
    marks = tuple(_mark(finger.minutiae, i, numbers.get(i, 0)) for i in range(len(finger.minutiae)))
    ordered = sorted(marks, key=lambda m: m.number > 0)  # pairs are drawn last, over the others
    return Print(f"data:image/png;base64,{png}", width, height, tuple(ordered), finger.nfiq2)


def _small(pixels: Gray, width: int) -> Gray:
    """Every other pixel of a print scanned at twice the resolution or more: the page need not carry them."""
    step = max(1, round(pixels.shape[1] / max(width, 1)))
    return np.ascontiguousarray(pixels[::step, ::step])


def _mark(minutiae: Minutiae, i: int, number: int) -> Mark:
    x, y, angle = float(minutiae.x[i]), float(minutiae.y[i]), float(minutiae.angle[i])
    return Mark(round(x, 1), round(y, 1), round(x + _TAIL * cos(angle), 1), round(y - _TAIL * sin(angle), 1), number)
