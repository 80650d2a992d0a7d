"""One-to-many search over fingerprint cards: a cascade of three steps.

1. Popcounts: the probe's best two to four fingers against that position's codes of every card.
2. The relaxed cylinder score of those fingers on the short list, from the points that the gallery keeps.
3. The full comparison (all fingers, both matchers, bits) of the few best, whose templates the caller loads.

Cylinders of a position stand behind each other in mapped columns; a card that is added goes to the end, a card that is
deleted is overwritten with zeros where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.cards.compare import CardComparison, compare_cards
from matcher.biometrics.fingers.cylinders import words
from matcher.biometrics.fingers.mcc import owners, turns
from matcher.biometrics.fingers.mcc_fast import QuickGallery, ones, quick_scores, relaxed_points, sorted_codes
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.gallery.columns import ID_BYTES, Column, encoded_id, open_meta, save_meta
from matcher.biometrics.types import CardTemplate, FingerTemplate
from matcher.biometrics.worker import Worker

Positions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CardHit:
    """One card that was found, with the full comparison."""

    record_id: str
    comparison: CardComparison


class _Position:
    """The cylinders of one finger position over all cards."""

    def __init__(self, folder: Path, position: int, cards: int, cylinders: int) -> None:
        name = f"finger-{position:02d}"
        self.codes = Column(folder / f"{name}.codes", "<u8", words(), cylinders)
        self.masks = Column(folder / f"{name}.masks", "<u8", words(), cylinders)
        self.points = Column(folder / f"{name}.points", "<f8", 3, cylinders)
        self.turns = Column(folder / f"{name}.turns", "|u1", 1, cylinders)
        self.ones = Column(folder / f"{name}.ones", "<i4", 1, cylinders)
        self.ends = Column(folder / f"{name}.ends", "<i8", 1, cards + 1)

    def columns(self) -> tuple[Column, ...]:
        return self.codes, self.masks, self.points, self.turns, self.ones, self.ends

    def append(self, row: int, finger: FingerTemplate | None) -> None:
        """Put one finger (or nothing) at the end, as card ``row``."""
        self.ends.reserve(row + 2)
        start = int(self.ends.array[row])
        end = start
        if finger is not None and len(finger.holders):
            codes, turn = sorted_codes(finger)
            order = np.argsort(turns(finger), kind="stable")
            end = start + len(turn)
            for column in self.columns()[:-1]:
                column.reserve(end)
            self.codes.array[start:end], self.turns.array[start:end] = codes, turn
            self.masks.array[start:end] = finger.masks[order]
            self.points.array[start:end] = owners(finger)[order]
            self.ones.array[start:end] = ones(codes)
        self.ends.array[row + 1] = end

    def erase(self, row: int) -> None:
        """Overwrite the cylinders of a card with zeros."""
        start, end = (int(e) for e in self.ends.array[row : row + 2])
        for column in self.columns()[:-1]:
            column.array[start:end] = 0

    def quick(self, rows: int) -> QuickGallery:
        """The columns as a gallery of all cards."""
        offsets = np.asarray(self.ends.array[: rows + 1])
        end = int(offsets[-1])
        return QuickGallery(self.codes.array[:end], self.turns.array[:end], self.ones.array[:end], offsets)

    def relaxed(self, probe: FingerTemplate, row: int) -> float:
        """Relaxed score of the probe against one card's finger; 0 where the card has none."""
        start, end = (int(e) for e in self.ends.array[row : row + 2])
        if start == end:
            return 0.0
        part = slice(start, end)
        return relaxed_points(probe, self.codes.array[part], self.masks.array[part], self.points.array[part])


class CardGallery:
    """The cards of a register under one extractor, searchable by ``positions`` (see ``fingers.toml``)."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder, self.model = folder, model
        self._rule = settings()["search"]
        self.positions: Positions = tuple(self._rule["positions"])
        expected = {"kind": "cards", "model": model, "positions": list(self.positions)}
        self._meta = open_meta(folder, expected)
        rows = self._meta["rows"]
        cylinders = self._meta.get("cylinders", {})
        self._fingers = {p: _Position(folder, p, rows, cylinders.get(str(p), 0)) for p in self.positions}
        self._ids = Column(folder / "ids.bin", f"|S{ID_BYTES}", 1, rows)

    def __len__(self) -> int:
        return int((self._ids.array[: self._meta["rows"]] != b"").sum())

    def add(self, record_ids: list[str], cards: list[CardTemplate]) -> None:
        """Add cards at the end."""
        row = self._meta["rows"]
        self._ids.reserve(row + len(cards))
        for record_id, card in zip(record_ids, cards, strict=True):
            for position, column in self._fingers.items():
                column.append(row, card.fingers.get(position))
            self._ids.array[row] = encoded_id(record_id)
            row += 1
        self._commit(row)

    def delete(self, record_id: str) -> int:
        """Overwrite the card(s) of a record with zeros, on disk too; returns how many there were."""
        rows = np.flatnonzero(self._ids.array[: self._meta["rows"]] == encoded_id(record_id))
        for row in rows:
            for column in self._fingers.values():
                column.erase(int(row))
        self._ids.array[rows] = b""
        self._commit(self._meta["rows"])
        return len(rows)

    def _commit(self, rows: int) -> None:
        self._ids.flush()
        for position in self._fingers.values():
            for column in position.columns():
                column.flush()
        ends = {str(p): int(column.ends.array[rows]) for p, column in self._fingers.items()}
        self._meta |= {"rows": rows, "cylinders": ends}
        save_meta(self._folder, self._meta)

    def _chosen(self, probe: CardTemplate) -> Positions:
        """The probe's fingers that are searched: most cylinders first, at most ``fingers`` of them."""
        there = [p for p in self.positions if p in probe.fingers and len(probe.fingers[p].holders)]
        ranked = sorted(there, key=lambda p: -len(probe.fingers[p].holders))
        return tuple(sorted(ranked[: self._rule["fingers"]]))

    def short_list(self, probe: CardTemplate) -> NDArray[np.int64]:
        """Rows that survive the popcounts, best first. A card that lacks a finger is judged by those it has."""
        rows, chosen = self._meta["rows"], self._chosen(probe)
        if not rows or not chosen:
            return np.zeros(0, dtype=np.int64)
        total, seen = np.zeros(rows, dtype=np.float32), np.zeros(rows, dtype=np.float32)
        for position in chosen:
            codes, turn = sorted_codes(probe.fingers[position])
            score = quick_scores(codes, turn, self._fingers[position].quick(rows))
            total += score
            seen += score > 0
        mean = np.where(seen > 0, total / np.maximum(seen, 1), 0)
        mean[self._ids.array[:rows] == b""] = -1
        keep = min(rows, max(self._rule["least"], int(np.ceil(self._rule["share"] * rows))))
        best = np.argpartition(-mean, keep - 1)[:keep]
        return best[np.argsort(-mean[best], kind="stable")]

    def candidates(self, probe: CardTemplate, best: int) -> list[tuple[str, float]]:
        """Steps 1 and 2: record ids with their summed relaxed score, best first."""
        chosen = self._chosen(probe)
        found = []
        for row in self.short_list(probe):
            record_id = bytes(self._ids.array[row]).decode()
            if record_id:
                value = sum(self._fingers[p].relaxed(probe.fingers[p], int(row)) for p in chosen)
                found.append((record_id, value))
        return sorted(found, key=lambda hit: -hit[1])[:best]

    def search(
        self, probe: CardTemplate, load: Callable[[str], CardTemplate], best: int = 20, worker: Worker | None = None
    ) -> list[CardHit]:
        """Return the best cards with their full comparison, most bits first; ``load`` gives a record's card."""
        found = self.candidates(probe, best)
        hits = [CardHit(record_id, compare_cards(probe, load(record_id), worker)) for record_id, _ in found]
        return sorted(hits, key=lambda h: (-h.comparison.bits, -sum(c.score for c in h.comparison.fingers.values())))
