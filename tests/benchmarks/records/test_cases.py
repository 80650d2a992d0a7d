"""Cases from generated folders, from files of others, and from the two other generators."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.population import generate
from benchmarks.records.cases import generated_case, read_case
from benchmarks.records.others import other_cases
from benchmarks.records.others.real_names import real_names_case
from models.flat import read_flat


def test_a_generated_folder_is_a_case(tmp_path: Path) -> None:
    generate(500, tmp_path, seed=2, query_count=30)
    case = generated_case(tmp_path)
    assert set(case.registers) == {"a", "b"}
    assert len(case.queries) == 30
    assert {q.person for q in case.queries if q.person} <= case.people()
    assert all(q.language for q in case.queries)


def test_files_of_others_need_no_more_than_ids_and_persons(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("record_id,person_id\n1,x\n2,y\n", "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"record_id": "q1", "surname_latin": "Doe"}\n', "utf-8")
    (tmp_path / "known.csv").write_text("record_id,person_id\nq1,\n", "utf-8")
    case = read_case("files", {}, tmp_path / "truth.csv", tmp_path / "queries.jsonl", tmp_path / "known.csv")
    assert case.queries[0].person is None
    assert case.queries[0].kind == "stranger"
    assert case.people() == {"x", "y"}


@pytest.mark.parametrize("index", [0, 1])
def test_the_other_worlds_are_read_without_complaint(tmp_path: Path, index: int) -> None:
    case = other_cases(tmp_path, 800, 120, seed=3)[index]
    with next(iter(case.registers.values())).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(case.truth)
    for row in rows:
        assert read_flat(row).searchable
    kinds = {q.kind for q in case.queries}
    assert {"mated", "sibling"} <= kinds
    assert {q.person for q in case.queries if q.person} <= case.people()


def test_the_other_worlds_follow_from_their_seed(tmp_path: Path) -> None:
    one, two = other_cases(tmp_path / "1", 300, 20, seed=3), other_cases(tmp_path / "2", 300, 20, seed=3)
    for a, b in zip(one, two, strict=True):
        assert next(iter(a.registers.values())).read_bytes() == next(iter(b.registers.values())).read_bytes()
        assert a.queries == b.queries


@pytest.mark.shared
def test_real_names_make_a_case(shared_data: Path, tmp_path: Path) -> None:
    case = real_names_case(shared_data.parent, tmp_path, 300, seed=1)
    assert len(case.queries) == 300
    assert {"mated", "twin", "stranger"} == {q.kind for q in case.queries}
    assert {q.person for q in case.queries if q.person} <= case.people()
    assert all(q.fields["name"] for q in case.queries)
