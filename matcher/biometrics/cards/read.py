"""Read an ANSI/NIST-ITL file into a card. Runs inside the worker process.

A file that cannot be read is refused as a whole; an image in it that cannot be decoded, or whose hash differs, is left
out with a note, so that nine good fingers are not lost with one.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field

import numpy as np

from matcher.biometrics.cards import positions
from matcher.biometrics.cards.itl import Record, parse, refused
from matcher.biometrics.images import read_gray
from matcher.biometrics.limits import limits
from matcher.biometrics.types import STANDARD_PPI, Card, FingerImage, Gray, Impression, Missing, Portrait
from models.errors import BadFile, TooLarge

_TYPE4 = struct.Struct(">B6sBHHB")
_PPMM_TO_PPI = 25.4
_PPCM_TO_PPI = 2.54
_DATA_HASH = 996
_UTF8 = "003"
_FACE = "FACE"


@dataclass
class _Found:
    """What has been collected while walking through the records."""

    prints: list[FingerImage] = field(default_factory=list)
    others: list[FingerImage] = field(default_factory=list)
    portraits: list[Portrait] = field(default_factory=list)
    minutiae: list[dict[int, str]] = field(default_factory=list)
    missing: dict[int, Missing] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _raw(data: bytes, width: int, height: int) -> Gray:
    if not 0 < width * height <= limits().print_pixels or len(data) < width * height:
        raise refused("an uncompressed image is shorter than its size fields say")
    return np.frombuffer(data, np.uint8, width * height).reshape(height, width)


def _pixels(data: bytes, compression: str, width: int, height: int) -> Gray:
    """Decode image data by its compression code; the size must be the one the record states."""
    if compression == "NONE":
        return _raw(data, width, height)
    pixels = read_gray(data)[0]
    if pixels.shape != (height, width):
        raise refused("an image has another size than its record says")
    return pixels


def _ppi(record: Record) -> float:
    """Resolution of a variable-resolution record: 008 SLC is the unit, 009 HPS the number."""
    unit, number = record.number(8, 1), record.number(9, int(STANDARD_PPI))
    ppi = number * _PPCM_TO_PPI if unit == 2 else float(number)
    if not 200 <= ppi <= 4000:
        raise refused("a resolution is outside 200-4000 ppi")
    return ppi


def _hash_holds(record: Record) -> bool:
    stated = record.text(_DATA_HASH)
    return not stated or stated.lower() == hashlib.sha256(record.data).hexdigest()


def _amputations(record: Record, found: _Found) -> None:
    for row in record.fields.get(18, []):
        if len(row) == 2 and row[0].isdigit() and row[1] in positions.AMPUTATION:
            finger = positions.single_finger(int(row[0]))
            if finger:
                found.missing[finger] = positions.AMPUTATION[row[1]]


def _segments(record: Record, slap: FingerImage) -> list[FingerImage]:
    """Cut the fingers out of a slap by field 14.021 SEG: finger, left, right, top, bottom."""
    cut = []
    for row in record.fields.get(21, []):
        if len(row) != 5 or not all(i.isdigit() and len(i) < 7 for i in row):
            continue
        finger, left, right, top, bottom = (int(i) for i in row)
        part = slap.pixels[top : bottom + 1, left : right + 1]
        if finger in positions.FINGERS and min(part.shape) >= limits().print_shortest_side:
            cut.append(FingerImage(finger, Impression.PLAIN, np.ascontiguousarray(part), slap.ppi, slap.record))
    return cut


def _image(record: Record, name: str, code: int) -> FingerImage:
    if not _hash_holds(record):
        raise refused("the image does not fit its hash")
    pixels = _pixels(record.data, record.text(11, "NONE").upper(), record.number(6), record.number(7))
    impression = positions.IMPRESSIONS.get(record.number(3, -1), Impression.UNKNOWN)
    return FingerImage(code, impression, pixels, _ppi(record), name)


def _variable(record: Record, name: str, found: _Found) -> None:
    """Type 14 (fingers) and 15 (palms)."""
    if record.type == 14:
        _amputations(record, found)
    if not record.data:
        return
    code = record.number(13)
    finger = positions.single_finger(code) if record.type == 14 else None
    image = _image(record, name, code if finger is None else finger)
    if finger is not None:
        found.prints.append(image)
        return
    found.others.append(image)
    found.prints += _segments(record, image)


def _type4(record: Record, name: str, found: _Found, native_ppi: float) -> None:
    if len(record.data) < _TYPE4.size:
        raise refused("a Type-4 record is too short")
    impression, codes, resolution, width, height, compression = _TYPE4.unpack_from(record.data)
    code, body = codes[0], record.data[_TYPE4.size :]
    finger = positions.single_finger(code)
    pixels = _pixels(body, positions.TYPE4_COMPRESSION.get(compression, "UNKNOWN"), width, height)
    ppi = native_ppi if resolution == 1 else STANDARD_PPI
    kind = positions.IMPRESSIONS.get(impression, Impression.UNKNOWN)
    image = FingerImage(code if finger is None else finger, kind, pixels, ppi, name)
    (found.others if finger is None else found.prints).append(image)


def _portrait(record: Record, name: str, found: _Found) -> None:
    """Type 10: faces; scars, marks and tattoos (10.003 IMT) are not read."""
    if record.text(3, _FACE).upper() != _FACE:
        found.notes.append(f"{name}: records of this type are not read")
    elif record.data and _hash_holds(record):
        said = record.text(5), record.text(4), record.text(20).upper()
        found.portraits.append(Portrait(record.data, name, *said))
    else:
        found.notes.append(f"{name}: no image, or it does not fit its hash")


def _take(record: Record, name: str, found: _Found, native_ppi: float) -> None:
    if record.type == 4:
        _type4(record, name, found, native_ppi)
    elif record.type in (14, 15):
        _variable(record, name, found)
    elif record.type == 10:
        _portrait(record, name, found)
    elif record.type == 9:
        found.minutiae.append({n: "\x1e".join("\x1f".join(r) for r in rows) for n, rows in record.fields.items()})
    elif record.type != 2:
        found.notes.append(f"{name}: records of this type are not read")


def _texts(record: Record, utf8: bool) -> dict[int, str]:
    """Text fields by number, decoded by the character set that field 1.015 declares."""
    texts = {}
    for number, rows in record.fields.items():
        text = "; ".join(" ".join(row) for row in rows)
        if utf8:
            text = text.encode("latin-1", "replace").decode("utf-8", "replace")
        texts[number] = text
    return texts


def read_portraits(data: bytes) -> tuple[Portrait, ...]:
    """The faces in a card file, frontal ones first; its prints are not decoded. Raises BadFile or TooLarge."""
    found = _Found()
    for number, record in enumerate(parse(data)[1:], start=1):
        if record.type == 10:
            _portrait(record, f"10.{number}", found)
    return tuple(sorted(found.portraits, key=lambda p: p.pose not in {"F", ""}))


def read_card(data: bytes) -> Card:
    """Read a card file. Raises BadFile or TooLarge when it cannot be read as one."""
    records = parse(data)
    head, found = records[0], _Found()
    utf8 = any(row and row[0] == _UTF8 for row in head.fields.get(15, []))
    try:
        native_ppi = float(head.text(11, "0")) * _PPMM_TO_PPI
    except ValueError as error:
        raise refused("field 1.011 is not a number") from error
    native_ppi = native_ppi if 200 <= native_ppi <= 4000 else STANDARD_PPI
    text: dict[int, str] = {}
    for number, record in enumerate(records[1:], start=1):
        name = f"{record.type}.{number}"
        if record.type == 2:
            text |= _texts(record, utf8)
            continue
        try:
            _take(record, name, found, native_ppi)
        except (BadFile, TooLarge) as error:
            found.notes.append(f"{name}: {error.text()}")
    for finger in positions.FINGERS:
        if all(p.position != finger for p in found.prints):
            found.missing.setdefault(finger, Missing.NOT_TAKEN)
        else:
            found.missing.pop(finger, None)
    return Card(
        _texts(head, utf8),
        text,
        tuple(found.prints),
        tuple(found.others),
        tuple(found.portraits),
        tuple(found.minutiae),
        found.missing,
        tuple(found.notes),
    )
