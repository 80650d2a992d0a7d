"""What the façade answers about galleries: who is alike, whether it is this one, who stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import select

from api import journal
from api.biometrics.desk import Desk
from api.biometrics.identifying import Found, identify, identify_record, verify
from api.biometrics.settings import models_in_use
from api.biometrics.tables import encounters
from api.osia import writing
from api.store.engine import reading
from api.store.store import Store
from api.store.tables import records, registers
from matcher.biometrics.link import same_bits
from matcher.biometrics.pairs import Pair, Sample, compare_with
from models.biometrics import MediaFile
from models.errors import BadValue, NotFound
from models.person import Person
from models.query import Purpose

ALL: Final = "ALL"
"""The standard's name for all galleries together."""
_FILTERS: Final = ("dateOfBirthMin", "dateOfBirthMax", "gender")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of an answer is wanted."""

    transaction: str
    most: int = 10
    threshold: float | None = None
    filter: Mapping[str, Any] | None = None

    @property
    def least(self) -> float:
        """Bits from which two are taken for one: the threshold, or what the node proposes by itself."""
        return same_bits() if self.threshold is None else self.threshold


@dataclass(frozen=True, slots=True)
class Searches:
    """Searches for one caller; each is an entry of the journal with whom it shows."""

    desk: Desk
    register: str
    actor: str

    @property
    def store(self) -> Store:
        """The store they look into."""
        return self.desk.store

    def identify(self, gallery: str, files: Sequence[MediaFile], wanted: Wanted) -> list[dict[str, Any]]:
        """Whose pictures these are, among the people of a gallery."""
        require_filter(wanted.filter)
        return self._shown(identify(self.store, files, _registers(gallery)), wanted)

    def identify_known(
        self, gallery: str, person_id: str, encounter: str | None, wanted: Wanted
    ) -> list[dict[str, Any]]:
        """Who of a gallery is like a person that is there already, by all its pictures or by those of one encounter."""
        require_filter(wanted.filter)
        found = identify_record(self.store, self.register, person_id, _registers(gallery), encounter)
        return self._shown(found, wanted)

    def verify(self, gallery: str, person_id: str, files: Sequence[MediaFile], wanted: Wanted) -> dict[str, Any]:
        """Whether these are pictures of that person of a gallery."""
        gallery = self.register if gallery == ALL else gallery
        self._require_gallery(gallery)
        pair = verify(self.store, files, gallery, person_id)
        self._note("verify", wanted, 1, ((gallery, person_id),))
        return self._decision(pair, wanted)

    def verify_pair(self, first: Sample, second: Sample, wanted: Wanted) -> dict[str, Any]:
        """Whether two sets of pictures are one person's; nothing of the register is shown."""
        self._note("verify", wanted, 0, ())
        return self._decision(compare_with(first, [second])[0], wanted)

    def galleries(self) -> list[str]:
        """All registers."""
        return sorted(self.store.registers())

    def content(self, gallery: str, offset: int, limit: int) -> list[dict[str, str]]:
        """Persons and encounters of a register, oldest first."""
        self._require_gallery(gallery)
        query = (
            select(encounters.c.identity, encounters.c.sealed, records.c.number, records.c.payload)
            .join(records, records.c.identity == encounters.c.identity)
            .join(registers, registers.c.id == records.c.register_id)
            .where(registers.c.name == gallery)
        )
        with reading(self.store.engine) as connection:
            found = connection.execute(query.order_by(encounters.c.number).offset(offset).limit(limit)).all()
        ciphers = self.store.shelf.keys.ciphers([bytes(row.identity) for row in found]) if found else {}
        content = []
        for row in found:
            plain = ciphers[bytes(row.identity)].open(bytes(row.sealed), b"encounter")
            person = self.store.vault.open_person(bytes(row.payload), row.number)
            content.append({"personId": person.record_id, "encounterId": orjson.loads(plain)["name"]})
        self._note("list gallery", Wanted(""), len(content), tuple((gallery, c["personId"]) for c in content))
        return content

    def _shown(self, found: Sequence[Found], wanted: Wanted) -> list[dict[str, Any]]:
        least = float("-inf") if wanted.threshold is None else wanted.threshold
        good = [f for f in found if f.bits >= least and _passes(f.person, wanted.filter or {})][: wanted.most]
        shown = tuple((f.person.register, f.person.record_id) for f in good)
        self._note("identify", wanted, len(self.store.shelf.galleries(models_in_use())), shown)
        return writing.candidates(good)

    @staticmethod
    def _decision(pair: Pair, wanted: Wanted) -> dict[str, Any]:
        bits = pair.bits
        return {"decision": bits is not None and bits >= wanted.least, "scores": writing.scores(pair)}

    def _require_gallery(self, gallery: str) -> None:
        if gallery not in self.store.registers():
            raise NotFound("register_not_found", "galleryId", known=", ".join(self.galleries()) or "-")

    def _note(self, action: str, wanted: Wanted, looked_at: int, shown: tuple[tuple[str, str], ...]) -> None:
        entry = journal.Entry(
            actor=self.actor,
            action=action,
            purpose=Purpose.IDENTIFICATION,
            case=wanted.transaction or None,
            records=looked_at,
            shown=shown,
            details={"interface": "osia"},
        )
        journal.append(self.store, entry)


def _registers(gallery: str) -> list[str]:
    return [] if gallery == ALL else [gallery]


def require_filter(given: Mapping[str, Any] | None) -> None:
    """Raises BadValue for a filter that would be passed over in silence."""
    for name, value in (given or {}).items():
        if name not in _FILTERS:
            raise BadValue("code_unknown", "filter", allowed=", ".join(_FILTERS))
        if not isinstance(value, str):
            raise BadValue("field_type", f"filter.{name}", expected="string")


def _passes(person: Person, given: Mapping[str, Any]) -> bool:
    """Whether a person's data allow it; what a record does not say excludes nobody."""
    born = person.birth_date.value.iso() if person.birth_date.value else ""
    if born and "dateOfBirthMin" in given and born < given["dateOfBirthMin"][: len(born)]:
        return False
    if born and "dateOfBirthMax" in given and born > given["dateOfBirthMax"][: len(born)]:
        return False
    sex = person.sex.value.value if person.sex.value else ""
    return not (sex and "gender" in given and sex != given["gender"])
