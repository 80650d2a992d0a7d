"""The galleries of one process: open templates in memory only, following the store as it changes.

They are filled from the sealed templates when they are first asked, and before each search they take in what has been
added and let go of what has been deleted since, by anybody. A hit counts only when its template still stands in the
store as the search sees it, so what is deleted is never found, whatever a gallery still holds.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from api.biometrics import rows
from api.biometrics.enrolling import unpack
from api.biometrics.keys import RecordKeys
from api.biometrics.sealed import context
from api.biometrics.settings import Models, limits
from api.biometrics.tables import encounters, gone_templates, media, templates
from api.store.tables import records, registers
from matcher.biometrics.gallery.cards import CardGallery
from matcher.biometrics.gallery.columns import MEMORY
from matcher.biometrics.gallery.faces import FaceGallery
from matcher.biometrics.pairs import Sample
from matcher.biometrics.types import CardTemplate, FaceTemplate

_BATCH: Final = 2000
_SPARE: Final = 4
"""How many times more hits are asked for than wanted: some may be inactive, of other registers, or of one record."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a one-to-many search has found: its row number."""

    record: int
    template: int


class Galleries:
    """Faces and cards of a store under one pair of models."""

    def __init__(self, keys: RecordKeys, models: Models) -> None:
        self.keys, self._models = keys, models
        self._lock = threading.Lock()
        self._faces: FaceGallery | None = None
        self._cards = CardGallery(MEMORY, models.fingers)
        self._last = self._gone = 0

    def __len__(self) -> int:
        return len(self._cards) + (len(self._faces) if self._faces else 0)

    def search(self, connection: Connection, probe: Sample, names: Sequence[str] = ()) -> list[Hit]:
        """Records whose pictures are most like the probe's, cards before faces; in these registers (all when empty)."""
        with self._lock:
            self._follow(connection)
            found = [self._of_card(probe, asked_for()), self._of_face(probe, asked_for())]
        hits: list[Hit] = []
        for numbers in found:
            hits += [h for h in chosen(connection, numbers, names) if h not in hits]
        return hits

    def follow(self, connection: Connection) -> None:
        """Take in what was added and let go of what was deleted."""
        with self._lock:
            self._follow(connection)

    def _of_card(self, probe: Sample, best: int) -> list[int]:
        if probe.card is None or not len(self._cards):
            return []
        usable = {p: f for p, f in probe.card.fingers.items() if f.model == self._models.fingers}
        return [int(name) for name, _ in self._cards.candidates(CardTemplate(usable), best)]

    def _of_face(self, probe: Sample, best: int) -> list[int]:
        if probe.face is None or self._faces is None or probe.face.model != self._models.face:
            return []
        return [int(hit.record_id) for hit in self._faces.search(probe.face, best)]

    def _follow(self, connection: Connection) -> None:
        query = select(gone_templates.c.seq, gone_templates.c.template).where(gone_templates.c.seq > self._gone)
        for seq, number in connection.execute(query.order_by(gone_templates.c.seq)).all():
            if number <= self._last:
                self._let_go(number)
            self._gone = seq
        while self._take_in(connection):
            pass

    def _let_go(self, number: int) -> None:
        self._cards.delete(str(number))
        if self._faces is not None:
            self._faces.delete(str(number))

    def _take_in(self, connection: Connection) -> bool:
        query = select(templates).where(templates.c.number > self._last).order_by(templates.c.number).limit(_BATCH)
        found = connection.execute(query).all()
        if not found:
            return False
        self._last = found[-1].number
        self._add([row for row in found if row.model in (self._models.face, self._models.fingers)])
        return True

    def _add(self, found: Sequence[Any]) -> None:
        ciphers = self.keys.ciphers([bytes(row.identity) for row in found]) if found else {}
        opened = [
            (
                str(row.number),
                unpack(ciphers[bytes(row.identity)].open(bytes(row.sealed), context("template", row.number))),
            )
            for row in found
            if bytes(row.identity) in ciphers
        ]
        faces = [(name, t) for name, t in opened if isinstance(t, FaceTemplate)]
        cards = [(name, t) for name, t in opened if isinstance(t, CardTemplate)]
        if faces:
            if self._faces is None:
                self._faces = FaceGallery(MEMORY, self._models.face, len(faces[0][1].vector))
            self._faces.add([name for name, _ in faces], [t for _, t in faces])
        if cards:
            self._cards.add([name for name, _ in cards], [t for _, t in cards])


def asked_for() -> int:
    """How many candidates a gallery is asked for: more than are wanted, for some may not count."""
    return _SPARE * int(limits()["search"]["hits"])


def chosen(connection: Connection, numbers: Sequence[int], names: Sequence[str]) -> list[Hit]:
    """The hits that are compared in full, of template numbers that a gallery has given, best first."""
    return standing(connection, numbers, names)[: int(limits()["search"]["hits"])]


def standing(connection: Connection, numbers: Sequence[int], names: Sequence[str]) -> list[Hit]:
    """Templates that stand in the store, active, in the registers asked (all when empty); best first, one a record."""
    query = (
        select(templates.c.number, records.c.number.label("record"))
        .join(media, media.c.number == templates.c.media)
        .join(encounters, encounters.c.number == media.c.encounter)
        .join(records, records.c.identity == templates.c.identity)
        .where(encounters.c.active == 1)
    )
    if names:
        query = query.join(registers, registers.c.id == records.c.register_id).where(registers.c.name.in_(names))
    of = {row.number: row.record for row in rows.select_in(connection, query, templates.c.number, numbers)}
    best: dict[int, Hit] = {}
    for number in numbers:
        if number in of:
            best.setdefault(of[number], Hit(of[number], number))
    return list(best.values())


def samples(connection: Connection, keys: RecordKeys, models: Models, numbers: Sequence[int]) -> dict[int, Sample]:
    """By record number the templates that count for a record: of its newest photo and of its fullest, newest card.

    The portrait on a card counts where there is no photo.
    """
    identities = rows.identities(connection, numbers)
    query = (
        select(templates)
        .join(media, media.c.number == templates.c.media)
        .join(encounters, encounters.c.number == media.c.encounter)
        .where(encounters.c.active == 1, templates.c.model.in_([models.face, models.fingers]))
    )
    found = rows.select_in(connection, query, templates.c.identity, list(identities.values()))
    ciphers = keys.ciphers([bytes(row.identity) for row in found]) if found else {}
    chosen: dict[bytes, Sample] = {}
    for row in sorted(found, key=lambda r: (-r.kind, r.number)):  # cards before photos: the last face stays
        identity = bytes(row.identity)
        if identity in ciphers:
            template = unpack(ciphers[identity].open(bytes(row.sealed), context("template", row.number)))
            chosen[identity] = _better(chosen.get(identity, Sample()), template)
    return {number: chosen[identity] for number, identity in identities.items() if identity in chosen}


def _better(known: Sample, newer: FaceTemplate | CardTemplate) -> Sample:
    if isinstance(newer, FaceTemplate):
        return Sample(newer, known.card)
    if known.card is not None and len(known.card.fingers) > len(newer.fingers):
        return known
    return Sample(known.face, newer)
