"""The desk: what people and machines may do with a record's pictures. Every look and every change is journalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from api import journal
from api.biometrics.enrolling import Refusals, enrol, unpack
from api.biometrics.rows import State
from api.biometrics.sealed import Details, Medium, Occasion
from api.biometrics.settings import limits, models_in_use
from api.store.store import Store
from matcher.biometrics.types import CardTemplate
from matcher.biometrics.worker import default_worker
from models.biometrics import MediaFile, MediaKind
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class Held:
    """The pictures by which a record is compared: the newest photo, the fullest card with its template.

    A photo is its bytes and what is known of it; without one it is the newest portrait on a card.
    """

    photo: tuple[bytes, Details] | None = None
    card: tuple[Medium, bytes, CardTemplate] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The pictures of one store, for those who ask over HTTP."""

    store: Store

    def check(self, files: Sequence[MediaFile]) -> None:
        """Refuse at once what can never become a template: raises BadFile or TooLarge, naming the kind of picture.

        A photo is enrolled on the spot; a card, which takes long, is only read, and one of its prints looked at.
        """
        models = models_in_use()
        for file in files:
            if file.kind is MediaKind.PHOTO:
                enrol(file, models)
            else:
                self._native("card_checked", file.data)

    def read_card(self, data: bytes) -> Any:
        """A card as :class:`matcher.biometrics.types.Card`, read in the worker; raises BadFile or TooLarge."""
        return self._native("card", data)

    @staticmethod
    def _native(task: str, data: bytes) -> Any:
        try:
            return default_worker().call(task, data, seconds=float(limits()["enrol"]["card_seconds"]))
        except Refusals as error:
            raise type(error)(error.code, MediaKind.FINGERPRINT_CARD.value, **error.facts) from None

    def add(
        self, register: str, record_id: str, files: Sequence[MediaFile], actor: str, occasion: Occasion | None = None
    ) -> list[Medium]:
        """Put pictures on a record's shelf; their templates follow. Raises NotFound, Conflict, BadFile, TooLarge."""
        self.check(files)
        added = self.store.shelf.add(register, record_id, files, occasion)
        self._note("add picture", actor, register, record_id, pictures=len(added))
        return added

    def media(self, register: str, record_id: str, actor: str) -> list[Medium]:
        """The pictures of a record, oldest first; raises NotFound."""
        found = self.store.shelf.media(register, record_id)
        self._note("list pictures", actor, register, record_id)
        return found

    def file(self, register: str, record_id: str, number: int, actor: str) -> tuple[Medium, bytes]:
        """A picture as it was received; raises NotFound."""
        found = self.store.shelf.image(register, record_id, number)
        self._note("show picture", actor, register, record_id)
        return found

    def held(self, register: str, record_id: str) -> Held:
        """What a page shows of a record beside a query; the look at the record itself is journalled there."""
        shelf, models = self.store.shelf, models_in_use()
        ready = [m for m in shelf.media(register, record_id) if m.state is State.READY]
        cards = sorted(
            (m for m in ready if m.kind is MediaKind.FINGERPRINT_CARD),
            key=lambda m: (len(m.details["fingers"]), m.number),
        )
        photo = self._photo(register, record_id, ready)
        card = None
        if cards:
            found = [
                p for model, p in shelf.templates(register, record_id, cards[-1].number) if model == models.fingers
            ]
            template = unpack(found[0]) if found else None
            if isinstance(template, CardTemplate):
                card = (*shelf.image(register, record_id, cards[-1].number), template)
        return Held(photo, card)

    def _photo(self, register: str, record_id: str, ready: Sequence[Medium]) -> tuple[bytes, Details] | None:
        photos = [m for m in ready if m.kind is MediaKind.PHOTO]
        if photos:
            medium, data = self.store.shelf.image(register, record_id, photos[-1].number)
            return data, medium.details
        with_portrait = [m for m in ready if m.details.get("portrait")]
        if not with_portrait:
            return None
        medium, data = self.store.shelf.image(register, record_id, with_portrait[-1].number)
        return self.portrait(data, medium.details["portrait"])

    def portrait(self, card: bytes, details: Details) -> tuple[bytes, Details] | None:
        """The portrait on a card, of which its templates were made, with what is known of it."""
        portraits = self.read_card(card).portraits
        return next(((p.data, details) for p in portraits if p.record == details["record"]), None)

    def delete(self, register: str, record_id: str, number: int, actor: str) -> None:
        """No such picture, and none of its templates, any more; raises NotFound."""
        self.store.shelf.delete(register, record_id, number)
        self._note("delete picture", actor, register, record_id)

    def note(self, action: str, actor: str, register: str, record_id: str, **details: str | int | float) -> None:
        """Journal what was done with a record's pictures."""
        self._note(action, actor, register, record_id, **details)

    def _note(self, action: str, actor: str, register: str, record_id: str, **details: str | int | float) -> None:
        entry = journal.Entry(actor=actor, action=action, records=1, shown=((register, record_id),), details=details)
        journal.append(self.store, entry)


def current_desk() -> Desk:
    """The desk of the running application; raises NotFound where its node has no pictures."""
    desk: Desk | None = getattr(current_app.extensions["tulga"], "desk", None)
    if desk is None:
        raise NotFound("media_not_found", "media")
    return desk
