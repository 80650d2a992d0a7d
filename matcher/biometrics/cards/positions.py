"""Codes of ANSI/NIST-ITL 1-2011 for positions, impressions, missing fingers and compression."""

from __future__ import annotations

from matcher.biometrics.types import Finger, Impression, Missing

FINGERS = tuple(range(1, 11))
"""The ten positions of a card."""
SLAPS = {13: (2, 3, 4, 5), 14: (7, 8, 9, 10), 15: (1, 6)}
"""Plain impressions of several fingers at once: right four, left four, both thumbs."""
PLAIN_THUMBS = {11: 1, 12: 6}
"""Codes of the plain right and left thumb, and the finger they are."""
IMPRESSIONS = {
    0: Impression.PLAIN,
    1: Impression.ROLLED,
    2: Impression.PLAIN,
    3: Impression.ROLLED,
    4: Impression.LATENT,
    5: Impression.LATENT,
    6: Impression.LATENT,
    7: Impression.LATENT,
    24: Impression.PLAIN,
    25: Impression.ROLLED,
}
"""Impression type codes (table 7): live-scan and inked, contact and contactless."""
IMPRESSION_CODES = {Impression.PLAIN: 0, Impression.ROLLED: 1}
"""What is written: live-scan plain, live-scan rolled; anything else is written as plain with its position."""
AMPUTATION = {"XX": Missing.AMPUTATED, "UP": Missing.BANDAGED}
"""Field 14.018 AMP: XX amputation, UP unable to print (bandaged)."""
AMPUTATION_CODES = {v: k for k, v in AMPUTATION.items()}
TYPE4_COMPRESSION = {0: "NONE", 1: "WSQ20"}
"""Compression byte of a Type-4 record; JPEG (2, 3) was never used for prints at 500 ppi."""

_MIRROR = {f: f + 5 if f <= 5 else f - 5 for f in FINGERS}


def mirrored(finger: int) -> int:
    """The same finger of the other hand."""
    return _MIRROR[finger]


def single_finger(code: int) -> int | None:
    """The finger 0..10 that a position code speaks of; None for slaps, palms and anything else."""
    code = PLAIN_THUMBS.get(code, code)
    return code if code in {int(f) for f in Finger} else None
