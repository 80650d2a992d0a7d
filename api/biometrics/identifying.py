"""Pictures alone: who of a register is it (1:N), and is it this one (1:1). Without any data beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.biometrics.enrolling import sample, unpack
from api.biometrics.galleries import Hit, asked_for, chosen, samples
from api.biometrics.rows import select_in
from api.biometrics.settings import Models, models_in_use
from api.store.store import Store
from api.store.tables import records
from api.store.view import View
from matcher.biometrics.pairs import Pair, Sample, compare_with
from matcher.biometrics.types import CardTemplate, FaceTemplate
from models.biometrics import MediaFile
from models.errors import NotFound
from models.person import Person

if TYPE_CHECKING:
    from api.biometrics.exporting import Place


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


def identify_record(
    store: Store, register: str, record_id: str, registers: Sequence[str], encounter: str | None = None
) -> list[Found]:
    """The same for the pictures of a record that is there already (of one encounter, where it is named).

    It is not found itself. Raises NotFound.
    """
    models = models_in_use()
    if encounter is None:
        probe = held(store, register, record_id, models)
    else:
        probe = held_of(store, register, record_id, encounter, models)
    found = _identify(store, probe, registers, models)
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


def held_of(store: Store, register: str, record_id: str, encounter: str, models: Models) -> Sample:
    """The newest templates of one encounter; raises NotFound where there is none."""
    shelf = store.shelf
    if encounter not in {occasion.name for occasion in shelf.encounters(register, record_id)}:
        raise NotFound("encounter_not_found", "encounterId")
    mine = [m for m in shelf.media(register, record_id) if m.encounter == encounter]
    found = [t for m in mine for t in shelf.templates(register, record_id, m.number)]
    face = [unpack(packed) for model, packed in found if model == models.face]
    cards = [unpack(packed) for model, packed in found if model == models.fingers]
    if not face and not cards:
        raise NotFound("media_not_found", "encounterId")
    return Sample(
        next((t for t in reversed(face) if isinstance(t, FaceTemplate)), None),
        next((t for t in reversed(cards) if isinstance(t, CardTemplate)), None),
    )


def _number(view: View, identity: bytes) -> int:
    found = select_in(view.connection, select(records.c.number), records.c.identity, [identity])
    if not found:
        raise NotFound("record_not_found", "personId")
    return int(found[0].number)


def identify_spread(
    store: Store, cards: Sequence[MediaFile], registers: Sequence[str], place: Place
) -> list[list[Found]]:
    """What ``identify`` gives for each card, searched by Spark in a gallery's files; see ``exporting``."""
    from api.biometrics.exporting import search  # noqa: PLC0415 - Spark is an extra

    models = models_in_use()
    probes = [sample((card,), models) for card in cards]
    templates = [probe.card or CardTemplate() for probe in probes]
    numbers = search(store, models, templates, asked_for(), place)
    with store.view() as view:
        view.size(registers)
        hits = [chosen(view.connection, found, registers) for found in numbers]
        return [_compared(store, view, probe, found, models) for probe, found in zip(probes, hits, strict=True)]


def _identify(store: Store, probe: Sample, registers: Sequence[str], models: Models) -> list[Found]:
    galleries = store.shelf.galleries(models)
    with store.view() as view:
        view.size(registers)  # raises NotFound for a register that is not there
        hits = galleries.search(view.connection, probe, registers)
        return _compared(store, view, probe, hits, models)


def _compared(store: Store, view: View, probe: Sample, hits: Sequence[Hit], models: Models) -> list[Found]:
    """The hits compared in full, most bits first."""
    numbers = [hit.record for hit in hits]
    theirs = samples(view.connection, store.shelf.keys, models, numbers)
    people = view.people(numbers)
    pairs = compare_with(probe, [theirs.get(number, Sample()) for number in numbers])
    found = [
        Found(people[n], p, p.bits) for n, p in zip(numbers, pairs, strict=True) if p.bits is not None and n in people
    ]
    return sorted(found, key=lambda f: -f.bits)
