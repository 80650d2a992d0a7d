"""Pictures on the command line: put on a record, searched with, compared with, deleted; cards for the demo's people."""

from __future__ import annotations

import json

import pytest

from api.cli import run
from api.cli.demo_cards import owners
from benchmarks.population import generate
from tests.api.biometrics.conftest import cards, quick_models

__all__ = ["cards", "quick_models"]


@pytest.fixture
def tulga(tmp_path, monkeypatch, capsysbinary, cards):
    """Runs a command in a folder with a store of two people and two takings of one person's card."""
    monkeypatch.setenv("TULGA_STORE", f"sqlite:///{tmp_path}/t.sqlite3")
    monkeypatch.setenv("TULGA_KEY_FILE", f"{tmp_path}/key")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.an2").write_bytes(cards(4))
    (tmp_path / "b.an2").write_bytes(cards(4, 1))
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
    rows = "record_id,surname_ru,birth_date,fingerprint_card\nR-1,Сафаралиев,14.03.1987,a.an2\nR-2,Каримова,1991,\n"
    (tmp_path / "people.csv").write_text(rows, "utf-8")

    def call(*arguments):
        capsysbinary.readouterr()
        code = run([str(a) for a in arguments])
        out, _ = capsysbinary.readouterr()
        return code, [json.loads(line) for line in out.splitlines() if line.startswith(b"{")]

    return call


def test_a_card_is_loaded_and_its_person_is_found_by_it(tulga, tmp_path):
    code, (told,) = tulga("load", "people.csv", "--register", "tj", "--workers", "1")
    assert (code, told["pictures"], told["pictures_refused"]) == (0, 1, 0)
    (tmp_path / "query.json").write_text(json.dumps({"fingerprint_card": "b.an2"}))
    _, (answer,) = tulga("search", "query.json")
    assert [c["record_id"] for c in answer["candidates"]] == ["R-1"]
    assert answer["candidates"][0]["evidence"][-1]["attribute"] == "fingerprints"


def test_two_records_are_compared_with_their_cards(tulga, tmp_path):
    for name in "ab":
        record = {"surname_ru": "Сафаралиев", "birth_date": "1987", "fingerprint_card": f"{name}.an2"}
        (tmp_path / f"{name}.json").write_text(json.dumps(record))
    _, (judged,) = tulga("compare", "a.json", "b.json", "--json", "--records", "100")
    assert judged["reading"] == "same-data-same-person"


def test_pictures_are_put_on_a_record_and_deleted(tulga):
    tulga("load", "people.csv", "--register", "tj", "--workers", "1", "--no-templates")
    assert tulga("templates")[1] == [{"put_back": 0, "made": 1, "refused": {}}]
    _, (held,) = tulga("picture", "tj", "R-2", "b.an2", "bad.jpg", "--taken-on", "2026-03-01")
    assert {p["kind"]: p["state"] for p in held["pictures"]} == {"fingerprint_card": "ready", "photo": "refused"}
    assert held["pictures"][0]["taken_on"] == "2026-03-01"
    numbers = [p["id"] for p in held["pictures"]]
    _, (held,) = tulga("picture", "tj", "R-2", "--remove", numbers[0], "--remove", numbers[1])
    assert held["pictures"] == []
    assert tulga("picture", "tj", "R-99", "b.an2")[0] == 1


def test_the_demo_gives_cards_to_people_who_stand_in_both_registers(tmp_path):
    generate(60, tmp_path, seed=1)
    found = owners(tmp_path / "truth.csv", {"kz": tmp_path / "register_a.csv", "tj": tmp_path / "register_b.csv"})
    assert len(found) == 2
    assert all([register for register, _ in owner.records] == ["kz", "tj"] for owner in found)


def test_the_people_of_pictures_are_told_and_journalled(tulga):
    tulga("load", "people.csv", "--register", "tj", "--workers", "1")
    code, (told,) = tulga("identify", "b.an2", "--case", "Д-7")
    assert (code, told["file"], [c["record_id"] for c in told["candidates"]]) == (0, "b.an2", ["R-1"])
    assert set(told["candidates"][0]["fingers"]) == {"2", "7"}
    entry = next(e for e in reversed(tulga("journal")[1]) if e["action"] == "identify")
    assert (entry["case"], entry["shown"]) == ("Д-7", [["tj", "R-1"]])
    assert tulga("identify", "bad.jpg")[0] == 2
    assert tulga("identify", "b.an2", "--engine", "spark")[0] == 1
    for option, value in (("--gallery", "."), ("--master", "local[2]")):  # nothing that was asked for is ignored
        assert tulga("identify", "b.an2", option, value)[0] == 2


def test_a_gallery_is_written_once(tulga):
    tulga("load", "people.csv", "--register", "tj", "--workers", "1")
    assert tulga("gallery", "g") == (0, [{"gallery": "g", "model": "mindtct/1", "cards": 1}])
    assert tulga("gallery", "g")[0] == 2
