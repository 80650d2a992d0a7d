"""From OSIA's biometric and biographic data to pictures and records of the node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.biometrics.enrolling import Refusals
from api.biometrics.files import decode
from api.osia.bodies import FINGERS, BiometricData
from matcher.biometrics.types import Impression, Missing
from matcher.biometrics.worker import default_worker
from models.biometrics import MediaFile, MediaKind
from models.errors import BadValue
from models.flat import read_flat
from models.person import Person

_PRESENCE: Final = {"BANDAGED": Missing.BANDAGED, "AMPUTATED": Missing.AMPUTATED, "DAMAGED": Missing.NOT_TAKEN}
_BIOGRAPHIC: Final = {
    "lastName": "surname_latin",
    "firstName": "given_latin",
    "dateOfBirth": "birth_date",
    "placeOfBirth": "birth_place",
    "gender": "sex",
    "nationality": "citizenship",
}
"""Names of the standard's biographic data that a record has a place for; the others are kept with the encounter."""


def files(data: Sequence[BiometricData], path: str = "biometricData") -> tuple[MediaFile, ...]:
    """The pictures in biometric data: each face as a photo, all fingers together as one card.

    Raises BadValue naming the field for what this node cannot take: addresses of pictures (it fetches nothing), slaps
    without segments, irises, signatures, templates of others.
    """
    photos, prints, missing, taken_on = list[MediaFile](), list[list[Any]](), dict[int, str](), None
    for number, item in enumerate(data):
        field = f"{path}[{number}]"
        _refuse_foreign(item, field)
        missing |= _missing(item)
        if item.image is None:
            continue
        image = decode(item.image, f"{field}.image")
        if item.biometricType == "FACE":
            photos.append(MediaFile(MediaKind.PHOTO, image, item.captureDate, "osia"))
        else:
            prints.append([_position(item, field), _impression(item).value, image, item.resolution])
            taken_on = taken_on or item.captureDate
    return (*photos, *((_card(prints, missing, taken_on),) if prints else ()))


def person(person_id: str, register: str, biographic: Mapping[str, Any] | None) -> Person:
    """A record for a person that the façade creates, with what the standard's biographic data say of it."""
    row = {"record_id": person_id}
    for name, column in _BIOGRAPHIC.items():
        value = (biographic or {}).get(name)
        if isinstance(value, str):
            row[column] = value
    try:
        return read_flat(row, register)
    except BadValue as error:
        raise BadValue(error.code, f"biographicData.{error.field}", **error.facts) from None


def _card(prints: list[list[Any]], missing: Mapping[int, str], taken_on: str | None) -> MediaFile:
    absent = {finger: reason for finger, reason in missing.items() if all(p[0] != finger for p in prints)}
    try:
        data = default_worker().call("assemble", prints, absent)
    except Refusals as error:
        raise type(error)(error.code, "biometricData", **error.facts) from None
    return MediaFile(MediaKind.FINGERPRINT_CARD, data, taken_on, "osia")


def _refuse_foreign(item: BiometricData, field: str) -> None:
    if item.biometricType not in ("FACE", "FINGER"):
        raise BadValue("code_unknown", f"{field}.biometricType", allowed="FACE, FINGER")
    for name in ("imageRef", "template", "templateRef"):
        if getattr(item, name) is not None:
            raise BadValue("osia_not_taken", f"{field}.{name}")
    if item.image is None and not item.missing:
        raise BadValue("field_missing", f"{field}.image")


def _position(item: BiometricData, field: str) -> int:
    if item.biometricSubType not in FINGERS:
        raise BadValue("code_unknown", f"{field}.biometricSubType", allowed=", ".join(FINGERS))
    return FINGERS.index(item.biometricSubType) + 1


def _impression(item: BiometricData) -> Impression:
    kind = item.impressionType or ""
    if kind.startswith("LATENT"):
        return Impression.LATENT
    return Impression.ROLLED if "ROLL" in kind else Impression.PLAIN


def _missing(item: BiometricData) -> dict[int, str]:
    return {
        FINGERS.index(part.biometricSubType) + 1: _PRESENCE[part.presence].value
        for part in item.missing or ()
        if part.biometricSubType in FINGERS and part.presence is not None
    }
