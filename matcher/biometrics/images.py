"""Decode a photo or a print: PNG, JPEG, BMP, TIFF, WSQ; within limits, upright, with its resolution where it says so.

Called inside the worker process only.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np

from matcher.biometrics.limits import limits
from matcher.biometrics.packages import require
from matcher.biometrics.types import STANDARD_PPI, Colour, Gray
from models.errors import BadFile, TooLarge

FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "WSQ", "JPEG2000")
"""Formats that are opened; everything else Pillow knows stays closed."""
_PLAUSIBLE_PPI = (90.0, 4000.0)
_WSQ_START = b"\xff\xa0"
_WSQ_END = b"\xff\xa1"


def _open(data: bytes) -> Any:
    """Open an image of the allowed formats; the WSQ plug-in registers itself with Pillow on import."""
    pillow = require("PIL.Image")
    if data[:2] == _WSQ_START:
        require("wsq")
        if _WSQ_END not in data[-64:]:  # a cut WSQ file decodes to garbage without an error
            raise BadFile("image_unreadable", formats=", ".join(FORMATS))
    return pillow.open(io.BytesIO(data), formats=[*FORMATS])


def _check_size(width: int, height: int, pixels: int) -> None:
    if width * height > pixels:
        raise TooLarge("image_pixels", limit=pixels)
    if min(width, height) < limits().shortest_side:
        raise BadFile("image_too_small", limit=limits().shortest_side)


def _load(data: bytes, pixels: int) -> Any:
    if len(data) > limits().image_bytes:
        raise TooLarge("image_bytes", limit=limits().image_bytes)
    pillow = require("PIL.Image")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns about a decompression bomb or a truncated tag
            image = _open(data)
            width, height = image.size
            _check_size(width, height, pixels)
            image.load()
    except (BadFile, TooLarge):
        raise
    except (MemoryError, pillow.DecompressionBombWarning, pillow.DecompressionBombError) as error:
        raise TooLarge("image_pixels", limit=pixels) from error
    except Exception as error:  # Pillow's plug-ins raise whatever their parsers raise
        raise BadFile("image_unreadable", formats=", ".join(FORMATS)) from error
    return image


def read_colour(data: bytes) -> Colour:
    """Decode a photo to RGB, turned upright by its EXIF orientation. Raises BadFile or TooLarge."""
    image = _load(data, limits().photo_pixels)
    turned = require("PIL.ImageOps").exif_transpose(image)
    return np.asarray(turned.convert("RGB"))


def read_gray(data: bytes) -> tuple[Gray, float | None]:
    """Decode a print to grey and its resolution in pixels per inch (None where the file does not say)."""
    image = _load(data, limits().print_pixels)
    gray = np.asarray(image.convert("L"))
    dpi = image.info.get("dpi")
    ppi = float(dpi[0]) if dpi and _PLAUSIBLE_PPI[0] <= float(dpi[0]) <= _PLAUSIBLE_PPI[1] else None
    return gray, ppi


def at_standard_ppi(gray: Gray, ppi: float) -> Gray:
    """Resample to 500 ppi (bicubic); prints within 2 % of it are left alone."""
    scale = STANDARD_PPI / ppi
    if abs(scale - 1) < 0.02:
        return gray
    pillow = require("PIL.Image")
    height, width = gray.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(pillow.fromarray(gray).resize(size, pillow.Resampling.BICUBIC))


def decode(data: bytes, longest: int) -> Colour:
    """Decode any image to RGB with its longest side at most ``longest`` pixels, for showing."""
    image = require("PIL.Image").fromarray(read_colour(data))
    image.thumbnail((longest, longest))
    return np.asarray(image)


def to_png(pixels: Gray | Colour, ppi: float | None = None) -> bytes:
    """Encode an array as PNG."""
    out = io.BytesIO()
    image = require("PIL.Image").fromarray(pixels)
    image.save(out, "PNG", **({"dpi": (ppi, ppi)} if ppi else {}))
    return out.getvalue()
