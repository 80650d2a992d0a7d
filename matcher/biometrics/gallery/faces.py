"""Exact one-to-many search over face templates: float32 rows in a mapped file, scanned through 8-bit shadows.

A scan of a million 128-number rows reads 128 MB of 8-bit shadows instead of 512 MB. The shadow's error has a bound, so
every row that could be among the best k is scored again from its float32 row: the answer is the exact one, always.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.gallery.columns import ID_BYTES, Column, encoded_id, open_meta, save_meta
from matcher.biometrics.packages import require
from matcher.biometrics.types import FaceTemplate, Vector
from models.errors import BadValue

_STEPS = 127
_NOBODY = np.float32(9.0)
"""Density of a row that is not in use: below any score of a person."""


@dataclass(frozen=True, slots=True)
class FaceHit:
    """One row that was found: record and similarity (cosine minus both densities)."""

    record_id: str
    score: float


def shadows(vectors: Vector, steps: int = _STEPS) -> tuple[NDArray[np.int8], Vector]:
    """Round rows to ``steps`` on each side of zero with one scale each; returns (n, d) and (n,)."""
    scale = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), np.float32(1e-9)) / np.float32(steps)
    return np.rint(vectors / scale).astype(np.int8), scale[..., 0].astype(np.float32)


class FaceGallery:
    """The face templates of a register under one model; several photos may stand under one record id."""

    def __init__(self, folder: Path, model: str, dimensions: int = 128) -> None:
        self._folder, self.model = folder, model
        self._meta = open_meta(folder, {"kind": "faces", "model": model, "dimensions": dimensions})
        rows = self._meta["rows"]
        self._vectors = Column(folder / "vectors.f32", "<f4", dimensions, rows)
        self._small = Column(folder / "shadows.i8", "|i1", dimensions, rows)
        self._scale = Column(folder / "scales.f32", "<f4", 1, rows)
        self._density = Column(folder / "densities.f32", "<f4", 1, rows)
        self._ids = Column(folder / "ids.bin", f"|S{ID_BYTES}", 1, rows)

    def __len__(self) -> int:
        return int((self._ids.array[: self._meta["rows"]] != b"").sum())

    def add(self, record_ids: list[str], templates: list[FaceTemplate]) -> None:
        """Add templates; rows that were deleted are used again. Raises BadValue when a model differs."""
        for template in templates:
            if template.model != self.model:
                raise BadValue("template_models", field="photo", first=self.model, second=template.model)
        names = [encoded_id(i) for i in record_ids]
        rows = self._places(len(names))
        vectors = np.stack([t.vector for t in templates]).astype(np.float32)
        small, scale = shadows(vectors)
        self._vectors.array[rows], self._small.array[rows], self._scale.array[rows] = vectors, small, scale
        self._density.array[rows] = [t.density for t in templates]
        self._ids.array[rows] = names
        self._commit(max(self._meta["rows"], int(rows.max()) + 1))

    def _places(self, count: int) -> NDArray[np.int64]:
        """Free rows first, then new ones at the end."""
        used = self._meta["rows"]
        free = np.flatnonzero(self._ids.array[:used] == b"")[:count]
        rows = np.concatenate([free, np.arange(used, used + count - len(free))])
        for column in (self._vectors, self._small, self._scale, self._density, self._ids):
            column.reserve(int(rows.max()) + 1)
        return rows

    def delete(self, record_id: str) -> int:
        """Overwrite every row of a record with zeros, on disk too; returns how many there were."""
        rows = np.flatnonzero(self._ids.array[: self._meta["rows"]] == encoded_id(record_id))
        for column in (self._vectors, self._small, self._scale):
            column.array[rows] = 0
        self._density.array[rows], self._ids.array[rows] = _NOBODY, b""
        self._commit(self._meta["rows"])
        return len(rows)

    def _commit(self, rows: int) -> None:
        for column in (self._vectors, self._small, self._scale, self._density, self._ids):
            column.flush()
        self._meta["rows"] = rows
        save_meta(self._folder, self._meta)

    def search(self, probe: FaceTemplate, best: int = 20) -> list[FaceHit]:
        """Return the ``best`` most similar rows, most similar first; exact. Raises BadValue when the model differs."""
        if probe.model != self.model:
            raise BadValue("template_models", field="photo", first=self.model, second=probe.model)
        rows = self._meta["rows"]
        if not rows:
            return []
        candidates = self._candidates(probe.vector, rows, best)
        exact = self._vectors.rows(candidates) @ probe.vector - self._density.array[candidates]
        order = np.lexsort((candidates, -exact))[:best]
        found = [(candidates[k], float(exact[k]) - probe.density) for k in order]
        return [FaceHit(bytes(self._ids.array[r]).decode(), s) for r, s in found if self._ids.array[r] != b""]

    def _candidates(self, query: Vector, rows: int, best: int) -> NDArray[np.int64]:
        """Every row whose true score could be among the best, by the bound on the rounding of both sides."""
        if rows <= best:
            return np.arange(rows)
        scanner = require("matcher.biometrics.gallery.scan")
        small, factor = shadows(query, scanner.QUERY_STEPS)
        scale, seen = self._scale.array[:rows], small * factor
        # r.q - r'.q' = (r - r').q' + r.(q - q'): half a step of the widest row, and Cauchy-Schwarz for rows of length 1
        error = float(scale.max()) / 2 * float(np.abs(seen).sum()) + 1.001 * float(np.linalg.norm(query - seen))
        columns = self._small.array[:rows], scale, self._density.array[:rows]
        found: NDArray[np.int64] = scanner.near(columns, (small, float(factor)), best, error)
        return found
