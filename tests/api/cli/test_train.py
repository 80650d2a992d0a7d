"""``tulga train``: a model file that ``tulga evaluate`` can use, and an honest word on how it went."""

import csv
import json
from collections import Counter

import pytest

from api.cli import run
from benchmarks.population import generate
from matcher.weights import default_model, load_model


@pytest.fixture(scope="module")
def population(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    generate(1200, folder, seed=4)
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr("matcher.weights.training.PER_RECORD", 5)


def _train(population, out, *more):
    registers = [a for name in "ab" for a in ("--register", str(population / f"register_{name}.csv"))]
    return run(["train", *registers, "--out", str(out), *more])


def _true_pairs(population):
    with (population / "truth.csv").open(encoding="utf-8", newline="") as file:
        records = Counter(row["person_id"] for row in csv.DictReader(file))
    return sum(n * (n - 1) // 2 for n in records.values())


def test_labels_give_counted_weights(population, tmp_path, capsysbinary):
    out = tmp_path / "ours.json"
    assert _train(population, out, "--labels", str(population / "households.csv")) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["method"] == "labels"
    assert told["true_pairs"] > 100
    model = load_model(out)
    assert told["model"] == model.version
    assert model.attributes["birth_date"].bits[1] > 8
    card = out.with_suffix(".md").read_text("utf-8")
    assert model.version in card
    assert all(f"### {name}" in card for name in model.attributes)


def test_without_labels_em_learns_and_tells_how_it_went(population, tmp_path, capsysbinary):
    out = tmp_path / "ours.json"
    assert _train(population, out) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["method"] == "em"
    assert told["converged"] or "not_converged" in told["warnings"]
    assert told["expected_matches"] == pytest.approx(_true_pairs(population), rel=0.3)
    assert load_model(out).calibration.summed.tolist() == default_model().calibration.summed.tolist()


def test_too_little_to_learn_from_is_said(tmp_path, capsys):
    register = tmp_path / "a.csv"
    register.write_text("record_id,surname_ru\n1,Рахимов\n2,Ахметов\n", "utf-8")
    assert run(["train", "--register", str(register), "--out", str(tmp_path / "m.json")]) != 0
    assert "100" in capsys.readouterr().err
    assert not (tmp_path / "m.json").exists()
