"""NIST's mindtct, NFIQ2 and bozorth3 through the nbis-py wheel. Runs inside the worker process only.

The library aborts its process on tiny images and spins on noise, so sizes are checked first and the process is
killable. It takes templates only in a layout of its own that calls itself ISO 19794-2 but is not (a 26-byte header, no
view header, resolution 0, quality scaled to 63); that layout never leaves this module.
"""

from __future__ import annotations

import functools
import struct
from typing import Any

import numpy as np

from matcher.biometrics.fingers.leader import strongest
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.images import to_png
from matcher.biometrics.packages import require
from matcher.biometrics.types import Gray, Minutiae, MinutiaKind

MODEL = "mindtct/1"
_HEADER = struct.Struct(">8sIHHHHHHH")
_MINUTIA = struct.Struct(">HHBB")
_MAGIC = b"FMR\x00 20\x00"
_UNKNOWN_FIELD = 0x4100
_ANGLE_UNIT = 360 / 256
_QUALITY_SCALE = 63


@functools.cache
def _extractor(nfiq2: bool) -> Any:
    nbis = require("nbis")
    options = nbis.NbisExtractorSettings(
        min_quality=0.0, get_center=False, check_fingerprint=False, compute_nfiq2=nfiq2, ppi=None
    )
    return nbis.new_nbis_extractor(options)


def _as_minutiae(found: list[Any], width: int, height: int) -> Minutiae:
    rows = [(m.x(), m.y(), np.radians(m.angle()), m.kind().value, m.reliability()) for m in found]
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    x, y, angle, quality = (table[:, i].astype(np.float32) for i in (0, 1, 2, 4))
    return Minutiae(MODEL, width, height, x, y, angle, table[:, 3].astype(np.uint8), quality)


def mindtct(gray: Gray) -> Minutiae:
    """Extract minutiae of a print at 500 ppi with mindtct."""
    found = _extractor(False).extract_minutiae(to_png(gray)).get()
    return strongest(_as_minutiae(found, gray.shape[1], gray.shape[0]), settings()["minutiae"]["most"])


def nfiq2(gray: Gray) -> int | None:
    """Return NFIQ2 quality 0..100 of a print at 500 ppi; None where the library cannot compute it."""
    try:
        result = _extractor(True).extract_minutiae(to_png(gray)).quality()
    except require("nbis").NbisError:  # seen on 2 of 640 real prints
        return None
    return None if result is None else int(result.score)


def _template(found: Minutiae) -> Any:
    body = b"".join(
        _MINUTIA.pack(
            (MinutiaKind.BIFURCATION if kind == MinutiaKind.BIFURCATION else MinutiaKind.ENDING) << 14
            | int(x) & 0x3FFF,
            int(y) & 0x3FFF,
            round(np.degrees(angle) / _ANGLE_UNIT) % 256,
            max(1, round(float(quality) * _QUALITY_SCALE)),
        )
        for x, y, angle, kind, quality in zip(found.x, found.y, found.angle, found.kind, found.quality, strict=True)
    )
    size = _HEADER.size + len(body)
    header = _HEADER.pack(_MAGIC, size, 0, found.width, found.height, 0, _UNKNOWN_FIELD, 0, len(found))
    return _extractor(False).load_iso_19794_2_2005(header + body)


def bozorth3(probe: Minutiae, gallery: list[Minutiae]) -> list[int]:
    """Compare one print with many; bozorth3 scores (0 where a side has no minutiae)."""
    if not len(probe):
        return [0] * len(gallery)
    first = _template(probe)
    return [first.compare(_template(other)) if len(other) else 0 for other in gallery]
