"""Pictures alone: who of a register is it (1:N), and is it this one (1:1). Without any data beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from api.biometrics.enrolling import sample
from api.biometrics.galleries import samples
from api.biometrics.rows import select_in
from api.biometrics.settings import Models, models_in_use
from api.store.store import Store
from api.store.tables import records
from api.store.view import View
from matcher.biometrics.pairs import Pair, Sample, compare_with
from models.biometrics import MediaFile
from models.errors import NotFound
from models.person import Person


@dataclass(frozen=True, slots=True)
class Found:
    """A person whose pictures are like those asked with."""

    person: Person
    pair: Pair
    bits: float


def identify(store: Store, files: Sequence[MediaFile], registers: Sequence[str]) -> list[Found]:
    """The people of these registers (all when empty) whose pictures are most alike, most bits first."""
    models = models_in_use()
    return _identify(store, sample(tuple(files), models), registers, models)


def identify_record(store: Store, register: str, record_id: str, registers: Sequence[str]) -> list[Found]:
    """The same for the pictures of a record that is there already; it is not found itself. Raises NotFound."""
    models = models_in_use()
    found = _identify(store, held(store, register, record_id, models), registers, models)
    return [f for f in found if (f.person.register, f.person.record_id) != (register, record_id)]


def verify(store: Store, files: Sequence[MediaFile], register: str, record_id: str) -> Pair:
    """The pictures compared with those of a record; raises NotFound for a record without any."""
    models = models_in_use()
    return compare_with(sample(tuple(files), models), [held(store, register, record_id, models)])[0]


def held(store: Store, register: str, record_id: str, models: Models) -> Sample:
    """The templates by which a record is compared; raises NotFound where there is none."""
    identity = store.vault.blinder.identity(register, record_id)
    with store.view() as view:
        number = _number(view, identity)
        found = samples(view.connection, store.shelf.keys, models, [number]).get(number)
    if found is None:
        raise NotFound("media_not_found", "personId")
    return found


def _number(view: View, identity: bytes) -> int:
    found = select_in(view.connection, select(records.c.number), records.c.identity, [identity])
    if not found:
        raise NotFound("record_not_found", "personId")
    return int(found[0].number)


def _identify(store: Store, probe: Sample, registers: Sequence[str], models: Models) -> list[Found]:
    galleries = store.shelf.galleries(models)
    with store.view() as view:
        view.size(registers)  # raises NotFound for a register that is not there
        numbers = [hit.record for hit in galleries.search(view.connection, probe, registers)]
        theirs = samples(view.connection, store.shelf.keys, models, numbers)
        people = view.people(numbers)
    pairs = compare_with(probe, [theirs.get(number, Sample()) for number in numbers])
    found = [
        Found(people[n], p, p.bits) for n, p in zip(numbers, pairs, strict=True) if p.bits is not None and n in people
    ]
    return sorted(found, key=lambda f: -f.bits)
