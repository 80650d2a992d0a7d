"""Minutiae by LEADER, a small fully convolutional network, in ONNX Runtime.

Cappelli and Ferrara, "LEADER: lightweight end-to-end attention-gated dual autoencoder for robust minutiae extraction",
arXiv 2602.15493, 2026. The weights (``data/LEADER.onnx``) are pyfing's in the ONNX form of afis 1.2.7.

Input: 1 x H x W x 1 float32, 0..255, sides multiples of 32; output: H x W x 4 = heat map, direction (rad), probability
of an ending, quality after non-maximum suppression.
"""

from __future__ import annotations

import functools
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from matcher.biometrics.faces.embed import checked_bytes, session
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.types import Gray, Minutiae, MinutiaKind

MODEL = "leader/1"
_MULTIPLE = 32
_ENDING = 0.5


@functools.cache
def _network() -> Any:
    rule = settings()["leader"]
    with as_file(files("matcher.biometrics.fingers").joinpath("data", rule["file"])) as path:
        return session(checked_bytes(path, rule["sha256"]))


def _run(gray: Gray) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Run the network on a print padded to full blocks; returns H x W x 4."""
    height, width = gray.shape
    grow_down, grow_right = -height % _MULTIPLE, -width % _MULTIPLE
    top, left = grow_down // 2, grow_right // 2
    margins = ((top, grow_down - top), (left, grow_right - left))
    padded = np.pad(gray.astype(np.float32), margins, constant_values=float(gray[0, 0]))
    out = _network().run(None, {"input": padded[None, :, :, None]})[0][0]
    return np.asarray(out[top : top + height, left : left + width])


def strongest(found: Minutiae, most: int) -> Minutiae:
    """Keep the ``most`` minutiae of best quality, in their order."""
    if len(found) <= most:
        return found
    keep = np.sort(np.argsort(-found.quality, kind="stable")[:most])
    parts = (found.x[keep], found.y[keep], found.angle[keep], found.kind[keep], found.quality[keep])
    return Minutiae(found.model, found.width, found.height, *parts)


def extract(gray: Gray) -> Minutiae:
    """Extract minutiae of a print at 500 ppi."""
    maps = _run(gray)
    rows, columns = np.nonzero(maps[..., 3] >= settings()["leader"]["lowest_quality"])
    angle, ending, quality = (maps[rows, columns, channel] for channel in (1, 2, 3))
    kind = np.where(ending >= _ENDING, MinutiaKind.ENDING, MinutiaKind.BIFURCATION).astype(np.uint8)
    found = Minutiae(
        MODEL,
        gray.shape[1],
        gray.shape[0],
        columns.astype(np.float32),
        rows.astype(np.float32),
        np.mod(angle, 2 * np.pi).astype(np.float32),
        kind,
        np.clip(quality, 0, 1).astype(np.float32),
    )
    return strongest(found, settings()["minutiae"]["most"])
