"""What biometric things are: a quality check, a face, minutiae, a finger, a card.

Coordinates are pixels from the top left corner. Angles of minutiae are radians in [0, 2π), counter-clockwise from the
x axis pointing right (y pointing up for the angle only), along the ridge at an ending and along the valley at a
bifurcation, as in ISO/IEC 19794-2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""Height x width."""
Colour = NDArray[np.uint8]
"""Height x width x 3, RGB."""
Vector = NDArray[np.float32]
Codes = NDArray[np.uint64]
Field = NDArray[np.uint8]
"""2 x rows x columns: ridge directions in 256ths of a half turn, and how surely each cell was seen in 255ths."""

STANDARD_PPI = 500.0
"""Resolution at which every finger is compared, in pixels per inch."""


@dataclass(frozen=True, slots=True)
class QualityCheck:
    """One rule of ISO/IEC 19794-5 or ICAO Doc 9303: the value measured, its limits, and whether it holds."""

    name: str
    value: float
    unit: str
    low: float | None
    high: float | None

    @property
    def passed(self) -> bool:
        """Whether the value stands within its limits."""
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)


@dataclass(frozen=True, slots=True)
class FaceTemplate:
    """A face as numbers: a unit vector and how crowded its neighbourhood is (see ``faces/normalise.py``).

    Templates of two models never meet: comparison refuses when ``model`` differs.
    """

    model: str
    vector: Vector
    density: float = 0.0


@dataclass(frozen=True, slots=True)
class FaceSample:
    """What one photo gave: the template of its chosen face, where that face is, and every quality check."""

    template: FaceTemplate
    box: tuple[int, int, int, int]
    landmarks: tuple[tuple[float, float], ...]
    width: int
    height: int
    faces: int
    quality: tuple[QualityCheck, ...]


class MinutiaKind(IntEnum):
    """ISO/IEC 19794-2:2005, 7.4.2.1."""

    OTHER = 0
    ENDING = 1
    BIFURCATION = 2


@dataclass(frozen=True, slots=True)
class Minutiae:
    """The minutiae of one impression at 500 ppi: parallel arrays of length n."""

    model: str
    width: int
    height: int
    x: Vector
    y: Vector
    angle: Vector
    kind: NDArray[np.uint8]
    quality: Vector

    def __len__(self) -> int:
        return len(self.x)


class Finger(IntEnum):
    """Finger positions 0–10 of ANSI/NIST-ITL 1-2011 (table 8) and ISO/IEC 19794-2."""

    UNKNOWN = 0
    RIGHT_THUMB = 1
    RIGHT_INDEX = 2
    RIGHT_MIDDLE = 3
    RIGHT_RING = 4
    RIGHT_LITTLE = 5
    LEFT_THUMB = 6
    LEFT_INDEX = 7
    LEFT_MIDDLE = 8
    LEFT_RING = 9
    LEFT_LITTLE = 10


class Missing(StrEnum):
    """Why a finger is not on the card (field 14.018 AMP, and what paper cards say besides)."""

    AMPUTATED = "amputated"
    BANDAGED = "bandaged"
    NOT_TAKEN = "not-taken"


class Impression(StrEnum):
    """How the print was made."""

    PLAIN = "plain"
    ROLLED = "rolled"
    LATENT = "latent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FingerTemplate:
    """One finger as it is compared: minutiae, cylinder codes of those that have one, NFIQ2 quality.

    ``holders`` (k,) are the indices of the minutiae that own a cylinder; ``codes`` and ``masks`` are (k, words): the
    bits of each cylinder and which of them lie where the finger was seen. ``nfiq2`` is None where it could
    not be computed. ``ridges`` holds the ridge directions, and is empty where only minutiae are known.
    """

    model: str
    position: int
    impression: Impression
    minutiae: Minutiae
    holders: NDArray[np.int64]
    codes: Codes
    masks: Codes
    nfiq2: int | None
    ridges: Field = field(default_factory=lambda: np.zeros((2, 0, 0), np.uint8))


@dataclass(frozen=True, slots=True)
class FingerImage:
    """One print on a card: decoded pixels and the resolution they were scanned at."""

    position: int
    impression: Impression
    pixels: Gray
    ppi: float
    record: str
    """Where it stood, such as ``14.1`` (record type and number)."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A face image of a Type-10 record, encoded as it came (JPEG, JPEG 2000 or PNG), and where it comes from.

    ``taken_on`` (10.005 PHD) and ``agency`` (10.004 SRC) as the record writes them; ``pose`` (10.020 POS): F frontal.
    """

    data: bytes
    record: str
    taken_on: str = ""
    agency: str = ""
    pose: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What stood in a fingerprint card file.

    ``header`` are the Type-1 and ``text`` the Type-2 fields by number; ``prints`` single fingers, ``others`` slaps
    and palms (position by its ITL code); ``minutiae`` the opaque Type-9 fields; ``notes`` what was left out and why.
    """

    header: dict[int, str]
    text: dict[int, str]
    prints: tuple[FingerImage, ...]
    others: tuple[FingerImage, ...]
    portraits: tuple[Portrait, ...]
    minutiae: tuple[dict[int, str], ...]
    missing: dict[int, Missing]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """A whole card as it is compared and searched.

    ``fingers`` holds the better impression of each position, ``control`` the other one where the card has two
    (rolled and plain): the sequence check compares them. ``missing`` says why a position is empty.
    """

    fingers: dict[int, FingerTemplate] = field(default_factory=dict)
    control: dict[int, FingerTemplate] = field(default_factory=dict)
    missing: dict[int, Missing] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
