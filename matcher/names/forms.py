"""Growing columns: numpy arrays that are appended to one by one and read as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 60
"""Symbols of one word that are aligned; the time of an alignment grows with the product of both lengths."""


class Column:
    """A numpy array that grows at its end: values wait in a list and are moved over together when the array is read."""

    def __init__(self, dtype: str, first: object) -> None:
        self._kept: NDArray[Any] = np.array([first], dtype=dtype)
        self._size = 1
        self._waiting: list[Any] = []

    def append(self, value: object) -> None:
        """Add a value at the end."""
        self._waiting.append(value)

    @property
    def values(self) -> NDArray[Any]:
        """The array; it may be longer than what was appended."""
        if self._waiting:
            fresh = self._packed(self._waiting)
            needed = self._size + len(fresh)
            if needed > len(self._kept):
                room = np.zeros((max(needed, 2 * len(self._kept)), *self._kept.shape[1:]), dtype=self._kept.dtype)
                room[: self._size] = self._kept[: self._size]
                self._kept = room
            self._kept[self._size : needed] = fresh
            self._size = needed
            self._waiting = []
        return self._kept

    def _packed(self, waiting: Sequence[Any]) -> NDArray[Any]:
        return np.array(waiting, dtype=self._kept.dtype)


class Codes(Column):
    """Strings of symbol codes, each padded with zeros to `LONGEST`."""

    def __init__(self) -> None:
        super().__init__("uint8", [0] * LONGEST)

    def _packed(self, waiting: Sequence[bytes]) -> NDArray[Any]:
        return np.frombuffer(b"".join([s.ljust(LONGEST, b"\0") for s in waiting]), np.uint8).reshape(-1, LONGEST)


class Forms:
    """Distinct strings of symbol codes, numbered from 1; 0 is the empty one."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {b"": 0}
        self.codes = Codes()
        self.sizes = Column("int64", 0)

    def number(self, form: bytes) -> int:
        """The number of a string."""
        found = self._numbers.get(form)
        if found is None:
            found = self._numbers[form] = len(self._numbers)
            self.codes.append(form)
            self.sizes.append(len(form))
        return found

    def text(self, number: int) -> bytes:
        """The string behind a number."""
        codes: NDArray[np.uint8] = self.codes.values[number]
        return codes.tobytes().rstrip(b"\0")
