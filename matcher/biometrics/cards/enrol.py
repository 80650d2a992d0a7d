"""From a card to its templates: every print enrolled, the better impression of each position first."""

from __future__ import annotations

from matcher.biometrics.cards.read import read_card, read_portraits
from matcher.biometrics.fingers.enrol import DEFAULT, enrol_image, prepared
from matcher.biometrics.fingers.recognise import require_print
from matcher.biometrics.types import Card, CardTemplate, FaceSample, FingerTemplate, Portrait
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


def enrol_portrait(data: bytes, description: str | None = None) -> tuple[Portrait, FaceSample] | None:
    """The face of a card file: its first portrait that can be enrolled, frontal ones first; None without one."""
    from matcher.biometrics.faces.enrol import enrol as enrol_face  # noqa: PLC0415 - most cards have no portrait

    for portrait in read_portraits(data):
        try:
            return portrait, enrol_face(portrait.data, description)
        except (BadFile, TooLarge):
            continue
    return None


def enrol(data: bytes, model: str = DEFAULT, with_quality: bool = True) -> CardTemplate:
    """Read and enrol a card file. Runs inside the worker process."""
    return enrol_card(read_card(data), model, with_quality)


def checked(data: bytes) -> None:
    """Refuse at once a card that can never be compared. Raises BadFile when no print of it is one, and TooLarge."""
    card, refusal = read_card(data), None
    for image in card.prints:
        try:
            return require_print(prepared(image.pixels, image.ppi))
        except (BadFile, TooLarge) as error:
            refusal = error
    if refusal is not None:
        raise refusal
    return None
