"""Identity documents as received (Art. 6, item 6)."""

from __future__ import annotations

from dataclasses import dataclass

from models.date import PartialDate


@dataclass(frozen=True, slots=True)
class Document:
    """One document. There is no expiry date: it is not among the 13 items and never leaves.

    ``type`` is the type as the source calls it; what the number looks like is the matcher's to find out. A personal
    number (IIN, РМА) that a source typed as a document number stands here too; it serves local matching only.
    """

    number: str
    series: str | None = None
    type: str | None = None
    issued_on: PartialDate | None = None
    issuer: str | None = None
    country: str | None = None

    def text(self) -> str:
        """Series and number as one would write them."""
        return " ".join(p for p in (self.series, self.number) if p)
