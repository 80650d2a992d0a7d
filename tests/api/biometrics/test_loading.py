"""``tulga load`` with pictures: paths beside the file, bad ones told in the rejects, the record loads all the same."""

from __future__ import annotations

import csv

import pytest

from api.biometrics.queue import waiting
from api.biometrics.rows import State
from api.loading.load import Load, load_file
from models.flat import COLUMNS
from tests.api.people import row

PLAN = Load(register="tj", actor="os:test")


@pytest.fixture
def folder(tmp_path, cards, portrait):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "4.an2").write_bytes(cards(4))
    (tmp_path / "pictures" / "1.jpg").write_bytes(portrait)
    (tmp_path / "pictures" / "bad.jpg").write_bytes(b"\xff\xd8\xff" + bytes(500))
    (tmp_path / "pictures" / "huge.an2").write_bytes(b"")
    return tmp_path


def table(folder, pictures):
    path = folder / "people.csv"
    rows = [{**row(n), **more} for n, more in enumerate(pictures)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def rejects(result):
    with result.rejects.open(encoding="utf-8", newline="") as file:
        return [(int(r["line"]), r["field"], r["code"]) for r in csv.DictReader(file)]


def test_pictures_load_with_their_records_and_bad_ones_are_told(store, folder):
    path = table(
        folder,
        [
            {"photo": "pictures/1.jpg", "fingerprint_card": "pictures\\4.an2"},
            {"photo": "pictures/bad.jpg"},
            {"photo": "pictures/none.jpg"},
            {"photo": "../../etc/passwd"},
            {"fingerprint_card": "pictures"},
            {"photo": "нет"},
        ],
    )
    result = load_file(store, path, PLAN)
    totals = result.totals
    assert (totals.read, totals.added, totals.rejected) == (6, 6, 0)
    assert (totals.pictures, totals.pictures_refused) == (3, 4)
    assert rejects(result) == [
        (4, "photo", "media_missing"),
        (5, "photo", "media_path"),
        (6, "fingerprint_card", "media_missing"),
        (3, "photo", "image_unreadable"),
    ]
    held = store.shelf.media("tj", "R-000000")
    assert [(m.kind.value, m.state) for m in held] == [("photo", State.READY), ("fingerprint_card", State.READY)]
    assert held[0].details["source"] == "people.csv:2"
    assert held[0].details["quality"]["faces"]["value"] == 1


def test_loading_again_adds_what_was_missing_and_nothing_twice(store, folder):
    path = table(folder, [{"photo": "pictures/1.jpg"}, {"photo": "pictures/late.jpg"}])
    first = load_file(store, path, PLAN).totals
    assert (first.pictures, first.pictures_refused) == (1, 1)
    (folder / "pictures" / "late.jpg").write_bytes((folder / "pictures" / "1.jpg").read_bytes())
    again = load_file(store, path, PLAN).totals
    assert (again.unchanged, again.pictures, again.pictures_refused) == (2, 1, 0)


def test_templates_may_be_left_for_later(store, folder, enrolled):
    path = table(folder, [{"fingerprint_card": "pictures/4.an2"}])
    load_file(store, path, Load(register="tj", actor="os:test", templates=False))
    assert waiting(store) == 1
    assert [done.refused for done in enrolled(store)] == [None]
