"""From pictures and templates of the node to OSIA's data."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from api.biometrics.desk import Desk
from api.biometrics.enrolling import unpack
from api.biometrics.files import media_type
from api.biometrics.identifying import Found
from api.biometrics.rows import State
from api.biometrics.sealed import Medium, Occasion
from api.osia.bodies import FINGERS
from matcher.biometrics.cards.iso_minutiae import FingerView
from matcher.biometrics.cards.iso_minutiae import write as write_minutiae
from matcher.biometrics.images import to_png
from matcher.biometrics.pairs import Pair
from matcher.biometrics.types import STANDARD_PPI, CardTemplate, FaceTemplate, FingerTemplate, Impression
from models.biometrics import MediaKind

_COMPRESSION: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/jp2": "JPEG2000"}
_IMPRESSIONS: Final = {Impression.ROLLED: "LIVE_SCAN_ROLLED", Impression.PLAIN: "LIVE_SCAN_PLAIN"}
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
"""RFC 3339."""
_PRESENCE: Final = {"bandaged": "BANDAGED", "amputated": "AMPUTATED"}


def encounter(desk: Desk, register: str, record_id: str, occasion: Occasion) -> dict[str, Any]:
    """An encounter with its pictures, as the standard writes it."""
    shelf = desk.store.shelf
    mine = [m for m in shelf.media(register, record_id) if m.encounter == occasion.name]
    data = [d for m in mine for d in _data(desk, m, shelf.image(register, record_id, m.number)[1])]
    known = {name: value for name, value in occasion.facts.items() if value is not None}
    return {
        "encounterId": occasion.name,
        "status": "ACTIVE" if occasion.active else "INACTIVE",
        "encounterType": known.pop("encounterType", "OTHER"),
        **known,
        "biometricData": data,
    }


def templates(desk: Desk, register: str, record_id: str, name: str, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    """The templates of an encounter: fingers as ISO/IEC 19794-2:2005, faces in the model's own format.

    ``wanted`` are values that fields must have, such as ``biometricType``.
    """
    shelf = desk.store.shelf
    ready = [m for m in shelf.media(register, record_id) if m.encounter == name and m.state is State.READY]
    packed = [p for m in ready for _, p in shelf.templates(register, record_id, m.number)]
    found = [row for p in packed for row in _templates(unpack(p))]
    return [row for row in found if all(row.get(name) == value for name, value in wanted.items())]


def scores(pair: Pair) -> list[dict[str, Any]]:
    """What each picture says, in bits; fingers one by one."""
    rows: list[dict[str, Any]] = []
    if pair.face is not None:
        rows.append({"score": round(pair.face.bits, 3), "biometricType": "FACE"})
    for position, finger in sorted(pair.card.fingers.items()) if pair.card else ():
        subtype = FINGERS[position - 1]
        rows.append({"score": round(finger.bits, 3), "biometricType": "FINGER", "biometricSubType": subtype})
    return rows


def candidates(found: Sequence[Found]) -> list[dict[str, Any]]:
    """People of a gallery, best first."""
    return [
        {"personId": f.person.record_id, "rank": rank, "score": round(f.bits, 3), "scores": scores(f.pair)}
        for rank, f in enumerate(found, 1)
    ]


def _data(desk: Desk, medium: Medium, data: bytes) -> list[dict[str, Any]]:
    if medium.kind is MediaKind.PHOTO:
        row = {"biometricType": "FACE", "biometricSubType": "PORTRAIT", "image": _base64(data)}
        compression = _COMPRESSION.get(media_type(data))
        return [row | _given(captureDate=_moment(medium.details.get("taken_on")), compression=compression)]
    card = desk.read_card(data)
    rows = [
        {
            "biometricType": "FINGER",
            "biometricSubType": FINGERS[p.position - 1],
            "image": _base64(to_png(p.pixels, p.ppi)),
            "impressionType": _IMPRESSIONS.get(p.impression, "UNKNOWN"),
            "width": p.pixels.shape[1],
            "height": p.pixels.shape[0],
            "resolution": round(p.ppi),
            "compression": "PNG",
        }
        for p in card.prints
        if 1 <= p.position <= len(FINGERS)
    ]
    absent = [
        {"biometricSubType": FINGERS[f - 1], "presence": _PRESENCE[reason.value]}
        for f, reason in card.missing.items()
        if reason.value in _PRESENCE
    ]
    faces = [
        {"biometricType": "FACE", "biometricSubType": "PORTRAIT", "image": _base64(p.data)} for p in card.portraits
    ]
    return faces + rows + ([{"biometricType": "FINGER", "missing": absent}] if absent else [])


def _templates(template: FaceTemplate | CardTemplate) -> list[dict[str, Any]]:
    if isinstance(template, FaceTemplate):
        vector = template.vector.astype("<f4").tobytes()
        row = {"biometricType": "FACE", "template": _base64(vector), "templateFormat": "TULGA_FLOAT32"}
        return [row | {"algorithm": template.model, "vendor": "Tulga"}]
    return [_finger(position, finger) for position, finger in sorted(template.fingers.items())]


def _finger(position: int, finger: FingerTemplate) -> dict[str, Any]:
    view = FingerView(position, finger.impression, finger.nfiq2 or 0, finger.minutiae, STANDARD_PPI)
    row = {
        "biometricType": "FINGER",
        "biometricSubType": FINGERS[position - 1],
        "template": _base64(write_minutiae((view,))),
        "templateFormat": "ISO_19794_2",
        "algorithm": finger.model,
        "vendor": "Tulga",
    }
    return row | ({"quality": finger.nfiq2, "qualityFormat": "NFIQ2"} if finger.nfiq2 is not None else {})


def _moment(taken_on: str | None) -> str | None:
    """A day as the standard's date-time; None where the source wrote something else, which stays with the picture."""
    try:
        return f"{date.fromisoformat(taken_on).isoformat()}T00:00:00Z" if taken_on else None
    except ValueError:
        return taken_on if taken_on and _MOMENT.fullmatch(taken_on) else None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
