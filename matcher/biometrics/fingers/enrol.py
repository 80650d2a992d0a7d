"""From the bytes or pixels of a print to a finger template. Runs inside the worker process."""

from __future__ import annotations

from collections.abc import Callable

from matcher.biometrics.fingers import leader, nbis_tools
from matcher.biometrics.fingers.cylinders import build
from matcher.biometrics.fingers.field import of_image, of_minutiae
from matcher.biometrics.fingers.recognise import require_print
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.images import at_standard_ppi, read_gray
from matcher.biometrics.limits import limits
from matcher.biometrics.types import STANDARD_PPI, Field, FingerImage, FingerTemplate, Gray, Impression, Minutiae
from models.errors import BadFile, BadValue, TooLarge

EXTRACTORS: dict[str, Callable[[Gray], Minutiae]] = {leader.MODEL: leader.extract, nbis_tools.MODEL: nbis_tools.mindtct}
"""Extractors by model id; templates of two of them never meet."""
DEFAULT = leader.MODEL


def template(
    minutiae: Minutiae, position: int, impression: Impression, nfiq2: int | None, ridges: Field | None = None
) -> FingerTemplate:
    """Make a template of minutiae (and ridge directions) at 500 ppi. Raises BadFile when there are too few."""
    if len(minutiae) < settings()["minutiae"]["fewest"]:
        raise BadFile("finger_none", field="fingerprint", limit=settings()["minutiae"]["fewest"])
    cylinders = build(minutiae)
    codes = cylinders.holders, cylinders.codes, cylinders.masks
    known = of_minutiae(minutiae) if ridges is None else ridges
    return FingerTemplate(minutiae.model, position, impression, minutiae, *codes, nfiq2, known)


def prepared(gray: Gray, ppi: float) -> Gray:
    """Bring a print to 500 ppi and check its size."""
    standard = at_standard_ppi(gray, ppi)
    if min(standard.shape) < limits().print_shortest_side:
        raise BadFile("image_too_small", limit=limits().print_shortest_side)
    if standard.size > limits().print_pixels:
        raise TooLarge("image_pixels", limit=limits().print_pixels)
    return standard


def enrol_image(image: FingerImage, model: str = DEFAULT, with_quality: bool = True) -> FingerTemplate:
    """Extract the minutiae of a decoded print and measure its quality. Raises BadFile where no print is seen."""
    if model not in EXTRACTORS:
        raise BadValue("code_unknown", field="model", allowed=", ".join(EXTRACTORS))
    standard = prepared(image.pixels, image.ppi)
    require_print(standard)
    quality = nbis_tools.nfiq2(standard) if with_quality else None
    return template(EXTRACTORS[model](standard), image.position, image.impression, quality, of_image(standard))


def enrol(
    data: bytes, model: str = DEFAULT, position: int = 0, ppi: float | None = None, with_quality: bool = True
) -> FingerTemplate:
    """Enrol a print file (PNG, JPEG, WSQ, …). ``ppi`` overrides the file's own resolution; 500 when neither says."""
    gray, declared = read_gray(data)
    resolution = ppi or declared or STANDARD_PPI
    image = FingerImage(position, Impression.UNKNOWN, gray, resolution, "")
    return enrol_image(image, model, with_quality)
