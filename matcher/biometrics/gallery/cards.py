"""One-to-many search over fingerprint cards: a cascade of three steps.

1. Popcounts: the probe's best two to four fingers against that position's codes of every card.
2. The relaxed cylinder score of those fingers on the short list, from the points that the gallery keeps.
3. The full comparison (all fingers, both matchers, bits) of the few best is the caller's, who has their templates
   (:func:`matcher.biometrics.pairs.compare_with`).

Cylinders of a position stand behind each other in mapped columns; a card that is added goes to the end, a card that is
deleted is overwritten with zeros where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.fingers.cylinders import words
from matcher.biometrics.fingers.mcc import owners, turns
from matcher.biometrics.fingers.mcc_fast import QuickGallery, ones, quick_scores, relaxed_points, sorted_codes
from matcher.biometrics.fingers.settings import settings
from matcher.biometrics.gallery.columns import ID_BYTES, Column, encoded_id, open_meta, save_meta
from matcher.biometrics.types import CardTemplate, FingerTemplate

Positions = tuple[int, ...]


def listed_of(cards: int) -> int:
    """How many of so many cards the popcounts leave for the second step."""
    rule = settings()["search"]
    return max(int(rule["least"]), int(np.ceil(rule["share"] * cards)))


def in_order(found: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Record ids and scores, highest score first; equal ones in order of their ids."""
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))


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

    def extend(self, row: int, fingers: Sequence[FingerTemplate | None]) -> None:
        """Put fingers (None: the card has none) at the end, as cards ``row`` and on."""
        sizes = [0 if finger is None else len(finger.holders) for finger in fingers]
        self.ends.reserve(row + len(sizes) + 1)
        ends = int(self.ends.array[row]) + np.cumsum(sizes)
        self.ends.array[row + 1 : row + 1 + len(sizes)] = ends
        there = [finger for finger in fingers if finger is not None and len(finger.holders)]
        if not there:
            return
        part = slice(int(self.ends.array[row]), int(ends[-1]))
        for column in self.columns()[:-1]:
            column.reserve(part.stop)
        turn = [turns(finger) for finger in there]
        order = [np.argsort(t, kind="stable") for t in turn]
        self.turns.array[part] = np.concatenate([t[o] for t, o in zip(turn, order, strict=True)])
        for column, arrays in (
            (self.codes, [f.codes for f in there]),
            (self.masks, [f.masks for f in there]),
            (self.points, [owners(f) for f in there]),
        ):
            column.array[part] = np.concatenate([a[o] for a, o in zip(arrays, order, strict=True)])
        self.ones.array[part] = ones(self.codes.array[part])

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
        row, names = self._meta["rows"], [encoded_id(record_id) for record_id in record_ids]
        self._ids.reserve(row + len(cards))
        for position, column in self._fingers.items():
            column.extend(row, [card.fingers.get(position) for card in cards])
        self._ids.array[row : row + len(names)] = names
        self._commit(row + len(names))

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

    def _means(self, probe: CardTemplate, chosen: Positions) -> NDArray[np.float32]:
        """Mean popcount score of each row, of the fingers that its card has; -1 for one that was deleted."""
        rows = self._meta["rows"]
        total, seen = np.zeros(rows, dtype=np.float32), np.zeros(rows, dtype=np.float32)
        for position in chosen:
            codes, turn = sorted_codes(probe.fingers[position])
            score = quick_scores(codes, turn, self._fingers[position].quick(rows))
            total += score
            seen += score > 0
        mean = np.where(seen > 0, total / np.maximum(seen, 1), 0).astype(np.float32)
        mean[self._ids.array[:rows] == b""] = -1
        return mean

    def quickest(self, probe: CardTemplate, keep: int) -> list[tuple[int, str, float]]:
        """Step 1: row, record id and mean score of the ``keep`` best by popcounts; equal scores in order of their ids.

        So the list depends on the cards alone, not on where they lie: parts of a gallery cut it as the whole does.
        """
        chosen = self._chosen(probe)
        if not self._meta["rows"] or not chosen or keep < 1:
            return []
        mean = self._means(probe, chosen)
        edge = max(np.float32(0), -np.partition(-mean, min(keep, len(mean)) - 1)[min(keep, len(mean)) - 1])
        rows = np.flatnonzero(mean >= edge)
        rows = rows[np.lexsort((self._ids.array[rows], -mean[rows]))[:keep]]
        return [(int(row), bytes(self._ids.array[row]).decode(), float(mean[row])) for row in rows]

    def relaxed(self, probe: CardTemplate, row: int) -> float:
        """Step 2: summed relaxed score of the probe's searched fingers against the card of one row."""
        return float(sum(self._fingers[p].relaxed(probe.fingers[p], row) for p in self._chosen(probe)))

    def candidates(self, probe: CardTemplate, best: int) -> list[tuple[str, float]]:
        """Steps 1 and 2: record ids with their summed relaxed score, best first."""
        listed = self.quickest(probe, listed_of(self._meta["rows"]))
        return in_order([(name, self.relaxed(probe, row)) for row, name, _ in listed])[:best]
