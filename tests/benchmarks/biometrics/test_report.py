"""What an evaluation writes: the score file that others compute with, the lines, the plots."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.biometrics.plots import plot_det, plot_reliability
from benchmarks.biometrics.rates import FAILED
from benchmarks.biometrics.report import Comparisons, evidence, summary, write_scores
from matcher.biometrics.calibration import Calibration
from matcher.biometrics.reliability import reliability
from models.errors import BadFile

CURVE = Calibration("m/1", (0.0, 1.0), (-8.0, 8.0), -6.0, 7.0, "seeded numbers", 10, 10, 0.1)


@pytest.fixture
def found() -> Comparisons:
    """Thirty owners with two samples each, one sample not enrolled."""
    owners = np.repeat(np.arange(30), 2)
    first, second = np.triu_indices(60, 1)
    rng = np.random.default_rng(2)
    score = np.where(owners[first] == owners[second], 0.75, 0.2) + rng.normal(0, 0.1, len(first))
    score[(first == 0) | (second == 0)] = FAILED
    return Comparisons(tuple(f"p{k}.jpg" for k in range(60)), owners, first, second, score, ("p0.jpg",))


def test_the_score_file_has_every_pair_once(found, tmp_path):
    """Columns a, b, same, score; all genuine and all impostor pairs."""
    write_scores(found, tmp_path / "deep" / "scores.parquet")
    table = pq.read_table(tmp_path / "deep" / "scores.parquet")
    assert table.column_names == ["a", "b", "same", "score"]
    rows = table.to_pylist()
    assert len({frozenset((r["a"], r["b"])) for r in rows}) == len(rows) == 60 * 59 // 2
    assert sum(r["same"] for r in rows) == 30
    assert all((r["score"] == FAILED) == ("p0.jpg" in (r["a"], r["b"])) for r in rows)


def test_the_summary_counts_failures_to_enrol(found):
    """One of sixty, and the rates with their intervals."""
    lines = summary("faces", found)
    assert "failures to enrol 1.67 %" in lines[1]
    assert sum("FMR 1e-0" in line for line in lines) == 3


def test_a_set_without_genuine_pairs_is_refused(found):
    """Instead of a report of nothing."""
    alone = Comparisons(found.names, np.arange(60), found.first, found.second, found.score, ())
    with pytest.raises(BadFile):
        summary("faces", alone)


def test_bits_are_reported_for_what_could_be_compared(found):
    """C_llr with its calibration loss, what chance would leave, and a line for each bin, without failed enrolments."""
    lines = evidence(found, CURVE)
    assert "C_llr" in lines[0]
    assert "seeded numbers" in lines[0]
    assert "calibration loss" in lines[0]
    assert "chance" in lines[1]
    assert sum(int(line.split("genuine ")[1].split(",")[0]) for line in lines[2:]) == 29


def test_plots_are_drawn_without_a_plotting_library(found, tmp_path):
    """Well-formed SVG with a line for each curve and a dot for each bin."""
    impostor = found.impostor[found.impostor > FAILED]
    plot_det({"all <people>": (found.genuine, impostor), "again": (found.genuine, impostor)}, tmp_path / "det.svg")
    keep = found.score > FAILED
    bins = reliability(CURVE(found.score[keep]), found.same[keep])
    plot_reliability(bins, tmp_path / "bits.svg")
    namespace = "{http://www.w3.org/2000/svg}"
    det, dots = (ET.parse(tmp_path / name).getroot() for name in ("det.svg", "bits.svg"))  # noqa: S314 - our own files
    assert len(det.findall(f"{namespace}polyline")) == 2
    assert "all <people>" in "".join(det.itertext())
    assert len(dots.findall(f"{namespace}circle")) == len(bins)
