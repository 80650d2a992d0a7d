"""The speed benchmark runs end to end on a small size and reports what it promises. No wall time is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.speed import report
from benchmarks.speed.one_size import Task, measure


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("speed")
    return measure(Task(people=150, queries=12, folder=folder, workers=1), lambda _: None)


def test_every_row_of_the_table_has_its_figure(figures: dict[str, object]) -> None:
    assert [key for key, _, _ in report.ROWS if key not in figures] == []


def test_everybody_is_loaded_and_nobody_rejected(figures: dict[str, object]) -> None:
    assert figures["records"] >= 150
    assert figures["rejected"] == 0


def test_a_small_register_is_retrieved_whole(figures: dict[str, object]) -> None:
    assert figures["retrieval_recall"] >= 0.8


def test_the_report_is_a_table_and_a_plot(figures: dict[str, object], tmp_path: Path) -> None:
    report.write(tmp_path, [figures, {**figures, "people": 1500, "records": 1560}])
    assert "150 people" in (tmp_path / "speed.md").read_text("utf-8")
    assert (tmp_path / "speed.png").read_bytes()[:4] == b"\x89PNG"
