"""Fingerprint cards for the demo: grown, not taken from anybody, and given to a few of its invented people."""

from __future__ import annotations

import csv
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.settings import Settings
from models.biometrics import MediaFile, MediaKind

PEOPLE: Final = 2
"""People who get cards, each in both registers; a card takes some seconds to grow, and as many to be read."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A person of the demo with a record in each register: (register, record_id) pairs."""

    records: tuple[tuple[str, str], ...]


def owners(truth: Path, files: dict[str, Path]) -> list[Owner]:
    """The first people who stand in every register, by the truth beside the generated files."""
    stands_in = {r: _identifiers(path) for r, path in files.items()}
    by_person: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(truth):
        for register, known in stands_in.items():
            if row["record_id"] in known:
                by_person[row["person_id"]].setdefault(register, row["record_id"])
    both = [found for found in by_person.values() if len(found) == len(files)]
    return [Owner(tuple(sorted(found.items()))) for found in both[:PEOPLE]]


def grow_beside(settings: Settings, people: list[Owner], probe: Path) -> threading.Thread:
    """Grow the cards while the node serves already; ``probe`` gets one more of the first person, to ask with."""
    thread = threading.Thread(target=_grow, args=(settings, people, probe), daemon=True)
    thread.start()
    return thread


def _grow(settings: Settings, people: list[Owner], probe: Path) -> None:
    from api.store.opening import open_store

    store = open_store(settings=settings, create=False)
    probe.write_bytes(_card(0, len(people[0].records)))
    for person, owner in enumerate(people):
        for taking, (register, record_id) in enumerate(owner.records):
            file = MediaFile(MediaKind.FINGERPRINT_CARD, _card(person, taking), source="demo")
            store.shelf.add(register, record_id, [file])
    store.close()


def _card(person: int, taking: int) -> bytes:
    from matcher.biometrics.cards.write import Contents, Transaction, write_card
    from matcher.biometrics.synthetic.cards import prints
    from matcher.biometrics.types import Missing

    missing = {9: Missing.BANDAGED} if taking else {}
    contents = Contents(prints=prints(person, taking, missing), missing=missing)
    return write_card(Transaction("REG", "20260101", "DEMO", "DEMO", f"{person}-{taking}"), contents)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _identifiers(path: Path) -> frozenset[str]:
    return frozenset(row["record_id"] for row in _rows(path))
