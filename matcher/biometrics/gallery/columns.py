"""Columns: fixed-width rows in memory-mapped files, or in memory alone, that grow by doubling and need no rebuild."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import BadValue

_FIRST = 1024
ID_BYTES = 64
"""Longest record id in UTF-8 bytes."""
MEMORY = Path(":memory:")
"""As a gallery's folder: nothing is written to a disk, for templates that rest encrypted and open in memory only."""


class Column:
    """A growing array in a file, or in memory below MEMORY; ``rows`` are the rows in use."""

    def __init__(self, path: Path, dtype: str, width: int, rows: int) -> None:
        self._path, self._dtype, self._width = path, np.dtype(dtype), width
        if path.parent == MEMORY:
            self._map: NDArray[Any] = np.zeros(self._shape(max(_FIRST, rows)), self._dtype)
            return
        if not path.exists():
            path.touch(mode=0o600)
        self._grow(max(_FIRST, rows, path.stat().st_size // self.row_bytes))

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return self._dtype.itemsize * self._width

    @property
    def array(self) -> NDArray[Any]:
        """The mapped rows, unused ones included; (capacity, width), or (capacity,) for width 1."""
        return self._map

    def rows(self, places: NDArray[np.int64]) -> NDArray[Any]:
        """Some rows; (n, width). Read past the map: a touched row would make its whole neighbourhood resident."""
        if not isinstance(self._map, np.memmap):
            return self._map[places]
        with self._path.open("rb") as file:
            parts = [os.pread(file.fileno(), self.row_bytes, place * self.row_bytes) for place in places.tolist()]
        return np.frombuffer(b"".join(parts), self._dtype).reshape(len(places), *self._map.shape[1:])

    def _shape(self, capacity: int) -> tuple[int, ...]:
        return (capacity, self._width) if self._width > 1 else (capacity,)

    def _grow(self, capacity: int) -> None:
        if self._path.parent == MEMORY:
            grown = np.zeros(self._shape(capacity), self._dtype)
            grown[: len(self._map)] = self._map
            self._map = grown
            return
        with self._path.open("r+b") as file:
            file.truncate(capacity * self.row_bytes)  # new bytes are zero, and take no room until they are written
        self._map = np.memmap(self._path, self._dtype, "r+", shape=self._shape(capacity))

    def reserve(self, rows: int) -> None:
        """Make room for so many rows in all."""
        if rows > len(self._map):
            self.flush()
            self._grow(max(rows, 2 * len(self._map)))

    def flush(self) -> None:
        """Write what is in memory to disk."""
        if isinstance(self._map, np.memmap):
            self._map.flush()


def encoded_id(record_id: str) -> bytes:
    """A record id as it stands in a column. Raises BadValue when it is empty or too long."""
    raw = record_id.encode()
    if not raw or len(raw) > ID_BYTES or b"\x00" in raw:
        raise BadValue("field_too_long", field="record_id", limit=ID_BYTES)
    return raw


def open_meta(folder: Path, expected: dict[str, Any]) -> dict[str, Any]:
    """Read or create ``gallery.json``; raises BadValue when the folder holds templates of another model."""
    if folder == MEMORY:
        return expected | {"rows": 0}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "gallery.json"
    if not path.exists():
        save_meta(folder, expected | {"rows": 0})
    meta: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for key, value in expected.items():
        if meta.get(key) != value:
            raise BadValue("template_models", field="gallery", first=str(meta.get(key)), second=str(value))
    return meta


def save_meta(folder: Path, meta: dict[str, Any]) -> None:
    """Replace ``gallery.json`` in one step."""
    if folder == MEMORY:
        return
    part = folder / "gallery.part"
    part.write_text(json.dumps(meta), "utf-8")
    part.replace(folder / "gallery.json")
