"""ISO/IEC 19794-2:2005 finger minutiae records: reading and writing, by a codec that conforms.

Layout (big-endian): a 24-byte record header (``FMR\\0``, `` 20\\0``, length, capture equipment, image width and height,
resolutions in pixels per cm, number of views, reserved), then for each view four bytes (position; view number and
impression type; quality; number of minutiae), six bytes a minutia (type in the two high bits of x; y; angle in units of
360/256 degrees; quality) and the length of the extended data with that data. Angles run counter-clockwise.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from matcher.biometrics.types import STANDARD_PPI, Impression, Minutiae
from models.errors import BadFile, BadValue

MODEL = "iso-19794-2:2005"
_RECORD = struct.Struct(">4s4sIHHHHHBB")
_VIEW = struct.Struct(">BBBB")
_MINUTIA = struct.Struct(">HHBB")
_MAGIC, _VERSION = b"FMR\x00", b" 20\x00"
_CM_PER_INCH = 2.54
_ANGLES = 256
_COORDINATE = 0x3FFF
_MOST_VIEWS = 16
_IMPRESSIONS = {0: Impression.PLAIN, 1: Impression.ROLLED, 2: Impression.PLAIN, 3: Impression.ROLLED}
"""Live-scan plain, live-scan rolled, non-live-scan plain, non-live-scan rolled (table 5); 8 is a swipe."""
_CODES = {Impression.PLAIN: 0, Impression.ROLLED: 1}


@dataclass(frozen=True, slots=True)
class FingerView:
    """One view of a record: position, impression, quality 0..100, minutiae in the record's own pixels."""

    position: int
    impression: Impression
    quality: int
    minutiae: Minutiae
    ppi: float


def _refuse(reason: str, offset: int) -> BadFile:
    return BadFile("minutiae_unreadable", field="fingerprint", reason=reason, offset=offset)


def _unpack(layout: struct.Struct, data: bytes, at: int) -> tuple[int, ...]:
    if at + layout.size > len(data):
        raise _refuse("cut short", len(data))
    return layout.unpack_from(data, at)


def _minutiae(data: bytes, at: int, count: int, size: tuple[int, int]) -> Minutiae:
    if at + count * _MINUTIA.size > len(data):
        raise _refuse("cut short", len(data))
    rows = np.array([_MINUTIA.unpack_from(data, at + k * _MINUTIA.size) for k in range(count)]).reshape(-1, 4)
    x, y = rows[:, 0] & _COORDINATE, rows[:, 1] & _COORDINATE
    outside = np.flatnonzero((x >= size[0]) | (y >= size[1]))
    if len(outside):
        raise _refuse("a minutia stands outside the image", at + int(outside[0]) * _MINUTIA.size)
    kind = (rows[:, 0] >> 14).astype(np.uint8)
    if (kind > 2).any():
        raise _refuse("a minutia has the reserved type 3", at + int(np.argmax(kind > 2)) * _MINUTIA.size)
    angle = (rows[:, 2] * (2 * np.pi / _ANGLES)).astype(np.float32)
    quality = (np.minimum(rows[:, 3], 100) / 100).astype(np.float32)
    return Minutiae(MODEL, size[0], size[1], x.astype(np.float32), y.astype(np.float32), angle, kind, quality)


def _view(data: bytes, at: int, size: tuple[int, int], ppi: float) -> tuple[FingerView, int]:
    position, view_and_impression, quality, count = _unpack(_VIEW, data, at)
    if position > 10:
        raise _refuse("a finger position above 10", at)
    if quality > 100:
        raise _refuse("a finger quality above 100", at + 2)
    found = _minutiae(data, at + _VIEW.size, count, size)
    end = at + _VIEW.size + count * _MINUTIA.size
    extended = _unpack(struct.Struct(">H"), data, end)[0]
    if end + 2 + extended > len(data):
        raise _refuse("extended data cut short", end)
    impression = _IMPRESSIONS.get(view_and_impression & 0x0F, Impression.UNKNOWN)
    return FingerView(position, impression, quality, found, ppi), end + 2 + extended


def read(data: bytes) -> tuple[FingerView, ...]:
    """Read a record. Raises BadFile naming the reason and the byte for anything that does not conform."""
    magic, version, length, _, width, height, across, down, views, _ = _RECORD.unpack(
        data[: _RECORD.size].ljust(24, b"\xff")
    )
    if magic != _MAGIC or version != _VERSION:
        raise _refuse("not a record of version 2.0", 0)
    if length != len(data):
        raise _refuse("the length field differs from the file", 8)
    if not width or not height or width > _COORDINATE + 1 or height > _COORDINATE + 1:
        raise _refuse("no image size", 14)
    if not across or across != down:
        raise _refuse("no resolution, or not the same in both directions", 18)
    if not 0 < views <= _MOST_VIEWS:
        raise _refuse("no finger view, or too many", 22)
    found, at = [], _RECORD.size
    for _ in range(views):
        view, at = _view(data, at, (width, height), across * _CM_PER_INCH)
        found.append(view)
    if at != len(data):
        raise _refuse("bytes after the last view", at)
    return tuple(found)


def _view_bytes(view: FingerView, number: int) -> bytes:
    m = view.minutiae
    if len(m) > 255:
        raise BadValue("list_length", field="minutiae", limit=255)
    code = _CODES.get(view.impression, 0)
    body = _VIEW.pack(view.position, number << 4 | code, view.quality, len(m))
    for x, y, angle, kind, quality in zip(m.x, m.y, m.angle, m.kind, m.quality, strict=True):
        turn = round(float(angle) * _ANGLES / (2 * np.pi)) % _ANGLES
        body += _MINUTIA.pack(int(kind) << 14 | round(float(x)), round(float(y)), turn, round(100 * float(quality)))
    return body + b"\x00\x00"


def write(views: tuple[FingerView, ...]) -> bytes:
    """Write a record of one or more views that share image size and resolution. Raises BadValue when they do not."""
    sizes = {(v.minutiae.width, v.minutiae.height, round(v.ppi / _CM_PER_INCH)) for v in views}
    if len(sizes) != 1 or len(views) > _MOST_VIEWS:
        raise BadValue("code_unknown", field="views", allowed="1-16 views of one image size and resolution")
    width, height, resolution = sizes.pop()
    seen: dict[int, int] = {}
    body = b""
    for view in views:
        body += _view_bytes(view, seen.setdefault(view.position, 0))
        seen[view.position] += 1
    size = _RECORD.size + len(body)
    return _RECORD.pack(_MAGIC, _VERSION, size, 0, width, height, resolution, resolution, len(views), 0) + body


def at_standard_ppi(view: FingerView) -> Minutiae:
    """The view's minutiae scaled to 500 ppi, as every comparison wants them."""
    m, scale = view.minutiae, STANDARD_PPI / view.ppi
    width, height = round(m.width * scale), round(m.height * scale)
    return Minutiae(
        m.model, width, height, m.x * np.float32(scale), m.y * np.float32(scale), m.angle, m.kind, m.quality
    )
