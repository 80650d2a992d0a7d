"""Photographs and fingerprint cards as references with provenance (Art. 6, items 12 and 13); bytes stand elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MediaKind(StrEnum):
    """What the file is."""

    PHOTO = "photo"
    FINGERPRINT_CARD = "fingerprint_card"


@dataclass(frozen=True, slots=True)
class MediaReference:
    """Where a photo or card came from; ``uri`` is a path relative to the source file, or an id in the store."""

    kind: MediaKind
    uri: str
    sha256: str | None = None
    taken_on: str | None = None
    """Date as received, ISO where the source allows."""
    source: str | None = None
    """Which body or file it came from."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """The bytes of a photo or card on their way in, with what is known of where they come from."""

    kind: MediaKind
    data: bytes = field(repr=False)
    taken_on: str | None = None
    """Date as received, ISO where the source allows."""
    source: str | None = None
    """Which body, file or address it came from."""
