"""``tulga evaluate records``: one JSON object of figures on stdout."""

import csv
import json

import pytest

from api.cli import run

PEOPLE = (
    ("1", "p1", "Кульманзода", "Али", "Саидович", "11.02.1990"),
    ("2", "p1", "Кулманзода", "Али", "Саидович", "11.02.1990"),
    ("3", "p2", "Кульманзода", "Вали", "Саидович", "03.07.1993"),
    ("4", "p3", "Ахметова", "Айгуль", "Ерлановна", "30.09.1984"),
)
COLUMNS = ("record_id", "surname_ru", "given_ru", "patronymic_ru", "birth_date")


def _write(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


@pytest.fixture
def files(tmp_path):
    register = _write(tmp_path / "a.csv", COLUMNS, [(p[0], *p[2:]) for p in PEOPLE])
    truth = _write(tmp_path / "truth.csv", ("record_id", "person_id"), [p[:2] for p in PEOPLE])
    return register, truth


def test_the_two_records_of_one_person_are_found_and_the_brother_is_not(files, capsysbinary):
    register, truth = files
    assert run(["evaluate", "records", "--register-a", str(register), "--truth", str(truth)]) == 0
    figures = json.loads(capsysbinary.readouterr().out)
    assert figures["records"] == {"a": 4, "b": None}
    assert figures["true_pairs"] == 1
    assert figures["pairs"]["best"]["f1"] == 1.0
    assert figures["clusters"]["best"]["b_cubed"]["f1"] == 1.0


def test_two_registers_are_linked(files, tmp_path, capsysbinary):
    register, truth = files
    other = _write(tmp_path / "b.csv", COLUMNS, [(p[0], *p[2:]) for p in PEOPLE[1:3]])
    arguments = ["--register-a", str(register), "--register-b", str(other), "--truth", str(truth)]
    assert run(["evaluate", "records", *arguments]) == 0
    assert json.loads(capsysbinary.readouterr().out)["records"] == {"a": 4, "b": 2}


def test_the_pairs_are_written_for_whoever_wants_to_look(files, tmp_path, capsysbinary):
    register, truth = files
    out = tmp_path / "out"
    assert run(["evaluate", "records", "--register-a", str(register), "--truth", str(truth), "--out", str(out)]) == 0
    with (out / "pairs.csv").open(encoding="utf-8") as file:
        true = [row for row in csv.DictReader(file) if row["same_person"] == "1"]
    assert [(r["record_id_l"], r["record_id_r"]) for r in true] == [("1", "2")]
    assert json.loads((out / "report.json").read_text("utf-8")) == json.loads(capsysbinary.readouterr().out)


def test_recall_is_told_by_kind_of_error(files, tmp_path, capsysbinary):
    register, truth = files
    errors = _write(tmp_path / "errors.csv", ("record_id", "errors"), [("2", "letter_dropped absent_sex"), ("4", "x")])
    arguments = ["--register-a", str(register), "--truth", str(truth), "--errors", str(errors)]
    assert run(["evaluate", "records", *arguments]) == 0
    found = json.loads(capsysbinary.readouterr().out)["errors"]
    expected = {"pairs": 1, "blocking_recall": 1.0, "recall": 1.0, "missed": 0}
    assert found == {"absent_sex": expected, "letter_dropped": expected}


def test_the_curve_ends_at_the_recall_of_the_keys(files, tmp_path, capsysbinary):
    register, truth = files
    out = tmp_path / "out"
    assert run(["evaluate", "records", "--register-a", str(register), "--truth", str(truth), "--out", str(out)]) == 0
    figures = json.loads(capsysbinary.readouterr().out)
    assert figures["curve"][-1]["recall"] == figures["blocking"]["recall"]
    with (out / "curve.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert float(rows[0]["precision"]) == 1.0
    assert [float(r["recall"]) for r in rows] == sorted(float(r["recall"]) for r in rows)


def test_a_truth_file_without_its_columns_is_refused(files, tmp_path, capsys):
    wrong = _write(tmp_path / "wrong.csv", ("record_id", "person"), [("1", "p1")])
    assert run(["evaluate", "records", "--register-a", str(files[0]), "--truth", str(wrong)]) != 0
    assert "person_id" in capsys.readouterr().err
