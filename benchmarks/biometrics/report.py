"""Write what was measured: a table and the score file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.biometrics.rates import FAILED, Rates, Scores, interval, rates
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.reliability import c_llr, c_llr_min, chance, reliability
from models.errors import BadFile


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Every pair that was compared: indices into ``names``, whether one person or finger, the score."""

    names: tuple[str, ...]
    owners: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    score: Scores
    failed: tuple[str, ...]

    @property
    def same(self) -> NDArray[np.bool_]:
        """Whether both sides belong to one owner."""
        return np.asarray(self.owners[self.first] == self.owners[self.second])

    @property
    def genuine(self) -> Scores:
        """Scores of one owner's pairs."""
        return self.score[self.same]

    @property
    def impostor(self) -> Scores:
        """Scores of two owners' pairs."""
        return self.score[~self.same]


def short(name: str, found: Comparisons) -> str:
    """One line for a part of the data."""
    measured = rates(found.genuine, found.impostor)
    points = "  ".join(f"{p.target:.0e}: {100 * p.fnmr:.2f} %" for p in measured.points)
    return f"  {name:<18} genuine {measured.genuine:,}  EER {100 * measured.eer:.2f} %  FNMR at FMR {points}"


def weighed(found: Comparisons, curve: Calibration) -> tuple[Scores, NDArray[np.bool_]]:
    """Bits of every comparison that could be made, and whether it is genuine."""
    keep = found.score > FAILED
    return curve(found.score[keep]), found.same[keep]


def evidence(found: Comparisons, curve: Calibration) -> list[str]:
    """Lines on the bits that a calibration gives these scores: C_llr and the reliability of each bin."""
    bits, same = weighed(found, curve)
    cost = c_llr(bits[same], bits[~same])
    loss = cost - c_llr_min(bits[same], bits[~same])
    rows = reliability(bits, same, bounds=(curve.floor, curve.cap))
    inside, by_chance = chance(rows)
    lines = [
        f"  C_llr {cost:.4f} bits, of which calibration loss {loss:.4f}   (calibrated on: {curve.trained_on})",
        f"  {inside} of {len(rows)} bins within their 95 % band; chance leaves so few there in {100 * by_chance:.0f} %",
    ]
    for row in rows:
        mark = "within" if row.agrees else "OUTSIDE"
        lines.append(
            f"  predicted {row.predicted:.4f}   observed {row.observed:.4f} [{row.low:.4f}; {row.high:.4f}] {mark}"
            f"   genuine {row.genuine}, impostor {row.impostor}"
        )
    return lines


def summary(title: str, found: Comparisons) -> list[str]:
    """Return the lines of the report; rates in per cent, with 95 % intervals over people."""
    if not found.same.any() or found.same.all():
        raise BadFile("evaluation_empty", file=title)
    measured: Rates = rates(found.genuine, found.impostor)
    failed = 100 * len(found.failed) / len(found.names)
    lines = [
        f"{title}: {len(found.names)} samples, {len(np.unique(found.owners))} owners",
        f"  genuine {measured.genuine:,}   impostor {measured.impostor:,}   failures to enrol {failed:.2f} %",
        f"  EER {100 * measured.eer:.2f} %",
    ]
    owners = found.owners[found.first][found.same]
    for point in measured.points:
        low, high = interval(found.genuine, found.impostor, owners, point.target)
        lines.append(
            f"  FMR {point.target:.0e}: FNMR {100 * point.fnmr:.2f} % [{100 * low:.1f}; {100 * high:.1f}]"
            f"   TAR {100 * (1 - point.fnmr):.2f} %   threshold {point.threshold:.4f}"
        )
    return lines


def write_scores(found: Comparisons, path: Path) -> None:
    """Write all pairs as Parquet: ``a``, ``b``, ``same``, ``score`` (failed enrolments carry -1000)."""
    names = np.asarray(found.names, dtype=object)
    table = pa.table(
        {
            "a": pa.DictionaryArray.from_arrays(pa.array(found.first, pa.int32()), pa.array(names)).cast(pa.string()),
            "b": pa.DictionaryArray.from_arrays(pa.array(found.second, pa.int32()), pa.array(names)).cast(pa.string()),
            "same": pa.array(found.same),
            "score": pa.array(found.score),
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
