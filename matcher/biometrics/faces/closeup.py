"""Look at a chosen face closely: a crop of standard size, and landmarks that several looks agree on.

One run of the landmark model jitters by a pixel or two with the box it starts from, and the network sees every such
pixel. The mean over slightly moved and scaled boxes on an enlarged crop is steadier: on the development photos it took
a fifth off the equal error rate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.faces.detect import Face, landmarks, settings
from matcher.biometrics.packages import require
from matcher.biometrics.types import Colour


@dataclass(frozen=True, slots=True)
class CloseUp:
    """A crop in which the face box has the standard side; ``origin`` is its corner in the photo, ``scale`` its zoom."""

    pixels: Colour
    origin: NDArray[np.float64]
    scale: float

    def inward(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the photo in the crop."""
        return (points - self.origin) * self.scale

    def outward(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the crop in the photo."""
        return points / self.scale + self.origin


def close_up(pixels: Colour, face: Face) -> CloseUp:
    """Cut the face with its surroundings; black where the photo ends."""
    rule, image = settings()["close_up"], require("PIL.Image")
    left, top, right, bottom = face.box
    reach = rule["surroundings"] * (right - left)
    scale = rule["side"] / (right - left)
    origin = np.array([(left + right) / 2 - reach, (top + bottom) / 2 - reach])
    corner = np.floor(origin).astype(int)
    far = np.ceil(origin + 2 * reach).astype(int)
    part = image.fromarray(pixels).crop((*corner.tolist(), *far.tolist()))
    inner = tuple(float(v) for v in (*(origin - corner), *(origin + 2 * reach - corner)))
    side = round(2 * reach * scale)
    cut = part.resize((side, side), image.Resampling.BICUBIC, inner)
    return CloseUp(np.asarray(cut), origin, scale)


def refined(face: Face, seen: CloseUp) -> Face:
    """The face with landmarks averaged over the looks in ``faces.toml`` (shift across, down, zoom of the box)."""
    rule = settings()["close_up"]
    middle = len(seen.pixels) / 2
    found = []
    for across, down, zoom in rule["looks"]:
        half = rule["side"] / 2 * zoom
        x, y = middle + across * rule["side"], middle + down * rule["side"]
        found.append(landmarks(seen.pixels, (x - half, y - half, x + half, y + half)))
    return replace(face, landmarks=seen.outward(np.mean(found, axis=0)))
