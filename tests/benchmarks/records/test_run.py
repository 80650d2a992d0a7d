"""The whole way of the quality benchmark: generate, load, ask, report."""

from __future__ import annotations

from pathlib import Path

import orjson

from benchmarks.population import generate
from benchmarks.records import misses, report
from benchmarks.records.__main__ import run
from benchmarks.records.cases import generated_case


def test_a_small_population_is_asked_and_reported(tmp_path: Path) -> None:
    generate(200, tmp_path / "people", seed=9, query_count=20)
    outcomes = run(generated_case(tmp_path / "people"))
    assert len(outcomes) == 20
    report.write(tmp_path / "out", {"generated": outcomes})
    misses.write(tmp_path / "out" / "misses.jsonl", outcomes)
    figures = orjson.loads((tmp_path / "out" / "records.json").read_bytes())["generated"]
    assert figures["queries"] == 20
    assert figures["mated"]["in the first ten"] > 0.5
    assert "rank 1" in (tmp_path / "out" / "records.md").read_text("utf-8")
    assert (tmp_path / "out" / "reliability.svg").read_text("utf-8").count("<circle") > 1
