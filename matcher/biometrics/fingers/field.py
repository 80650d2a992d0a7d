"""The ridge directions of a print on a coarse grid, and how surely each cell was seen.

Directions come from the averaged squared gradient (Kass and Witkin 1987; Bazen and Gerez, IEEE TPAMI 24(7), 2002). A
print of which only the minutiae are known (ISO/IEC 19794-2) gets a rougher field out of their directions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import Field, Gray, Minutiae

Floats = NDArray[np.float64]
LEVELS = 256
"""Steps of a half turn, and of certainty."""


def _packed(angle: Floats, certainty: Floats) -> Field:
    """Directions (radians, any turn) and certainties 0..1 as a field of bytes; (2, rows, columns)."""
    turned = np.round(np.mod(angle, np.pi) * (LEVELS / np.pi)).astype(np.int64) % LEVELS
    return np.stack([turned, np.round(np.clip(certainty, 0, 1) * (LEVELS - 1))]).astype(np.uint8)


def of_image(gray: Gray) -> Field:
    """Measure the field of a print at 500 ppi; angles counter-clockwise from the x axis, as those of minutiae."""
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415 - only to enrol

    rule = settings()["field"]
    pixels, step = gray.astype(np.float32), rule["step"]
    down, across = (gaussian_filter(pixels, rule["sigma_gradient"], order=o) for o in ((1, 0), (0, 1)))
    products = (across * across, down * down, across * down)
    xx, yy, xy = (gaussian_filter(p, rule["sigma_window"])[step // 2 :: step, step // 2 :: step] for p in products)
    energy = xx + yy
    coherence = np.hypot(xx - yy, 2 * xy) / (energy + 1e-6)
    usual = np.percentile(energy, rule["usual_percentile"])
    inked = np.clip(energy / (rule["full_energy"] * usual + 1e-6), 0, 1)
    inked[energy < rule["least_energy"] * usual] = 0
    angle = -(0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2)  # along the ridge, and y upward
    return _packed(angle, coherence * inked)


def of_minutiae(found: Minutiae) -> Field:
    """Guess the field of a print from its minutiae: each cell turns as the minutiae near it do."""
    rule = settings()["field"]
    step, sigma = rule["step"], rule["sigma_minutiae"]
    rows, columns = (max(1, -(-(side - step // 2) // step)) for side in (found.height, found.width))
    if not len(found):
        return np.zeros((2, rows, columns), np.uint8)
    y, x = (np.arange(n) * step + step / 2 for n in (rows, columns))
    square = (x[None, :, None] - found.x) ** 2 + (y[:, None, None] - found.y) ** 2
    near = np.exp(-square / (2 * sigma**2))
    double = (near * np.exp(2j * found.angle.astype(np.float64))).sum(axis=-1)
    total = near.sum(axis=-1)
    return _packed(np.angle(double) / 2, np.minimum(total, 1) * np.abs(double) / np.maximum(total, 1e-9))
