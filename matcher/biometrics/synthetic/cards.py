"""Whole cards of people who do not exist."""

from __future__ import annotations

import functools

from matcher.biometrics.cards.positions import FINGERS
from matcher.biometrics.synthetic.impressions import impression
from matcher.biometrics.synthetic.ridges import MasterFinger, grow
from matcher.biometrics.types import STANDARD_PPI, Card, FingerImage, Impression, Missing


@functools.lru_cache(maxsize=64)
def master(person: int, finger: int) -> MasterFinger:
    """The finger of a person; grown once while it is kept."""
    return grow((person, finger))


def print_of(person: int, finger: int, taking: int, kind: Impression = Impression.ROLLED) -> FingerImage:
    """One print of a person's finger; ``taking`` numbers the occasions."""
    pixels = impression(master(person, finger), (person, finger, taking, 0 if kind is Impression.ROLLED else 1), kind)
    return FingerImage(finger, kind, pixels, STANDARD_PPI, "")


def prints(
    person: int, taking: int, missing: dict[int, Missing] | None = None, fingers: tuple[int, ...] = FINGERS
) -> tuple[FingerImage, ...]:
    """The rolled prints of a card, without the fingers that are missing."""
    absent = missing or {}
    return tuple(print_of(person, f, taking) for f in fingers if f not in absent)


def card(person: int, taking: int, missing: dict[int, Missing] | None = None) -> Card:
    """A card in memory, as if it had been read from a file."""
    absent = dict(missing or {})
    return Card({}, {}, prints(person, taking, absent), (), (), (), absent, ())
