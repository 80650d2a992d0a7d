"""The file of rejects: which line, which field, what was wrong. Never the value."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from models.errors import StoreError, TulgaError

HEADER: Final = ("line", "field", "reason", "code")


class Reject(NamedTuple):
    """A row that was not loaded. ``line`` counts from 1, the header included; in Parquet it counts rows."""

    line: int
    field: str
    code: str
    facts: dict[str, Any]


def reject(line: int, error: TulgaError) -> Reject:
    """The reject of a row that raised ``error``."""
    return Reject(line, error.field or "", error.code, error.facts)


class RejectsFile:
    """``FILE.rejects.csv``: made with the first reject; one of an earlier load is removed."""

    def __init__(self, source: Path, language: str) -> None:
        self.path = source.with_name(source.name + ".rejects.csv")
        self._language = language
        self._file: IO[str] | None = None

    def __enter__(self) -> RejectsFile:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            raise StoreError("rejects_not_writable") from None
        return self

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, rejects: Iterable[Reject]) -> None:
        """Add rows; raises StoreError when the folder cannot be written or the disk is full."""
        rows = [
            (r.line, r.field, TulgaError(r.code, r.field or None, **r.facts).text(self._language), r.code)
            for r in rejects
        ]
        if not rows:
            return
        try:
            first = self._file is None
            self._file = self._file or self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerows([HEADER, *rows] if first else rows)
            self._file.flush()
        except OSError:
            raise StoreError("rejects_not_writable") from None
