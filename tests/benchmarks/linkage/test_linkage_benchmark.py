"""The benchmark of batch linkage: its data, its stopwatch, its figures, its tables; one small run from end to end."""

from __future__ import annotations

import sys
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from benchmarks.linkage import __main__ as command
from benchmarks.linkage import registers, report
from benchmarks.linkage.datasets import Unavailable, dataset
from benchmarks.linkage.measure import measure
from benchmarks.linkage.people import COLUMNS, write_people
from benchmarks.linkage.quality import figures


def test_made_people_follow_from_their_seed_and_a_fifth_are_copies(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_people(1000, tmp_path / name, seed)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()
    rows = pq.read_table(tmp_path / "a").to_pylist()
    assert len(rows) == 1000
    assert len({r["cluster"] for r in rows}) == 800


def test_a_copy_differs_from_its_person_but_not_in_everything(tmp_path):
    write_people(3000, tmp_path / "a", 5)
    groups: dict[int, list[dict[str, str]]] = {}
    for row in pq.read_table(tmp_path / "a").to_pylist():
        groups.setdefault(row["cluster"], []).append(row)
    pairs = [g for g in groups.values() if len(g) == 2]
    agreeing = Counter(c for a, b in pairs for c in COLUMNS if a[c] == b[c])
    assert 0.45 < agreeing["surname"] / len(pairs) < 0.65
    assert 0.8 < agreeing["dob"] / len(pairs) < 0.9
    assert 0.3 < agreeing["docno"] / len(pairs) < 0.6


def test_data_that_is_not_there_is_said(tmp_path):
    with pytest.raises(Unavailable, match="TULGA_SHARED"):
        dataset("febrl3", tmp_path, None)


def test_a_process_is_timed_by_its_stages_and_its_children_are_weighed(tmp_path):
    script = """
import subprocess, sys, time
def say(words): print(words, file=sys.stderr, flush=True)
say("12 records"); time.sleep(0.1)
say("scoring 10%"); say("scoring 20%")
subprocess.run([sys.executable, "-c", "import time; x = bytearray(80_000_000); time.sleep(0.8)"])
"""
    spent = measure([sys.executable, "-c", script], tmp_path, limit=60)
    assert spent.failed is None
    assert list(spent.stages) == ["start", "records", "scoring"]
    assert spent.stages["scoring"] > spent.stages["records"] > 0
    assert spent.memory_mb > 80


def test_only_marked_lines_are_stages_of_a_peer(tmp_path):
    script = "import sys; sys.stderr.write('stage load\\nWarning: this\\nstage end\\n')"
    assert list(measure([sys.executable, "-c", script], tmp_path, limit=60).stages) == ["start", "load", "end"]


def test_a_process_that_fails_or_takes_too_long_is_told_with_its_last_words(tmp_path):
    failed = measure([sys.executable, "-c", "raise SystemExit('no such column')"], tmp_path, limit=60)
    assert failed.failed == "no such column"
    slow = measure([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.3)
    assert "stopped" in (slow.failed or "")


def test_figures_count_the_pairs_that_were_never_found(tmp_path):
    data = dataset("people_400", tmp_path, None)
    truth = dict(zip(*(c.to_pylist() for c in pq.read_table(data.truth).columns), strict=True))
    groups: dict[str, list[str]] = {}
    for record, person in truth.items():
        groups.setdefault(person, []).append(record)
    true = [(g[0], g[1]) for g in groups.values() if len(g) == 2]
    half, strangers = true[: len(true) // 2], ("0", "1")
    rows = [*half, strangers] if truth["0"] != truth["1"] else half
    links = {
        "record_id_l": [a for a, _ in rows],
        "record_id_r": [b for _, b in rows],
        "bits": [9.0] * len(half) + [1.0],
    }
    pq.write_table(pa.table(links), tmp_path / "links.parquet")
    clusters = {"record_id": list(truth), "cluster_id": list(truth)}
    pq.write_table(pa.table(clusters), tmp_path / "clusters.parquet")
    found = figures(tmp_path, data)
    assert found["precision"] == 1.0
    assert found["recall"] == pytest.approx(len(half) / found["true_pairs"])
    assert found["cluster_f1"] == 0.0
    assert 0.8 < found["b_cubed"] < 1.0


def test_registers_know_their_relatives(tmp_path):
    data = dataset("registers_300", tmp_path, None)
    a, b = (pq.read_table(path).column("record_id").to_pylist() for path in data.sources)
    rows = [(x, y) for x in a for y in b]
    table = {"record_id_l": [r[0] for r in rows], "record_id_r": [r[1] for r in rows]}
    scores = {"bits": [1.0] * len(rows), "probability": [1.0] * len(rows)}
    pq.write_table(pa.table(table | scores), tmp_path / "links.parquet")
    found = registers.figures(tmp_path, data)
    assert 0.8 < found["knowable"] <= 1.0
    assert 0 < found["relatives"] < found["strangers"]
    surest = found["sure"]["0.999"]
    assert surest["links"] == len(rows)
    assert surest["relatives"] / len(rows) == found["relatives"]


RUN = {"records": 10, "failed": None, "stages": {"scoring": 2.0}, "curve": [[1.0, 1.0]], "memory_mb": 100.0}


def test_goals_are_measured_on_the_largest_data_and_against_the_peer_of_the_same_run():
    runs = [
        {**RUN, "data": "people_10", "tool": "tulga", "seconds": 50.0, "f1": 0.9},
        {**RUN, "data": "people_100", "records": 100, "tool": "tulga", "seconds": 2.0, "f1": 0.99},
        {**RUN, "data": "people_100", "records": 100, "tool": "splink wide", "seconds": 8.0, "f1": 0.9},
        {**RUN, "data": "people_1000000", "tool": "tulga", "seconds": None, "f1": 0.98, "failed": None},
        {**RUN, "data": "febrl3", "tool": "tulga", "seconds": 8.0, "f1": 0.5},
    ]
    lines = {line.split("|")[1].strip(): line for line in report.goals(runs)}
    assert "0.9800 ✗ | people_1000000" in lines["a million made people, best F1"]
    assert "4.0000 | people_100" in lines["made people, times faster than Splink's wide run"]
    assert "0.5000 ✗" in lines["FEBRL 3, best F1"]
    assert "not run" in lines["FEBRL 4, best F1"]


def test_a_run_from_end_to_end_writes_tables_and_plots(tmp_path):
    app = command.typer.Typer()
    app.command()(command.main)
    asked = ["--size", "smoke", "--out", str(tmp_path), "--page", str(tmp_path / "page.md")]
    done = CliRunner().invoke(app, asked, env={"TULGA_SHARED": ""})
    assert done.exit_code == 0, done.output
    assert "people_600" in (tmp_path / "page.md").read_text("utf-8")
    assert {"size.svg", "stages.svg", "precision-recall-people_600.svg"} <= {p.name for p in tmp_path.iterdir()}
    result = report.read(tmp_path / "results")[0]
    assert result["failed"] is None
    assert result["f1"] > 0.9
    assert result["pairs_compared"] > 0
