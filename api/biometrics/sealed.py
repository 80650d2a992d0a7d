"""What stands on the shelf of pictures, and how its sealed rows are opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.biometrics.rows import KINDS, State
from api.store.sealing import Cipher
from models.biometrics import MediaKind

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Occasion:
    """An encounter: its own identifier, and what came with it."""

    name: str
    active: bool = True
    facts: Details = field(default_factory=dict)
    """Kind, context, biographic data …, as received; JSON-ready."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture on the shelf, without its bytes."""

    number: int
    encounter: str
    kind: MediaKind
    state: State
    details: Details
    """``sha256``, ``bytes``, ``taken_on``, ``source``, ``quality``, ``models``, and ``refused`` with the reason."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """A record as the shelf knows it: identity, register, and the cipher of its key."""

    identity: bytes
    register_id: int
    cipher: Cipher


def opened(row: Any, cipher: Cipher) -> Medium:
    """A picture of a row that joins its encounter."""
    details = orjson.loads(cipher.open(bytes(row.details), b"details"))
    name = orjson.loads(cipher.open(bytes(row.sealed), b"encounter"))["name"]
    return Medium(row.number, name, KINDS[row.kind], State(row.state), details)


def occasion_of(sealed: bytes, cipher: Cipher, active: bool) -> Occasion:
    """An encounter of its sealed plain text."""
    plain = orjson.loads(cipher.open(sealed, b"encounter"))
    return Occasion(plain["name"], active, plain["facts"])


def context(what: str, number: int) -> bytes:
    """Binds sealed bytes to their row, so that rows cannot be swapped."""
    return f"{what} {number}".encode()
