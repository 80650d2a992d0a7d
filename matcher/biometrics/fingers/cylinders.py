"""Minutia cylinder codes: each minutia's surroundings as a string of bits, whatever the print's position and rotation.

Cappelli, Ferrara, Maltoni, "Minutia Cylinder-Code: a new representation and matching technique for fingerprint
recognition", IEEE TPAMI 32(12), 2010. A cylinder of radius 70 px stands on each minutia, turned with it; a cell holds
how much the neighbours near it point in its direction; a bit says whether that is more than nothing. The numbers stand
in ``fingers.toml``. y is turned upward first, so that rotation and angle have one sense.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import Codes, Minutiae

Floats = NDArray[np.float64]
_WORD = 64
_SQRT2 = np.sqrt(2.0)


@dataclass(frozen=True, slots=True)
class Cylinders:
    """Cylinders of one print: owners (k,) as indices of minutiae, bits and validity (k, words)."""

    holders: NDArray[np.int64]
    codes: Codes
    masks: Codes


@functools.cache
def _grid() -> tuple[Floats, Floats]:
    """Cell centres inside the circle, (cells, 2), and section centres, (sections,)."""
    rule = settings()["cylinder"]
    step = 2 * rule["radius"] / rule["cells"]
    line = (np.arange(rule["cells"]) - (rule["cells"] - 1) / 2) * step
    along, across = (g.ravel() for g in np.meshgrid(line, line, indexing="ij"))
    inside = along**2 + across**2 <= rule["radius"] ** 2
    width = 2 * np.pi / rule["sections"]
    return np.stack([along[inside], across[inside]], axis=1), -np.pi + (np.arange(rule["sections"]) + 0.5) * width


def length() -> int:
    """Bits of one code."""
    cells, sections = _grid()
    return len(cells) * len(sections)


def words() -> int:
    """64-bit words of one code."""
    return -(-length() // _WORD)


def wrapped(angle: Floats) -> Floats:
    """Bring angles into [-π, π)."""
    return np.mod(angle + np.pi, 2 * np.pi) - np.pi


def points(found: Minutiae) -> Floats:
    """Return x, y (upward) and angle of every minutia; (n, 3), float64."""
    return np.stack([found.x, -found.y, found.angle], axis=1).astype(np.float64)


def _seen(cells: Floats, minutiae: Floats) -> NDArray[np.bool_]:
    """Whether each cell lies within the margin of the convex hull of the minutiae; (n, cells)."""
    from scipy.spatial import ConvexHull, QhullError  # noqa: PLC0415 - a quarter of a second, only to enrol

    try:
        sides = ConvexHull(minutiae[:, :2]).equations
    except (QhullError, ValueError):  # fewer than three, or all on one line
        return np.ones(cells.shape[:2], dtype=bool)
    outside = np.einsum("ncx,sx->nsc", cells, sides[:, :2]) + sides[None, :, 2:3]
    return np.asarray(outside.max(axis=1) <= settings()["cylinder"]["hull_margin"])


def _spread(cells: Floats, minutiae: Floats) -> Floats:
    """Nearness of each neighbour to each cell, a Gaussian cut at three deviations; (n, cells, n)."""
    sigma = settings()["cylinder"]["sigma_space"]
    square = (cells[:, :, None, 0] - minutiae[None, None, :, 0]) ** 2
    square += (cells[:, :, None, 1] - minutiae[None, None, :, 1]) ** 2
    near = np.where(square <= 9 * sigma**2, np.exp(-square / (2 * sigma**2)), 0) / (sigma * np.sqrt(2 * np.pi))
    own = np.arange(len(minutiae))
    near[own, :, own] = 0  # a minutia is no neighbour of itself
    return np.asarray(near)


def _direction(minutiae: Floats, sections: Floats) -> Floats:
    """How much each neighbour's relative direction falls into each section; (n, n, sections)."""
    from scipy.special import erf  # noqa: PLC0415 - slow to import, once a process

    sigma = settings()["cylinder"]["sigma_angle"]
    half = np.pi / len(sections)
    turn = wrapped(minutiae[:, None, 2] - minutiae[None, :, 2])
    gap = wrapped(sections[None, None, :] - turn[:, :, None])
    return np.asarray(0.5 * (erf((gap + half) / (sigma * _SQRT2)) - erf((gap - half) / (sigma * _SQRT2))))


def _packed(bits: NDArray[np.bool_]) -> Codes:
    """Pack (k, bits) into (k, words) of 64 bits."""
    padded = np.zeros((len(bits), words() * _WORD), dtype=bool)
    padded[:, : bits.shape[1]] = bits
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def build(found: Minutiae) -> Cylinders:
    """Build the cylinder codes of a print; minutiae whose surroundings were not seen get none."""
    rule, (grid, sections), minutiae = settings()["cylinder"], _grid(), points(found)
    if not len(minutiae):
        empty = np.zeros((0, words()), dtype=np.uint64)
        return Cylinders(np.zeros(0, dtype=np.int64), empty, empty)
    cosine, sine = np.cos(minutiae[:, 2]), np.sin(minutiae[:, 2])
    turned = np.stack([np.stack([cosine, -sine], -1), np.stack([sine, cosine], -1)], axis=1)
    cells = minutiae[:, None, :2] + np.einsum("nxy,cy->ncx", turned, grid)
    seen, near = _seen(cells, minutiae), _spread(cells, minutiae)
    filled = near @ _direction(minutiae, sections) >= rule["bit_threshold"]
    neighbours = (near.max(axis=1) > 0).sum(axis=1)
    good = (seen.mean(axis=1) >= rule["least_valid"]) & (neighbours >= rule["least_neighbours"])
    valid = np.repeat(seen[good][:, :, None], len(sections), axis=2).reshape(-1, length())
    bits = filled[good].reshape(-1, length()) & valid
    return Cylinders(np.flatnonzero(good), _packed(bits), _packed(valid))
