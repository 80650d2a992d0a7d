"""Evaluate the face chain on a labelled list of photos."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.biometrics.rates import FAILED
from benchmarks.biometrics.report import Comparisons
from matcher.biometrics.faces.normalise import scores
from matcher.biometrics.types import FaceSample
from matcher.biometrics.worker import Worker
from models.errors import BadFile, TulgaError


@dataclass(frozen=True, slots=True)
class Photo:
    """One line of the list: file (relative to the root), person, and the sex label where the list has one."""

    file: str
    person: str
    sex: str


def read_list(path: Path) -> list[Photo]:
    """Read a tab-separated list with columns ``file`` and ``person`` (and optionally ``sex_label``)."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        if not {"file", "person"} <= set(rows.fieldnames or ()):
            raise BadFile("list_columns", file=path.name, columns="file, person")
        return [Photo(r["file"], r["person"], (r.get("sex_label") or "?").strip() or "?") for r in rows]


def enrol_all(
    root: Path, photos: list[Photo], description: str | None = None, *, normalised: bool = True
) -> list[FaceSample | None]:
    """Enrol every photo in one worker process; a photo that is refused gives None."""
    samples: list[FaceSample | None] = []
    with Worker() as worker:
        for photo in photos:
            try:
                samples.append(worker.call("face", (root / photo.file).read_bytes(), description, normalised))
            except TulgaError as error:
                if error.code == "package_missing":
                    raise
                samples.append(None)
    return samples


def compare_all(photos: list[Photo], samples: list[FaceSample | None]) -> Comparisons:
    """Compare every photo with every other one."""
    names = tuple(p.file for p in photos)
    owners = np.unique([p.person for p in photos], return_inverse=True)[1].astype(np.int64)
    matrix = np.full((len(photos), len(photos)), FAILED)
    there = [i for i, s in enumerate(samples) if s is not None]
    matrix[np.ix_(there, there)] = scores([s.template for s in samples if s is not None])
    first, second = np.triu_indices(len(photos), 1)
    failed = tuple(names[i] for i, s in enumerate(samples) if s is None)
    return Comparisons(names, owners, first, second, matrix[first, second].astype(np.float64), failed)


def by_sex(photos: list[Photo], found: Comparisons) -> dict[str, Comparisons]:
    """Split the comparisons into those among women and those among men, where the list has labels for both."""
    labels = np.array([p.sex for p in photos])
    parts = {}
    for label in ("F", "M"):
        keep = (labels[found.first] == label) & (labels[found.second] == label)
        part = Comparisons(found.names, found.owners, found.first[keep], found.second[keep], found.score[keep], ())
        if part.same.any() and not part.same.all():
            parts[label] = part
    return parts
