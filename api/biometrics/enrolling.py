"""From the bytes of a picture to its template and its quality, all of it in the killable worker process."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from api.biometrics.settings import Models, limits
from matcher.biometrics import wire
from matcher.biometrics.cards.sequence import SequenceFault, check_card
from matcher.biometrics.pairs import Sample
from matcher.biometrics.types import CardTemplate, FaceSample, FaceTemplate, QualityCheck
from matcher.biometrics.worker import Worker, default_worker
from models.biometrics import MediaFile, MediaKind
from models.errors import BadFile, BadValue, TooLarge

_ASKED: Final = 16
"""Pictures of queries whose templates are remembered."""
Refusals = (BadFile, TooLarge, BadValue)
"""What a picture may be refused with."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What one picture gave: a template, its model, and what a person should know of its quality.

    ``portrait`` is the face that a card brings along in a record of Type 10.
    """

    model: str
    template: FaceTemplate | CardTemplate
    details: dict[str, Any]
    portrait: Enrolled | None = None

    @property
    def parts(self) -> tuple[Enrolled, ...]:
        """Everything that becomes a template."""
        return (self,) if self.portrait is None else (self, self.portrait)

    @property
    def packed(self) -> bytes:
        """The template as bytes."""
        return wire.pack(self.template)


def enrol(file: MediaFile, models: Models, worker: Worker | None = None) -> Enrolled:
    """Make a picture's template. Raises BadFile or TooLarge, with the kind of picture as field, when it cannot be."""
    native = worker or default_worker()
    try:
        if file.kind is MediaKind.PHOTO:
            return _photo(native.call("face", file.data, models.face_description, True, seconds=_seconds("photo")))
        card = native.call("card_template", file.data, models.fingers, True, seconds=_seconds("card"))
        return _card(card, _portrait(file.data, models, native), models, native)
    except Refusals as error:
        raise type(error)(error.code, file.kind.value, **error.facts) from None


def enrolled(file: MediaFile, models: Models) -> Enrolled:
    """The same for a query's picture, which the search and then each page beside it need; the latest are remembered."""
    return _remembered(file.kind, file.data, models)


@functools.lru_cache(_ASKED)
def _remembered(kind: MediaKind, data: bytes, models: Models) -> Enrolled:
    return enrol(MediaFile(kind, data), models)


def sample(files: tuple[MediaFile, ...], models: Models) -> Sample:
    """The templates of a query's pictures: the last photo (without one a card's portrait) and the last card count."""
    found = [enrolled(file, models) for file in files]
    faces = [one.portrait for one in found if one.portrait is not None] + found
    return Sample(
        next((one.template for one in reversed(faces) if isinstance(one.template, FaceTemplate)), None),
        next((one.template for one in reversed(found) if isinstance(one.template, CardTemplate)), None),
    )


def unpack(packed: bytes) -> FaceTemplate | CardTemplate:
    """What ``Enrolled.packed`` wrote."""
    found: FaceTemplate | CardTemplate = wire.unpack(packed)
    return found


def _seconds(kind: str) -> float:
    return float(limits()["enrol"][f"{kind}_seconds"])


def _photo(found: FaceSample) -> Enrolled:
    details = {
        "width": found.width,
        "height": found.height,
        "box": list(found.box),
        "faces": found.faces,
        "quality": {check.name: _check(check) for check in found.quality},
    }
    return Enrolled(found.template.model, found.template, details)


def _check(check: QualityCheck) -> dict[str, Any]:
    return {"value": check.value, "unit": check.unit, "low": check.low, "high": check.high, "passed": check.passed}


def _portrait(data: bytes, models: Models, worker: Worker) -> Enrolled | None:
    """The face of a card, with the record it stands in, the date and the body that the record names."""
    answer = worker.call("card_portrait", data, models.face_description, seconds=_seconds("photo"))
    if answer is None:
        return None
    portrait, found = answer
    face = _photo(found)
    said = {"record": portrait.record, "taken_on": _day(portrait.taken_on), "agency": portrait.agency or None}
    return replace(face, details={**face.details, **said})


def _day(text: str) -> str | None:
    """A day of the standard (YYYYMMDD) as ISO 8601; as it is where it is none."""
    try:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return text or None


def _card(found: CardTemplate, portrait: Enrolled | None, models: Models, worker: Worker) -> Enrolled:
    if not found.fingers and portrait is None:
        raise BadFile("card_empty", MediaKind.FINGERPRINT_CARD.value)
    fingers = {str(p): {"nfiq2": f.nfiq2, "minutiae": len(f.minutiae)} for p, f in sorted(found.fingers.items())}
    missing = {str(p): reason.value for p, reason in sorted(found.missing.items())}
    faults = [fault_object(fault) for fault in check_card(found, worker)]
    details = {"fingers": fingers, "missing": missing, "notes": list(found.notes), "sequence": faults}
    if portrait is not None:
        details["portrait"] = portrait.details
    return Enrolled(models.fingers, found, details, portrait)


def fault_object(fault: SequenceFault) -> dict[str, Any]:
    """A fault in the order of a card's prints, JSON-ready."""
    return {"fault": fault.fault.value, "positions": list(fault.positions), "bits": round(fault.bits, 3)}
