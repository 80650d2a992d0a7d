"""A person record: the items of Art. 6 that may serve identification, as value types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.biometrics import MediaReference
from models.date import PartialDate
from models.document import Document
from models.name import Name
from models.place import Citizenship, Permit, Place, Registration, Restriction
from models.presence import Value


class Sex(StrEnum):
    """As in the source document."""

    MALE = "M"
    FEMALE = "F"
    UNSPECIFIED = "X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One record of one register, or the person a query asks about (then ``record_id`` may be empty).

    Items 7 and 8 (liability) are not here: see ``models.liability``. Lists are empty when nothing was received; the
    presence of single values says why they are missing. ``photo_presence`` and ``card_presence`` tell "none exists"
    from "not sent".
    """

    record_id: str = ""
    register: str = ""
    names: tuple[Name, ...] = ()
    sex: Value[Sex] = Value()
    birth_date: Value[PartialDate] = Value()
    birth_place: Value[Place] = Value()
    citizenships: tuple[Citizenship, ...] = ()
    documents: tuple[Document, ...] = ()
    registrations: tuple[Registration, ...] = ()
    permits: tuple[Permit, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    photos: tuple[MediaReference, ...] = ()
    fingerprint_cards: tuple[MediaReference, ...] = ()

    @property
    def searchable(self) -> bool:
        """Whether there is anything to find the person by."""
        named = any(not n.empty for n in self.names)
        return named or self.birth_date.given or bool(self.documents or self.photos or self.fingerprint_cards)
