"""From a card to its templates: every print enrolled, the better impression of each position first."""

from __future__ import annotations

from matcher.biometrics.cards.read import read_card
from matcher.biometrics.fingers.enrol import DEFAULT, enrol_image
from matcher.biometrics.types import Card, CardTemplate, FingerTemplate
from models.errors import BadFile, TooLarge


def _better(finger: FingerTemplate) -> tuple[int, int]:
    return (-1 if finger.nfiq2 is None else finger.nfiq2, len(finger.holders))


def enrol_card(card: Card, model: str = DEFAULT, with_quality: bool = True) -> CardTemplate:
    """Enrol the prints of a card that has been read; a print that cannot be enrolled leaves a note."""
    by_finger: dict[int, list[FingerTemplate]] = {}
    notes = list(card.notes)
    for image in card.prints:
        try:
            by_finger.setdefault(image.position, []).append(enrol_image(image, model, with_quality))
        except (BadFile, TooLarge) as error:
            notes.append(f"{image.record}: finger {image.position}: {error.text()}")
    ordered = {f: sorted(found, key=_better, reverse=True) for f, found in by_finger.items() if found and f > 0}
    fingers = {f: found[0] for f, found in ordered.items()}
    control = {f: found[1] for f, found in ordered.items() if len(found) > 1}
    return CardTemplate(fingers, control, dict(card.missing), tuple(notes))


def enrol(data: bytes, model: str = DEFAULT, with_quality: bool = True) -> CardTemplate:
    """Read and enrol a card file. Runs inside the worker process."""
    return enrol_card(read_card(data), model, with_quality)
