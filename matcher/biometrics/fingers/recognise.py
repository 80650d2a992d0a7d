"""Whether a picture is a fingerprint at all, before minutiae are looked for in it: a portrait has "minutiae" too.

Ridges are waves: where a print is inked, the strongest wave of a small patch has a ridge's length, and its neighbours
have waves of nearly that length and direction. In other pictures the strongest wave of a patch is nearly always the
longest one that fits into it. What is neither clearly the one nor the other is refused when a face stands in it.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from matcher.biometrics.faces.detect import clear_faces
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import Gray
from models.errors import BadFile

Floats = NDArray[np.float32]
_AROUND = tuple((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))


def require_print(gray: Gray) -> None:
    """Let a print at 500 ppi pass. Raises BadFile('finger_not_seen') for a picture of something else."""
    rule, share = settings()["recognise"], ridge_share(gray)
    if share >= rule["surely"]:
        return
    if share < rule["least_share"] or clear_faces(np.repeat(gray[..., None], 3, axis=2)):
        raise BadFile("finger_not_seen", field="fingerprint")


def ridge_share(gray: Gray) -> float:
    """Share of the inked patches, 0..1, that are part of a field of ridges; 0 where nothing is inked."""
    side, step = settings()["recognise"]["side"], settings()["recognise"]["step"]
    if min(gray.shape) < side:
        return 0.0
    patches = sliding_window_view(gray.astype(np.float32), (side, side))[::step, ::step]
    inked = patches.std(axis=(2, 3)) > settings()["recognise"]["least_contrast"]
    if not inked.any():
        return 0.0
    wave, angle, clear = (found.reshape(inked.shape) for found in _waves(patches.reshape(-1, side, side)))
    return float(_continued(wave, angle, inked & clear).sum() / inked.sum())


@functools.cache
def _frequencies(side: int) -> tuple[Floats, Floats]:
    """Down and across, in cycles a pixel, of the half spectrum."""
    down, across = np.meshgrid(np.fft.fftfreq(side), np.fft.rfftfreq(side), indexing="ij")
    return down.astype(np.float32), across.astype(np.float32)


def _waves(patches: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Frequency and direction of each patch's strongest wave, and whether it is clear and as long as ridges are."""
    rule, side = settings()["recognise"], patches.shape[-1]
    window = np.outer(np.hanning(side), np.hanning(side)).astype(np.float32)
    power = np.abs(np.fft.rfft2((patches - patches.mean(axis=(1, 2), keepdims=True)) * window)) ** 2
    power[:, 0, 0] = 0
    power[:, :, 1:-1] *= 2  # the half spectrum holds these waves once, the others twice
    rows, columns = np.divmod(power.reshape(len(power), -1).argmax(axis=1), power.shape[2])
    share = _near(power, rows, columns) / (power.sum(axis=(1, 2)) + 1e-6)
    down, across = (f[rows, columns] for f in _frequencies(side))
    frequency, (longest, shortest) = np.hypot(down, across), rule["wave"]
    clear = (frequency >= 1 / longest) & (frequency <= 1 / shortest) & (share >= rule["clear"])
    return frequency, np.arctan2(down, across), clear


def _near(power: Floats, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    """Power of each patch's strongest wave with those beside it in the spectrum."""
    total, every = np.zeros(len(power), np.float32), np.arange(len(power))
    for dy, dx in _AROUND:
        column = columns + dx
        inside = (column >= 0) & (column < power.shape[2])
        found = power[every, (rows + dy) % power.shape[1], np.clip(column, 0, power.shape[2] - 1)]
        total += np.where(inside, found, 0)
    return total


def _continued(wave: Floats, angle: Floats, clear: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Clear patches of which at least two of the four neighbours go on with the wave."""
    rule, alike = settings()["recognise"], np.zeros(wave.shape, np.int8)
    bend = np.sin(rule["bend"])
    for axis in (0, 1):
        turned = np.abs(np.sin(np.diff(angle, axis=axis))) < bend
        both = turned & (np.abs(np.diff(wave, axis=axis)) < rule["stretch"])
        count = wave.shape[axis]
        both &= clear.take(range(1, count), axis) & clear.take(range(count - 1), axis)
        alike += np.insert(both, 0, False, axis=axis)
        alike += np.insert(both, count - 1, False, axis=axis)
    return clear & (alike >= 2)
