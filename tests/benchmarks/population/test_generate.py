"""A population follows from its seed and knows its truth."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from benchmarks.population import generate, stream
from models.flat import read_flat


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one = generate(300, tmp_path / "one", seed=5, query_count=40)
    two = generate(300, tmp_path / "two", seed=5, query_count=40)
    assert one.records == two.records
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_every_record_is_read_without_complaint() -> None:
    for part in stream(2000, seed=3):
        for row in part.rows():
            assert read_flat(row).record_id


def test_every_mated_query_has_its_person_in_a_register(tmp_path: Path) -> None:
    generate(2000, tmp_path, seed=2, query_count=200)
    with (tmp_path / "truth.csv").open(encoding="utf-8") as lines:
        known = {row["person_id"] for row in csv.DictReader(lines)}
    truths = [json.loads(line) for line in (tmp_path / "queries_truth.jsonl").read_text("utf-8").splitlines()]
    assert len(truths) == 200
    assert {t["person_id"] for t in truths if t["kind"] == "mated"} <= known
    assert all(t["person_id"] is None for t in truths if t["kind"] != "mated")
