"""Two photographs side by side: both faces cut to one size, and every quality check of both."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from api.biometrics.enrolling import Refusals
from api.pages import labels
from matcher.biometrics.types import Colour
from matcher.biometrics.worker import default_worker

SIDE: Final = 360
"""Pixels of a face as it is shown."""
_MARGIN: Final = 1.9
"""Sides of the cut over sides of the face that was found: hair, chin and ears are seen."""
_LONGEST: Final = 1600
"""Longest side at which faces are found (``matcher.biometrics.faces.enrol``): boxes are in its pixels."""
_QUALITY: Final = 88


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph as a page shows it."""

    address: str
    """The cut face as a ``data:`` address: made here, never what was received."""
    taken_on: str
    source: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of quality for both photographs: the value of each, and whether it holds."""

    label: str
    values: tuple[float | None, float | None]
    passed: tuple[bool | None, bool | None]
    limits: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Both photographs; a side is None where there is none."""

    left: Photo | None
    right: Photo | None
    checks: tuple[Check, ...]

    @property
    def both(self) -> bool:
        """Whether there are two to compare."""
        return self.left is not None and self.right is not None


Side = tuple[bytes, Mapping[str, Any]]
"""A photograph's bytes and what is known of it (``Medium.details``)."""


def photos(left: Side | None, right: Side | None) -> Photos | None:
    """Both sides made ready; None when there is no photograph at all."""
    if left is None and right is None:
        return None
    details = [side[1] if side else {} for side in (left, right)]
    first, second = (_photo(*side) if side else None for side in (left, right))
    return Photos(first, second, tuple(_checks(details)))


def _photo(data: bytes, details: Mapping[str, Any]) -> Photo | None:
    try:
        pixels = default_worker().call("image", data, _LONGEST)
    except Refusals:
        return None
    jpeg = base64.b64encode(_jpeg(_cut(pixels, details.get("box")))).decode()
    return Photo(f"data:image/jpeg;base64,{jpeg}", details.get("taken_on") or "", details.get("source") or "")


def _cut(pixels: Colour, box: Sequence[int] | None) -> Colour:
    """A square around the face, white where the photograph ends; the whole photograph where no face is known."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = box or (0, 0, width, height)
    half = int(max(right - left, bottom - top) * (_MARGIN if box else 1.0) / 2) or 1
    x, y = (left + right) // 2, (top + bottom) // 2
    square = np.full((2 * half, 2 * half, 3), 255, np.uint8)
    y0, y1, x0, x1 = max(0, y - half), min(height, y + half), max(0, x - half), min(width, x + half)
    square[y0 - y + half : y1 - y + half, x0 - x + half : x1 - x + half] = pixels[y0:y1, x0:x1]
    return square


def _jpeg(pixels: Colour) -> bytes:
    from PIL import Image  # noqa: PLC0415 - only a page with a photograph needs it

    out = io.BytesIO()
    Image.fromarray(pixels).resize((SIDE, SIDE)).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _checks(details: Sequence[Mapping[str, Any]]) -> list[Check]:
    both = [d.get("quality") or {} for d in details]
    names = list(dict.fromkeys([*both[0], *both[1]]))
    return [_check(name, both[0].get(name), both[1].get(name)) for name in names]


def _check(name: str, left: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> Check:
    rule = left or right or {}
    low, high = rule.get("low"), rule.get("high")
    limits = " – ".join("" if limit is None else f"{limit:g}" for limit in (low, high))
    return Check(
        labels.quality(name),
        (left["value"] if left else None, right["value"] if right else None),
        (left["passed"] if left else None, right["passed"] if right else None),
        limits,
    )
