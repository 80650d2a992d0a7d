"""Where a job works: a folder inside the one for its results, with what it has done so far, so that it can go on.

A part's links are put in place whole. The folder knows what job it serves by a fingerprint of inputs, map, options and
versions: a run that differs in any of them starts anew. Results are made ready here, all of them, and only then moved
to their places, one after the other; what stood there before is whole until then.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from matcher.linkage.links import Links, Scored
from models.errors import StoreError

NAME: Final = ".work"
_COLUMNS: Final = ("left", "right", "probability", "bits", "levels", "weights")


class Workshop:
    """A folder to work in; keeps the protocol ``matcher.linkage.job.Checkpoint``."""

    def __init__(self, out: Path, fingerprint: Mapping[str, Any], *, resume: bool) -> None:
        """Open the folder; without ``resume``, or for another job, what an earlier run left is thrown away."""
        self.out, self.folder = out, out / NAME
        self.taken_over = 0
        """Parts that an earlier run had done."""
        self._known = _digest_of(fingerprint)
        try:
            self._open(resume)
        except OSError as error:
            raise StoreError("output_not_written", out.name) from error

    def _open(self, resume: bool) -> None:
        mark = self.folder / "job"
        if not (resume and mark.is_file() and mark.read_text("ascii") == self._known):
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.spill, ignore_errors=True)
        self.spill.mkdir()
        mark.write_text(self._known, "ascii")

    @property
    def spill(self) -> Path:
        """Folder for what the engine has no memory for."""
        return self.folder / "spill"

    def part(self, number: int, make: Callable[[], Scored]) -> Scored:
        """What an earlier run kept of a part, or what ``make`` gives, kept from now on."""
        path = self.folder / f"part-{number:05d}.npz"
        if path.is_file():
            self.taken_over += 1
            return _read(path)
        made = make()
        self.put(path, lambda partial: _write(made, partial))
        return made

    def put(self, path: Path, write: Callable[[Path], object]) -> None:
        """Write a file into place, whole or not at all; raises StoreError('output_not_written')."""
        partial = path.with_name("partial-" + path.name)
        try:
            write(partial)
            with partial.open("rb") as file:
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise StoreError("output_not_written", path.name) from error

    def deliver(self, names: tuple[str, ...]) -> None:
        """Move results that were put into the folder to their places, and leave nothing else behind."""
        try:
            for name in names:
                (self.folder / name).replace(self.out / name)
            shutil.rmtree(self.folder, ignore_errors=True)
        except OSError as error:
            raise StoreError("output_not_written", self.out.name) from error

    def refused(self) -> None:
        """Leave nothing of a job that was refused before any part of it was done: there is nothing to go on from."""
        if not any(self.folder.glob("part-*.npz")):
            shutil.rmtree(self.folder, ignore_errors=True)


def _digest_of(fingerprint: Mapping[str, Any]) -> str:
    text = json.dumps(fingerprint, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _write(scored: Scored, path: Path) -> None:
    columns: dict[str, Any] = dict(zip(_COLUMNS, scored.links.columns(), strict=True))
    with path.open("wb") as file:
        np.savez(file, histogram=scored.histogram, **columns)


def _read(path: Path) -> Scored:
    with np.load(path) as held:
        return Scored(Links(*(held[name] for name in _COLUMNS)), held["histogram"])
