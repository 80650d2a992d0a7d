"""Grow a fingerprint that belongs to nobody: orientation field, then ridges out of noise.

The orientation field is Sherlock and Monro's: cores and deltas as zeros and poles of a complex function (Pattern
Recognition 26(7), 1993), with a smooth random bend. Ridges grow as in SFinGe (Cappelli et al., 2000): noise is filtered
again and again by Gabor kernels turned along the field until it is all ridge; minutiae appear where they must.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HEIGHT, WIDTH = 480, 400
"""Size of a whole finger in pixels at 500 ppi."""
_BINS = 16
_KERNEL = 33
_ROUNDS = 6


class Pattern(StrEnum):
    """Henry's classes."""

    ARCH = "arch"
    LEFT_LOOP = "left-loop"
    RIGHT_LOOP = "right-loop"
    WHORL = "whorl"


_SHARES = {Pattern.ARCH: 0.05, Pattern.LEFT_LOOP: 0.32, Pattern.RIGHT_LOOP: 0.32, Pattern.WHORL: 0.31}
"""How often the classes occur (rounded from Wilson, Candela, Watson 1993: NIST Special Database 4's natural shares)."""


@dataclass(frozen=True, slots=True)
class MasterFinger:
    """A whole finger: ridges from -1 (valley) to 1 (ridge), HEIGHT x WIDTH, and its class."""

    ridges: Floats
    pattern: Pattern


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], scale: float) -> Floats:
    """Random field of unit deviation that changes over ``scale`` pixels."""
    from scipy.ndimage import zoom  # noqa: PLC0415 - only the generator needs it

    coarse = rng.standard_normal((int(shape[0] / scale) + 4, int(shape[1] / scale) + 4))
    fine = zoom(coarse, scale, order=3)[: shape[0], : shape[1]]
    return np.asarray(fine / fine.std())


def _singularities(pattern: Pattern, rng: np.random.Generator) -> tuple[list[complex], list[complex]]:
    """Cores and deltas (x + iy, pixels, y down) of a class, with a random shift."""
    jitter = rng.normal(0, 9, 8)
    x, y = WIDTH / 2 + jitter[0], HEIGHT * 0.44 + jitter[1]
    side = 95 + jitter[2]
    low = HEIGHT * 0.78 + jitter[3]
    if pattern is Pattern.LEFT_LOOP:
        return [complex(x, y)], [complex(x + side, low)]
    if pattern is Pattern.RIGHT_LOOP:
        return [complex(x, y)], [complex(x - side, low)]
    gap = 28 + abs(jitter[4]) * 2
    cores = [complex(x, y - gap / 2), complex(x + jitter[5] / 2, y + gap / 2)]
    return cores, [complex(x - side - 12, low), complex(x + side + 12 + jitter[6], low + jitter[7])]


def orientation(pattern: Pattern, rng: np.random.Generator) -> Floats:
    """Ridge direction in [0, π) at every pixel, counter-clockwise from the x axis (y down in the array)."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    bend = 0.09 * smooth_noise(rng, (HEIGHT, WIDTH), 110)
    if pattern is Pattern.ARCH:
        height = np.exp(-(((rows / HEIGHT) - 0.55) ** 2) / 0.07)
        slope = 1.1 * height * np.sin(2 * np.pi * np.clip((columns - WIDTH * 0.12) / (WIDTH * 0.76), 0, 1))
        return np.asarray(np.mod(np.arctan(slope) + bend, np.pi))
    cores, deltas = _singularities(pattern, rng)
    point = columns - 1j * rows
    angle = np.zeros_like(rows)
    for core in cores:
        angle += np.angle(point - core.conjugate())
    for delta in deltas:
        angle -= np.angle(point - delta.conjugate())

    return np.asarray(np.mod(angle / 2 + bend, np.pi))


@functools.cache
def _kernels(period: float) -> NDArray[np.complex128]:
    """Spectra of the Gabor kernels of all directions, zero-mean, on the padded grid."""
    half = _KERNEL // 2
    rows, columns = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float64)
    shape = HEIGHT + _KERNEL, WIDTH + _KERNEL
    sigma = period * 0.45
    spectra = []
    for k in range(_BINS):
        direction = np.pi * k / _BINS
        across = columns * np.sin(direction) + rows * np.cos(direction)
        kernel = np.exp(-(rows**2 + columns**2) / (2 * sigma**2)) * np.cos(2 * np.pi * across / period)
        kernel -= kernel.mean()
        spectra.append(np.fft.rfft2(kernel / np.abs(kernel).sum(), shape))
    return np.stack(spectra)


def _filtered(ridges: Floats, bins: NDArray[np.int64], spectra: NDArray[np.complex128]) -> Floats:
    """Filter each pixel with the kernel of its direction."""
    half = _KERNEL // 2
    shape = HEIGHT + _KERNEL, WIDTH + _KERNEL
    spectrum = np.fft.rfft2(ridges, shape)
    out = np.zeros_like(ridges)
    for k in range(_BINS):
        answer = np.fft.irfft2(spectrum * spectra[k], shape)[half : half + HEIGHT, half : half + WIDTH]
        out[bins == k] = answer[bins == k]
    return out


def pick_pattern(rng: np.random.Generator) -> Pattern:
    """Draw a class as often as it occurs."""
    names = list(_SHARES)
    return names[int(rng.choice(len(names), p=list(_SHARES.values())))]


def grow(seed: tuple[int, ...]) -> MasterFinger:
    """Grow the finger of a seed; the same seed gives the same finger. About half a second."""
    rng = np.random.default_rng(seed)
    pattern = pick_pattern(rng)
    field = orientation(pattern, rng)
    period = round(float(rng.uniform(8.4, 10.2)), 1)
    bins = np.round(field * _BINS / np.pi).astype(np.int64) % _BINS
    ridges = 0.1 * rng.standard_normal((HEIGHT, WIDTH))
    for _ in range(_ROUNDS):
        ridges = _filtered(ridges, bins, _kernels(period))
        ridges = np.tanh(3 * ridges / (ridges.std() + 1e-9))
    return MasterFinger(ridges, pattern)
