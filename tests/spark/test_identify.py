"""``tulga identify --engine spark``: the answers of this machine, line by line, from a gallery cut into files."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from api.biometrics import exporting
from api.cli import run
from tests.api.biometrics.conftest import cards, quick_models
from tests.spark.cluster import missing

__all__ = ["cards", "quick_models"]

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=str(missing())),
    pytest.mark.timeout(600),
    pytest.mark.slow,
]
PEOPLE = 5


@pytest.fixture
def register(tmp_path, monkeypatch, capsysbinary, cards):
    """A store of people with cards, their gallery in files of two cards, and two cards to look for."""
    monkeypatch.setenv("TULGA_STORE", f"sqlite:///{tmp_path}/t.sqlite3")
    monkeypatch.setenv("TULGA_KEY_FILE", f"{tmp_path}/key")
    monkeypatch.setattr(exporting, "CARDS_A_FILE", 2)
    rows = ["record_id,surname_ru,birth_date,fingerprint_card"]
    for person in range(PEOPLE):
        (tmp_path / f"{person}.an2").write_bytes(cards(person))
        rows.append(f"R-{person},Сафаралиев,19{70 + person},{person}.an2")
    (tmp_path / "people.csv").write_text("\n".join(rows), "utf-8")
    for person in (1, 4):
        (tmp_path / f"unknown{person}.an2").write_bytes(cards(person, 1))
    assert run(["load", str(tmp_path / "people.csv"), "--register", "tj", "--workers", "1"]) == 0
    assert run(["gallery", str(tmp_path / "gallery")]) == 0
    capsysbinary.readouterr()
    return tmp_path


def asked(folder, *options):
    """The command's answers, in a process of its own as a user would run it."""
    files = [str(folder / f"unknown{person}.an2") for person in (1, 4)]
    command = [sys.executable, "-c", "from api.cli import main; main()", "identify", *files, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_spark_answers_as_this_machine_does(register):
    here = asked(register)
    spread = asked(register, "--engine", "spark", "--gallery", str(register / "gallery"), "--master", "local[2]")
    assert len(list((register / "gallery").glob("*.parquet"))) == 3
    assert [line["candidates"][0]["record_id"] for line in here] == ["R-1", "R-4"]
    assert spread == here
    assert run(["picture", "tj", "R-1", "--remove", "2"]) == 0
    again = asked(register, "--engine", "spark", "--gallery", str(register / "gallery"), "--master", "local[2]")
    assert "R-1" not in {c["record_id"] for line in again for c in line["candidates"]}
    assert again == asked(register)
