"""Registers of the quick scripts: each with its habits, families and twins in them, nobody asked about twice over."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.records.cases import Case
from benchmarks.records.others.quick import SCRIPTS, quick_cases
from models.flat import read_flat


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    made = quick_cases(tmp_path_factory.mktemp("quick"), 60, seed=4, scale=0.1)
    return dict(zip(SCRIPTS, made, strict=True))


def _rows(case: Case) -> list[dict[str, str]]:
    with case.registers["quick"].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_row_and_query_is_read(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    assert all(read_flat(row).names for row in _rows(case))
    assert all(read_flat(q.fields).names for q in case.queries)
    assert {q.person for q in case.queries if q.person} <= case.people()


def test_people_who_are_not_held_are_mostly_relatives_of_somebody_held(cases: dict[str, Case]) -> None:
    kinds = Counter(q.kind for case in cases.values() for q in case.queries)
    assert {"twin", "sibling", "parent", "child", "father or son of that name", "stranger"} <= set(kinds)
    assert kinds["mated"] < kinds.total() * 0.6


def test_a_script_keeps_its_habits(cases: dict[str, Case]) -> None:
    upper = _rows(cases["upper latin"])
    assert all(row["surname_latin"].isupper() and row["surname_latin"].isascii() for row in upper)
    assert "birth_place" not in _rows(cases["name and date"])[0]
    assert any(row["birth_place"] == "нет" for row in _rows(cases["words for nothing"]))


def test_one_seed_makes_one_register(tmp_path: Path) -> None:
    first, second = (
        next(iter(quick_cases(tmp_path / n, 10, seed=3, scale=0.02))).registers["quick"].read_bytes() for n in "ab"
    )
    assert first == second


def test_parents_do_not_give_one_name_twice(cases: dict[str, Case]) -> None:
    import random

    from benchmarks.records.others.kin import humans

    children = [h for h in humans(2_000, random.Random(1)) if h.role in {"child", "twin"}]
    assert max(Counter((h.family, h.given) for h in children).values()) == 1
