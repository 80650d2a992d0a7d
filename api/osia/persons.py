"""What the façade does with persons and encounters; free of HTTP, so that a task can do it as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.biometrics.desk import Desk
from api.biometrics.moving import move
from api.biometrics.sealed import Occasion
from api.osia import writing
from api.osia.bodies import Encounter
from api.osia.reading import files, person
from api.store.store import Store
from models.errors import BadValue, Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of one register, for one caller."""

    desk: Desk
    register: str
    actor: str

    @property
    def store(self) -> Store:
        """The store they stand in."""
        return self.desk.store

    def create(self, person_id: str, name: str, body: Encounter) -> dict[str, str]:
        """A new encounter, and its person where there is none; raises Conflict for one that is there."""
        pictures = files(body.biometricData)
        self._check(body)
        self.desk.check(pictures)
        if self._ensure(person_id, body):
            self._note("create", person_id)
        self.store.shelf.add(self.register, person_id, pictures, _occasion(name, body))
        self._note("add encounter", person_id)
        return {"personId": person_id, "encounterId": name}

    def replace(self, person_id: str, name: str, body: Encounter) -> dict[str, str]:
        """Another content of an encounter; raises NotFound."""
        pictures = files(body.biometricData)
        self._check(body)
        self.desk.check(pictures)
        self.store.shelf.replace(self.register, person_id, pictures, _occasion(name, body))
        self._note("correct encounter", person_id)
        return {"personId": person_id, "encounterId": name}

    def read(self, person_id: str, name: str) -> dict[str, Any]:
        """One encounter; raises NotFound."""
        occasion = self._find(person_id, name)
        self._note("read encounter", person_id)
        return writing.encounter(self.desk, self.register, person_id, occasion)

    def read_all(self, person_id: str) -> list[dict[str, Any]]:
        """All encounters of a person; raises NotFound."""
        found = self.store.shelf.encounters(self.register, person_id)
        self._note("read encounter", person_id)
        return [writing.encounter(self.desk, self.register, person_id, occasion) for occasion in found]

    def templates(self, person_id: str, name: str, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
        """The templates of an encounter whose fields have the wanted values; raises NotFound."""
        self._find(person_id, name)
        self._note("read templates", person_id)
        return writing.templates(self.desk, self.register, person_id, name, wanted)

    def delete_encounter(self, person_id: str, name: str) -> None:
        """No such encounter any more, nor its person when it was the last one; raises NotFound."""
        self.store.shelf.delete_encounter(self.register, person_id, name)
        self._note("delete encounter", person_id)
        self._delete_empty(person_id)

    def delete(self, person_id: str) -> None:
        """No such person any more; raises NotFound."""
        self.store.delete(self.register, person_id)
        self._note("delete", person_id)

    def set_status(self, person_id: str, name: str, status: str) -> None:
        """ACTIVE takes part in searches, INACTIVE does not; raises NotFound."""
        self.store.shelf.set_active(self.register, person_id, name, status == "ACTIVE")
        self._note("correct encounter", person_id)

    def set_galleries(self, person_id: str, name: str, galleries: Sequence[str]) -> None:
        """Nothing but the register's own gallery is taken; raises NotFound, and BadValue for another."""
        self._find(person_id, name)
        if set(galleries) != {self.register}:
            raise BadValue("code_unknown", "galleries", allowed=self.register)
        self._note("correct encounter", person_id)

    def move(self, target: str, source: str, name: str | None) -> None:
        """One encounter (all of them without a name) to another person; raises NotFound or Conflict."""
        move(self.store.shelf, self.register, source, target, None if name is None else [name])
        for person_id in (source, target):
            self._note("move encounter", person_id)
        self._delete_empty(source)

    def _find(self, person_id: str, name: str) -> Occasion:
        found = next((o for o in self.store.shelf.encounters(self.register, person_id) if o.name == name), None)
        if found is None:
            raise NotFound("encounter_not_found", "encounterId")
        return found

    def _ensure(self, person_id: str, body: Encounter) -> bool:
        """Whether the person had to be made."""
        try:
            self.store.add(person(person_id, self.register, body.biographicData))
        except Conflict:
            return False
        return True

    def _delete_empty(self, person_id: str) -> None:
        if not self.store.shelf.encounters(self.register, person_id):
            self.delete(person_id)

    def _check(self, body: Encounter) -> None:
        """This register is the only gallery that an encounter can stand in."""
        if any(gallery != self.register for gallery in body.galleries or ()):
            raise BadValue("code_unknown", "galleries", allowed=self.register)

    def _note(self, action: str, person_id: str) -> None:
        self.desk.note(action, self.actor, self.register, person_id, interface="osia")


def _occasion(name: str, body: Encounter) -> Occasion:
    facts = body.model_dump(exclude={"encounterId", "status", "biometricData"}, exclude_none=True)
    return Occasion(name, body.status == "ACTIVE", facts)
