"""``tulga journal`` lists who asked what, and checks that nobody was at the list."""

import json

import pytest
from sqlalchemy import delete, update

from api import journal
from api.cli import run
from api.settings import read_settings
from api.store.engine import writing
from api.store.opening import open_store
from api.store.tables import journal as table
from models.query import Purpose


@pytest.fixture
def store(tmp_path, monkeypatch):
    for name, text in (("TULGA_STORE", f"sqlite:///{tmp_path}/t.sqlite3"), ("TULGA_KEY_FILE", f"{tmp_path}/key")):
        monkeypatch.setenv(name, text)
    opened = open_store(settings=read_settings())
    for number in range(3):
        journal.append(
            opened,
            journal.Entry(
                actor="user:aigul", action="search", purpose=Purpose.LEGAL_STATUS, case=f"ДЛ-{number}", records=9
            ),
        )
    yield opened
    opened.close()


def _check(capsysbinary, *more):
    code = run(["journal", "--verify", *more])
    return code, json.loads(capsysbinary.readouterr().out)


def test_entries_come_as_json_lines_and_the_look_is_an_entry_too(store, capsysbinary):
    assert run(["journal", "--after", "1"]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [(e["seq"], e["action"], e["case"]) for e in lines] == [
        (2, "search", "ДЛ-1"),
        (3, "search", "ДЛ-2"),
        (4, "journal", None),
    ]


def test_a_changed_entry_is_named_and_ends_in_failure(store, capsysbinary):
    assert _check(capsysbinary)[0] == 0
    with writing(store.engine) as connection:
        connection.execute(update(table).where(table.c.seq == 2).values(records=1))
    code, told = _check(capsysbinary)
    assert (code, told["broken"]) == (1, 2)


def test_an_earlier_check_is_a_witness_of_the_newest_entries(store, capsysbinary):
    _, told = _check(capsysbinary)
    witness = f"{told['entries']}:{told['root']}"
    assert _check(capsysbinary, "--witness", witness)[0] == 0
    with writing(store.engine) as connection:
        connection.execute(delete(table).where(table.c.seq == 3))
    code, told = _check(capsysbinary, "--witness", witness)
    assert (code, told["broken"]) == (1, None)


@pytest.mark.parametrize("text", ["x", "3", "3:abc", "-1:" + "0" * 64])
def test_a_witness_that_cannot_be_read_is_refused(store, text, capsys):
    assert run(["journal", f"--witness={text}"]) == 2
    assert "N:ROOT" in capsys.readouterr().err
