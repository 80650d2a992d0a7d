"""Evaluate the finger chain on a folder of prints: ``DB/FINGER_IMPRESSION.png``, compared within each DB."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.biometrics.rates import FAILED
from benchmarks.biometrics.report import Comparisons
from matcher.biometrics.fingers.compare import look_many
from matcher.biometrics.fingers.fusion import NAMES, load
from matcher.biometrics.types import FingerTemplate
from matcher.biometrics.worker import Worker
from models.errors import BadFile, TulgaError

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".wsq")
Templates = dict[str, FingerTemplate | None]
Features = NDArray[np.float64]


def prints(root: Path) -> list[Path]:
    """List the prints below ``root``: DB/FINGER_IMPRESSION with a known suffix. Raises BadFile when there is none."""
    found = sorted(p for p in root.glob("*/*") if p.suffix.lower() in SUFFIXES and "_" in p.stem)
    if not found:
        raise BadFile("evaluation_empty", file=root.name)
    return found


def owner(name: str) -> str:
    """The finger a print is of: database and the part of the name before its last underscore."""
    return name.rsplit("_", 1)[0]


def enrol_all(root: Path, model: str) -> Templates:
    """Enrol every print in one worker process; a refused print gives None."""
    found: Templates = {}
    with Worker() as worker:
        for path in prints(root):
            name = path.relative_to(root).as_posix()
            try:
                found[name] = worker.call("finger", path.read_bytes(), model, 0, None, False)
            except TulgaError as error:
                if error.code == "package_missing":
                    raise
                found[name] = None
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """Every print beside every other one of its database: names, owners, rows of both sides, features (NaN: failed)."""

    names: tuple[str, ...]
    owners: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    features: NDArray[np.float64]
    failed: tuple[str, ...]

    @property
    def compared(self) -> NDArray[np.bool_]:
        """Which comparisons could be made."""
        return ~np.isnan(self.features[:, 0])


def _row(worker: Worker, probe: FingerTemplate | None, others: list[FingerTemplate | None]) -> list[Features]:
    """Features of one print against others; NaN where a side was not enrolled."""
    nothing = np.full(len(NAMES), np.nan)
    if probe is None:
        return [nothing] * len(others)
    looks = iter(look_many(probe, [o for o in others if o is not None], worker))
    return [nothing if o is None else next(looks).features for o in others]


def look_at_all(templates: Templates) -> Table:
    """Look at every print beside every other print of its database."""
    names = tuple(templates)
    owners = np.unique([owner(n) for n in names], return_inverse=True)[1].astype(np.int64)
    first, second, rows = [], [], []
    with Worker() as worker:
        for i, name in enumerate(names):
            others = [j for j in range(i) if names[j].split("/")[0] == name.split("/")[0]]
            rows += _row(worker, templates[name], [templates[names[j]] for j in others])
            first += [i] * len(others)
            second += others
    failed = tuple(n for n, t in templates.items() if t is None)
    pairs = np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)
    return Table(names, owners, *pairs, np.array(rows, dtype=np.float64).reshape(-1, len(NAMES)), failed)


def compare_all(templates: Templates, model: str) -> Comparisons:
    """Compare every print with every other print of its database; failed enrolments carry FAILED."""
    table = look_at_all(templates)
    score = np.where(table.compared, load(model)(np.nan_to_num(table.features)), FAILED)
    return Comparisons(table.names, table.owners, table.first, table.second, score, table.failed)


def by_database(found: Comparisons) -> dict[str, Comparisons]:
    """Split the comparisons by database."""
    database = np.array([n.split("/")[0] for n in found.names])[found.first]
    parts = {}
    for name in np.unique(database):
        keep = database == name
        parts[str(name)] = Comparisons(
            found.names,
            found.owners,
            found.first[keep],
            found.second[keep],
            found.score[keep],
            (),
        )
    return parts
