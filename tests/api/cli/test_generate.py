"""``tulga generate`` writes a population and says where."""

from __future__ import annotations

from pathlib import Path

from api.cli import run


def test_it_writes_registers_truth_and_queries(tmp_path: Path, capsys) -> None:
    code = run(["generate", "120", str(tmp_path / "people"), "--seed", "3", "--queries", "5", "--format", "jsonl"])
    printed = capsys.readouterr().out.splitlines()
    assert code == 0
    assert sorted(Path(line).name for line in printed) == [
        "errors.csv", "households.csv", "queries.jsonl", "queries_truth.jsonl", "register_a.jsonl",
        "register_b.jsonl", "truth.csv",
    ]  # fmt: skip
    assert all(Path(line).exists() for line in printed)


def test_one_register_alone_holds_everybody(tmp_path: Path, capsys) -> None:
    assert run(["generate", "100", str(tmp_path), "--register", "b", "--format", "parquet"]) == 0
    assert (tmp_path / "register_b.parquet").exists()
    assert not (tmp_path / "register_a.parquet").exists()
    capsys.readouterr()
