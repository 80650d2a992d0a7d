"""Write a fingerprint card as an ANSI/NIST-ITL 1-2011 file: Types 1, 2, 10, 14, always with hashes. In the worker."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matcher.biometrics.cards import positions
from matcher.biometrics.images import read_gray, to_png
from matcher.biometrics.packages import require
from matcher.biometrics.types import FingerImage, Gray, Missing, Portrait

_VERSION = "0500"
"""ANSI/NIST-ITL 1-2011."""
_FAITHFUL = 0.9
"""Least correlation of a WSQ image with what was encoded: the codec is known to give a constant image at times."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """Type-1 fields: type of transaction, date (YYYYMMDD), both bodies, control number."""

    kind: str
    date: str
    destination: str
    origin: str
    control: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is written besides the header: Type-2 text by field number, prints, missing fingers, portraits."""

    text: dict[int, str] = field(default_factory=dict)
    prints: tuple[FingerImage, ...] = ()
    missing: dict[int, Missing] = field(default_factory=dict)
    portraits: tuple[Portrait, ...] = ()


def to_wsq(pixels: Gray) -> bytes | None:
    """Encode a print as WSQ; None when what comes back is not the same print."""
    require("wsq")
    out = io.BytesIO()
    require("PIL.Image").fromarray(pixels).save(out, "WSQ")
    data = out.getvalue()
    back = read_gray(data)[0].astype(np.float64)
    before = pixels.astype(np.float64)
    if back.shape != before.shape or not back.std() or not before.std():
        return None
    return data if float(np.corrcoef(before.ravel(), back.ravel())[0, 1]) >= _FAITHFUL else None


def _latin(text: str) -> str:
    """UTF-8 text in the Latin-1 clothes that nistitl writes byte by byte; separators are taken out."""
    clean = "".join(c for c in text if c not in "\x1c\x1d\x1e\x1f")
    return clean.encode().decode("latin-1")


def _record(kind: int, idc: int, fields: dict[int, Any], data: bytes = b"") -> Any:
    library = require("nistitl")
    record = library.AsciiRecord(kind)
    record.IDC = idc
    for number, value in sorted(fields.items()):
        record += library.Field(kind, number, value)
    if data:
        record += library.Field(kind, 996, hashlib.sha256(data).hexdigest().upper())
        record += library.BinaryField(kind, 999, data)
    return record


def _print_record(image: FingerImage, idc: int, transaction: Transaction) -> Any:
    wsq = to_wsq(image.pixels)
    data, compression = (wsq, "WSQ20") if wsq else (to_png(image.pixels, image.ppi), "PNG")
    height, width = image.pixels.shape
    fields = {
        3: positions.IMPRESSION_CODES.get(image.impression, 0),
        4: _latin(transaction.origin),
        5: transaction.date,
        6: width,
        7: height,
        8: 1,
        9: round(image.ppi),
        10: round(image.ppi),
        11: compression,
        12: 8,
        13: image.position,
    }
    return _record(14, idc, fields, data)


def _missing_record(finger: int, reason: Missing, idc: int, transaction: Transaction) -> Any:
    """A Type-14 record without an image that says why (14.018 AMP)."""
    amputated = [[str(finger), positions.AMPUTATION_CODES[reason]]]
    return _record(14, idc, {3: 0, 4: _latin(transaction.origin), 5: transaction.date, 13: finger, 18: amputated})


def _portrait_record(portrait: Portrait, idc: int, transaction: Transaction) -> Any:
    image = require("PIL.Image").open(io.BytesIO(portrait.data))
    codes = {"JPEG": "JPEGB", "PNG": "PNG", "JPEG2000": "JP2"}
    fields = {
        3: "FACE",
        4: _latin(transaction.origin),
        5: transaction.date,
        6: image.width,
        7: image.height,
        8: 0,
        9: 1,
        10: 1,
        11: codes.get(image.format, "JPEGB"),
        12: "SRGB" if image.mode != "L" else "GRAY",
    }
    return _record(10, idc, fields, portrait.data)


def write_card(transaction: Transaction, contents: Contents) -> bytes:
    """Write a card file; images as WSQ where that is faithful, else as PNG. Fingers "not taken" are left out."""
    library = require("nistitl")
    message = library.Message()
    message.TOT = _latin(transaction.kind)
    head = message[0]
    head.VER, head.DAT, head.TCN = _VERSION, transaction.date, _latin(transaction.control)
    head.DAI, head.ORI = _latin(transaction.destination), _latin(transaction.origin)
    head += library.Field(1, 15, [["003", "UTF-8"]])
    message += _record(2, 0, {n: _latin(t) for n, t in contents.text.items()})
    idc = 0
    for portrait in contents.portraits:
        idc += 1
        message += _portrait_record(portrait, idc, transaction)
    for image in contents.prints:
        idc += 1
        message += _print_record(image, idc, transaction)
    for finger, reason in sorted(contents.missing.items()):
        if reason in positions.AMPUTATION_CODES:
            idc += 1
            message += _missing_record(finger, reason, idc, transaction)
    return bytes(message.NIST)
