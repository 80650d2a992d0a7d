"""Items 7 and 8 of Art. 6, apart from everything else: own permission, own table, never a matching feature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LiabilityKind(StrEnum):
    """Art. 6, item 7 or item 8."""

    ADMINISTRATIVE = "administrative"
    CRIMINAL = "criminal"


@dataclass(frozen=True, slots=True)
class Liability:
    """One fact of bringing to liability; ``on`` is the date as received."""

    kind: LiabilityKind
    on: str | None
    article: str
    body: str


@dataclass(frozen=True, slots=True)
class LiabilityFile:
    """The liability facts of one record, keyed as the record is, stored and permitted apart from it."""

    register: str
    record_id: str
    entries: tuple[Liability, ...]
