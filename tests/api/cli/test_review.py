"""``tulga review``: pair after pair, kept at once, resumed where one stopped."""

import csv
import io
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from api.cli import run
from api.labelling.labels import read_answers

_spec = spec_from_file_location("labelling_job", Path(__file__).parents[1] / "labelling" / "conftest.py")
assert _spec is not None
assert _spec.loader is not None
_made = module_from_spec(_spec)
_spec.loader.exec_module(_made)
job = _made.job


def answering(monkeypatch, lines, *arguments):
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return run(["review", *map(str, arguments)])


def test_the_doubtful_pair_is_shown_first_with_both_records_and_the_evidence(job, monkeypatch, capsys):
    assert answering(monkeypatch, ["q"], job / "found", job / "people.csv") == 0
    shown = capsys.readouterr().err
    assert "1/3" in shown
    assert shown.index("Вали") > 0
    assert "03.07.1993" in shown
    assert "birth_date" in shown
    assert "-6.0" in shown
    assert "Ахметова" not in shown


def test_answers_are_kept_and_the_next_sitting_goes_on_from_there(job, monkeypatch, capsys):
    labels = job / "found" / "labels.csv"
    assert answering(monkeypatch, ["d a brother", "q"], job / "found", job / "people.csv") == 0
    assert answering(monkeypatch, ["s", "n"], job / "found", job / "people.csv") == 0
    assert "1/2" in capsys.readouterr().err
    told = [(a.left, a.right, a.same, a.reason) for a in read_answers(labels)]
    assert told == [("r1", "r3", False, "a brother"), ("r1", "r2", True, ""), ("r3", "r4", None, "")]


def test_an_answer_can_be_taken_back_within_the_sitting(job, monkeypatch, capsys):
    lines = ["u", "s slip", "u", "d", "what?", "q"]
    assert answering(monkeypatch, lines, job / "found", job / "people.csv") == 0
    assert [a.same for a in read_answers(job / "found" / "labels.csv")] == [False]
    assert "nothing to take back" in capsys.readouterr().err


def test_a_sitting_ends_with_its_input(job, monkeypatch):
    assert answering(monkeypatch, ["d"], job / "found", job / "people.csv") == 0
    assert len(read_answers(job / "found" / "labels.csv")) == 1


def test_the_queue_can_be_written_to_be_filled_in_elsewhere(job):
    assert run(["review", str(job / "found"), "--write", str(job / "queue.csv"), "--count", "2"]) == 0
    with (job / "queue.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [r["record_id_r"] for r in rows] == ["r3", "r2"]
    assert {r["same"] for r in rows} == {""}


def test_a_folder_without_links_and_a_register_of_others_are_told(job, capsys):
    assert run(["review", str(job)]) == 2
    assert "no links.parquet" in capsys.readouterr().err
    (job / "others.csv").write_text("record_id,surname_ru\nx,Я\n", encoding="utf-8")
    assert run(["review", str(job / "found"), str(job / "others.csv")]) == 2
    assert "others.csv" in capsys.readouterr().err


def test_a_sample_is_drawn_reviewed_and_counted(job, monkeypatch, capsysbinary):
    import json

    sample, found = job / "sample.csv", job / "found"
    assert run(["evaluate", "sample", str(found), "-o", str(sample), "--threshold", "0.9"]) == 0
    assert answering(monkeypatch, ["s", "s", "s"], found, job / "people.csv", "--sample", sample) == 0
    capsysbinary.readouterr()
    assert run(["evaluate", "reviewed", str(sample), "--labels", str(found / "labels.csv")]) == 0
    figures = json.loads(capsysbinary.readouterr().out)
    assert figures["answered"] == 3
    assert figures["precision"] == {"estimate": 1.0, "low": 1.0, "high": 1.0}
    assert figures["recall_of_compared"]["estimate"] == pytest.approx(1 / 3, abs=1e-6)


def test_answers_written_into_the_sample_count_too_and_a_word_is_refused(job, capsysbinary):
    import json

    sample = job / "sample.csv"
    assert run(["evaluate", "sample", str(job / "found"), "-o", str(sample)]) == 0
    with sample.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for word, code in (("0", 0), ("maybe", 2)):
        with sample.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows({**row, "same": word} for row in rows)
        capsysbinary.readouterr()
        assert run(["evaluate", "reviewed", str(sample)]) == code
        if not code:
            assert json.loads(capsysbinary.readouterr().out)["precision"]["estimate"] == 0.0
