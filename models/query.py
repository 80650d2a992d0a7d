"""A question to the node: who is this? With the purpose that Art. 6 demands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.biometrics import MediaFile
from models.evidence import Grade
from models.person import Person


class Purpose(StrEnum):
    """The three purposes of Art. 6; any other is refused."""

    IDENTIFICATION = "identification"
    ESTABLISH_IDENTITY = "establish-identity"
    LEGAL_STATUS = "legal-status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Who is asked about, why, for which case, and how much of an answer is wanted."""

    person: Person
    purpose: Purpose
    case: str | None = None
    limit: int = 10
    min_grade: Grade = Grade.POSSIBLE
    threshold: float = 0.0
    """Candidates less probable are neither shown nor journalled as shown."""
    registers: tuple[str, ...] = ()
    """Which registers to ask; empty means all."""
    media: tuple[MediaFile, ...] = ()
    """Photographs and fingerprint cards of the person asked about."""
