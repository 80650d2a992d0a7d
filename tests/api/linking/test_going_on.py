"""A job that goes on: after a kill, after a full disk, after people's answers, from one batch to the next."""

import csv
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from api.linking.run import RESULTS, Request, execute
from api.linking.workshop import NAME, Workshop
from matcher.linkage import meeting
from matcher.linkage.job import Options
from models.errors import BadFile, StoreError
from tests.api.linking.made import MAP, files, people, write_csv


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(meeting, "PART_PAIRS", 300)
    write_csv(people(700), tmp_path / "people.csv")
    (tmp_path / "map.toml").write_text(MAP)
    return tmp_path


def request(place, out="out", **options):
    rest = {k: options.pop(k) for k in ("resume", "answers", "previous") if k in options}
    return Request((files(place / "people.csv"),), place / out, place / "map.toml", Options(**options), **rest)


def clusters(folder):
    rows = pq.read_table(folder / "clusters.parquet").to_pylist()
    return {r["record_id"]: r["cluster_id"] for r in rows}


def killed_at(monkeypatch, call):
    """Let the writing of so many files pass, then end as a kill would."""
    put, calls = Workshop.put, []

    def watched(self, path, write):
        calls.append(path)
        if len(calls) == call:
            write(path.with_name("partial-" + path.name))
            raise Killed
        put(self, path, write)

    monkeypatch.setattr(Workshop, "put", watched)


@pytest.mark.parametrize("call", [1, 3, 8])
def test_a_killed_job_goes_on_and_gives_the_same_bytes(place, monkeypatch, call):
    execute(request(place, "whole"), lambda _: None)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        killed_at(patched, call)
        execute(request(place), lambda _: None)
    assert not any((place / "out" / name).exists() for name in RESULTS)
    said = []
    execute(request(place, resume=True), said.append)
    assert call == 1 or any("done by an earlier run" in line for line in said)
    for name in RESULTS:
        assert (place / "out" / name).read_bytes() == (place / "whole" / name).read_bytes()
    assert not (place / "out" / NAME).exists()


def test_what_an_earlier_job_left_is_not_taken_for_another(place, monkeypatch):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        killed_at(patched, 4)
        execute(request(place), lambda _: None)
    said = []
    execute(request(place, resume=True, seed=2), said.append)
    assert not any("done by an earlier run" in line for line in said)


def test_a_full_disk_is_told_and_leaves_earlier_results_whole(place, monkeypatch):
    execute(request(place), lambda _: None)
    before = {name: (place / "out" / name).read_bytes() for name in RESULTS}

    def full(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(StoreError) as caught:
        execute(request(place, seed=3), lambda _: None)
    assert caught.value.code == "output_not_written"
    assert {name: (place / "out" / name).read_bytes() for name in RESULTS} == before


def test_a_persons_different_is_never_undone_and_a_same_is_kept(place):
    execute(request(place), lambda _: None)
    answers = [("p0-a", "p0-b", "0"), ("p1-a", "p2-a", "1"), ("p3-a", "p3-b", ""), ("nobody", "p3-a", "1")]
    with (place / "answers.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("record_id_l", "record_id_r", "same"), *answers])
    execute(request(place, "answered", answers=place / "answers.csv"), lambda _: None)
    found = clusters(place / "answered")
    assert found["p0-a"] != found["p0-b"]
    assert found["p1-a"] == found["p2-a"]
    assert found["p3-a"] == found["p3-b"]
    assert json.loads((place / "answered" / "run.json").read_text())["answers"] == {"unknown": 1, "used": 2}


def test_an_answer_that_is_no_answer_is_refused(place):
    (place / "answers.csv").write_text("record_id_l,record_id_r,same\np0-a,p0-b,perhaps\n")
    with pytest.raises(BadFile) as caught:
        execute(request(place, answers=place / "answers.csv"), lambda _: None)
    assert caught.value.code == "answer_unreadable"


def test_a_new_batch_keeps_the_names_of_old_clusters(place):
    rows = people(700)
    early = [r for r in rows if not (r["id"].endswith("-a") and int(r["id"][1:-2]) % 5 == 0)]
    write_csv(early, place / "people.csv")
    execute(request(place, "first"), lambda _: None)
    before = clusters(place / "first")
    write_csv([*reversed(rows)], place / "people.csv")
    execute(request(place, "second", previous=place / "first"), lambda _: None)
    after = clusters(place / "second")
    kept = sum(after[record] == name for record, name in before.items())
    assert kept >= 0.99 * len(before)
    assert after["p15-a"] == after["p15-b"] == before["p15-b"]


def test_a_folder_without_results_is_no_earlier_run(place):
    with pytest.raises(BadFile) as caught:
        execute(request(place, previous=place), lambda _: None)
    assert caught.value.code == "previous_unreadable"


def test_a_wished_precision_sets_the_threshold(place):
    strict = execute(request(place, target_precision=0.9999), lambda _: None)
    loose = execute(request(place, "loose", target_precision=0.5), lambda _: None)
    assert strict.threshold > loose.threshold
    above = strict.links.probability[strict.links.probability >= strict.threshold]
    assert above.mean() >= 0.9999 - 1e-9


@pytest.mark.parametrize("method", ["none", "labels"])
def test_weights_may_come_from_experience_or_from_answers(place, method):
    rows = people(700)
    pairs = [(f"p{n}-a", f"p{n}-b", "1") for n in range(0, 150, 3)]
    pairs += [(f"p{n}-a", f"p{n + 1}-a", "0") for n in range(150, 200)]
    with (place / "answers.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("record_id_l", "record_id_r", "same"), *pairs])
    outcome = execute(request(place, train=method, answers=place / "answers.csv"), lambda _: None)
    card = outcome.taught.model.document["training"]
    assert card["method"] == ("none" if method == "none" else "em")
    assert card["labels"] == (0 if method == "none" else 100)
    links = pq.read_table(place / "out" / "links.parquet").to_pylist()
    sure = {(r["record_id_l"], r["record_id_r"]) for r in links if r["probability"] >= 0.9}
    assert len(sure & {(f"p{n}-a", f"p{n}-b") for n in range(0, 700, 3)}) >= 0.95 * 234
    assert len(rows) == 934
