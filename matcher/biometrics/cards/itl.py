"""ANSI/NIST-ITL records as values: what stood in a file, each record with the fields this project uses.

The byte format is nistitl's work; here its records become frozen values, and a file that breaks a rule becomes one
refusal that names the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matcher.biometrics.limits import limits
from matcher.biometrics.packages import require
from models.errors import BadFile, TooLarge

READ = (1, 2, 4, 9, 10, 14, 15)
"""Record types that are read; others are counted and passed over."""
_MOST_RECORDS = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One record: type, IDC, text fields by number (each a list of rows of items), image bytes (or the Type-4 body)."""

    type: int
    idc: int
    fields: dict[int, list[list[str]]] = field(default_factory=dict)
    data: bytes = b""

    def text(self, number: int, default: str = "") -> str:
        """First item of a field."""
        rows = self.fields.get(number)
        return rows[0][0].strip() if rows and rows[0] else default

    def number(self, number: int, default: int | None = None) -> int:
        """First item of a field as an integer. Raises BadFile when it is not one and no default is given."""
        text = self.text(number)
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        if default is None:
            raise refused(f"field {self.type}.{number:03d} is not a number")
        return default


def refused(reason: str) -> BadFile:
    """The refusal of a file, with its reason."""
    return BadFile("card_unreadable", field="fingerprint_card", reason=reason)


def _rows(value: Any) -> list[list[str]]:
    """Bring a nistitl value (text, list, list of lists) into rows of items."""
    if not isinstance(value, list):
        return [[str(value)]]
    return [[str(i) for i in row] if isinstance(row, list) else [str(row)] for row in value]


def _record(native: Any) -> Record:
    """Turn one nistitl record into a value."""
    library = require("nistitl")
    if isinstance(native, library.BinaryRecord):
        return Record(native.type, int(native.IDC), {}, bytes(native.value))
    fields: dict[int, list[list[str]]] = {}
    data = b""
    for item in native._fields:  # nistitl offers its fields by name only, not as a list
        if isinstance(item, library.BinaryField):
            data = bytes(item.value)
        else:
            fields[item.tag] = _rows(item.value)
    idc = _rows(native.IDC)[0][0] if native.type != 1 else "0"
    return Record(native.type, int(idc) if idc.isdigit() else 0, fields, data)


def parse(data: bytes) -> list[Record]:
    """Parse a file into its records, Type-1 first. Raises BadFile or TooLarge."""
    if len(data) > limits().card_bytes:
        raise TooLarge("image_bytes", limit=limits().card_bytes)
    library = require("nistitl")
    message = library.Message()
    try:
        message.parse(data)
        records = [_record(message[i]) for i in range(len(message))]
    except BadFile:
        raise
    except Exception as error:  # nistitl lets ValueError, TypeError, struct.error and more through
        raise refused(f"the file is cut or not of this format ({type(error).__name__})") from error
    if not records or records[0].type != 1 or len(records) > _MOST_RECORDS:
        raise refused("it does not begin with one Type-1 record")
    if not records[0].text(2):
        raise refused("field 1.002 (version) is missing")
    return records
