"""What the page of a pair shows of pictures: photographs, hands and prints of the query and of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.biometrics.desk import Desk, Held
from api.biometrics.enrolling import Refusals, enrolled
from api.biometrics.settings import models_in_use
from api.node import current_node
from api.pages import labels
from api.pages.photos import Photos, Side, photos
from api.pages.prints import FingerBar, Pair, hands, pair
from matcher.biometrics.cards.compare import CardComparison, compare_cards
from matcher.biometrics.cards.sequence import check_pair
from matcher.biometrics.types import CardTemplate
from models.biometrics import MediaFile, MediaKind


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprint side of the page."""

    hands: tuple[FingerBar, ...]
    bits: float
    pairs: tuple[Pair, ...]
    """The fingers that say most, best first."""
    faults: tuple[str, ...]
    """What seems wrong with the order of the prints, in words; looked for where the cards disagree."""


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it; a part is None where there is nothing of the kind."""

    photos: Photos | None
    prints: Prints | None


SHOWN = 2
"""Fingers whose prints stand on the page itself."""


def beside(asked: Sequence[MediaFile], register: str, record_id: str) -> Beside | None:
    """The pictures of a query and of a record; None where the node has none or neither brings any."""
    desk: Desk | None = getattr(current_node(), "desk", None)
    if desk is None:
        return None
    held = desk.held(register, record_id)
    found = Beside(photos(_face(desk, asked), held.photo), _prints(desk, asked, held))
    return found if found.photos or found.prints else None


def _newest(asked: Sequence[MediaFile], kind: MediaKind) -> MediaFile | None:
    return next((file for file in reversed(asked) if file.kind is kind), None)


def _face(desk: Desk, asked: Sequence[MediaFile]) -> Side | None:
    """The query's photograph, or the portrait on its card, with its quality: both were enrolled when it was asked."""
    if file := _newest(asked, MediaKind.PHOTO):
        return file.data, {**_details(file), "taken_on": file.taken_on}
    card = _newest(asked, MediaKind.FINGERPRINT_CARD)
    portrait = _details(card).get("portrait") if card else None
    return desk.portrait(card.data, portrait) if card and portrait else None


def _details(file: MediaFile) -> dict[str, Any]:
    try:
        return enrolled(file, models_in_use()).details
    except Refusals:
        return {}


def _prints(desk: Desk, asked: Sequence[MediaFile], held: Held) -> Prints | None:
    file = _newest(asked, MediaKind.FINGERPRINT_CARD)
    if file is None or held.card is None:
        return None
    mine, theirs = enrolled(file, models_in_use()).template, held.card[2]
    if not isinstance(mine, CardTemplate):
        return None
    compared = compare_cards(mine, theirs)
    cards = desk.read_card(file.data), desk.read_card(held.card[1])
    best = _strongest(compared)[:SHOWN]
    drawn = [pair(position, compared.fingers[position], (mine, theirs), cards) for position in best]
    shown = tuple(p for p in drawn if p is not None)
    return Prints(hands(mine, theirs, compared), compared.bits, shown, _faults(mine, theirs, compared.bits))


def _faults(mine: CardTemplate, theirs: CardTemplate, bits: float) -> tuple[str, ...]:
    """Prints in wrong boxes make one person's cards differ: said, never mended by the machine."""
    if bits > 0:
        return ()
    return tuple(labels.sequence(fault.fault.value, fault.positions) for fault in check_pair(mine, theirs))


def _strongest(compared: CardComparison) -> list[int]:
    """The fingers that say most, for or against."""
    return sorted(compared.fingers, key=lambda position: -abs(compared.fingers[position].bits))
