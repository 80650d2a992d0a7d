"""The commands around the register, as a script calls them: answers on stdout, words on stderr, codes for failures."""

from __future__ import annotations

import json

import pytest
from typer.main import get_command

from api.cli import app, run

ROWS = """record_id;surname_ru;given_ru;patronymic_ru;birth_date;birth_place
1;Сафаралиев;Дилшод;Насриддинович;14.03.1987;Худжанд
2;Сафаралиева;Зебо;Насриддиновна;31.02.1990;Худжанд
3;Ахмедов;Далер;;00.00.1985;Душанбе
3;Ахмедов;Далер;;00.00.1985;Душанбе
5;Иванов;Иван
"""
DILSHOD = {"surname_latin": "SAFARALIEV", "given_latin": "DILSHOD", "birth_date": "1987"}


@pytest.fixture(autouse=True)
def _place(tmp_path, monkeypatch):
    """A folder of one's own with a register file, and a store named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TULGA_STORE", f"sqlite:///{tmp_path}/store.sqlite3")
    monkeypatch.setenv("TULGA_KEY_FILE", str(tmp_path / "key"))
    (tmp_path / "people.csv").write_text(ROWS, "utf-8")


@pytest.fixture
def call(capfdbinary):
    """Run a command; gives its code, the JSON lines it answered and what it said."""

    def run_it(*arguments):
        code = run([str(a) for a in arguments])
        out, err = capfdbinary.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err.decode()

    return run_it


@pytest.fixture
def table_of(capfdbinary):
    """Run a command that must succeed; gives the table it shows to people."""

    def run_it(*arguments):
        code = run([str(a) for a in arguments])
        out, _ = capfdbinary.readouterr()
        assert code == 0
        return out.decode()

    return run_it


def query_file(folder, *queries):
    path = folder / "queries.jsonl"
    path.write_text("\n".join(q if isinstance(q, str) else json.dumps(q) for q in queries), "utf-8")
    return path


def test_the_totals_of_a_load_add_up_and_every_reject_has_its_line(call, tmp_path):
    code, (totals,), _ = call("load", "people.csv", "--register", "tj")
    assert code == 0
    assert (totals["read"], totals["added"], totals["rejected"]) == (5, 2, 3)
    rejects = (tmp_path / "people.csv.rejects.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in rejects[1:]] == ["3", "5", "6"]
    assert call("load", "people.csv", "--register", "tj")[1][0]["unchanged"] == 2


def test_each_query_gets_its_line_and_a_bad_one_an_error_in_its_place(call, tmp_path):
    call("load", "people.csv")
    queries = query_file(
        tmp_path, DILSHOD, {"surname_ru": "А", "birth_date": "31.02.1990"}, "no json", {"given_ru": "Далер"}
    )
    code, lines, said = call("search", queries, "--limit", "1", "--case", "12/25")
    assert code == 1
    assert [line["query"] for line in lines] == [1, 2, 3, 4]
    assert lines[0]["candidates"][0]["record_id"] == "1"
    assert {"probability", "grade", "bits", "evidence", "register"} <= set(lines[0]["candidates"][0])
    assert ["error" in line for line in lines] == [False, True, True, False]
    assert "2 of the queries" in said


def test_a_search_keeps_to_the_register_the_limit_and_the_grade(call, tmp_path):
    call("load", "people.csv", "--register", "tj")
    call("load", "people.csv", "--register", "kz")
    queries = query_file(tmp_path, DILSHOD)
    found = call("search", queries, "--register", "kz")[1][0]["candidates"]
    assert {c["register"] for c in found} == {"kz"}
    assert len(call("search", queries, "--limit", "1")[1][0]["candidates"]) == 1
    assert call("search", queries, "--min-grade", "certain")[1][0]["candidates"] == []
    code, _, said = call("search", queries, "--register", "uz")
    assert code == 1
    assert "kz, tj" in said


def test_questions_are_journalled_with_purpose_and_case(call, tmp_path):
    call("load", "people.csv")
    call("search", query_file(tmp_path, DILSHOD), "--case", "12/25")
    last = next(entry for entry in reversed(call("journal")[1]) if entry["action"] == "search")
    assert (last["action"], last["purpose"], last["case"]) == ("search", "identification", "12/25")
    assert last["shown"] == [["main", "1"]]


def test_a_pair_is_compared_without_a_store(call, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(DILSHOD), "utf-8")
    code, (judgement,), _ = call("compare", "a.json", "a.json", "--json")
    assert code == 0
    assert {"surname", "given_name", "birth_date"} <= {e["attribute"] for e in judgement["evidence"]}
    assert not (tmp_path / "store.sqlite3").exists()


def test_a_pair_is_compared_as_a_table_that_cuts_no_value_short(table_of, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(DILSHOD), "utf-8")
    table = table_of("compare", "a.json", "a.json")
    assert "…" not in table
    assert "birth_date" in table
    assert "not compared, for want of values: patronymic" in table


def test_a_name_is_read_for_people_and_for_machines(call, table_of):
    code, (reading,), _ = call("name", "Қайрат Сәрсенұлы Әбдірахманов", "Abdrakhmanov K.", "--json")
    assert code == 0
    assert [word["role"] for word in reading["words"]] == ["given", "patronymic", "surname"]
    assert all(len(word["evidence"]) == 3 for word in reading["words"] + reading["other_words"])
    assert reading["bits"] == pytest.approx(sum(part["bits"] for part in reading["parts"]), abs=0.01)
    table = table_of("name", "Қайрат Сәрсенұлы Әбдірахманов")
    assert "surname" in table
    assert "repairs" not in table


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("load", "nothing.csv"), 2, "nothing.csv"),
        (("load", "people.csv", "."), 2, "folder"),
        (("search", "nothing.json"), 3, "store"),
        (("search", "people.csv", "--store", "mysql://server/x"), 3, "--store"),
        (("compare", "people.csv", "people.csv"), 1, "people.csv"),
        (("load",), 2, "FILE"),
        (("search", "-", "--limit", "0"), 2, "--limit"),
    ],
    ids=str,
)
def test_a_failure_has_its_code_and_names_what_to_mend(call, arguments, code, word):
    got, lines, said = call(*arguments)
    assert (got, lines) == (code, [])
    assert word in said


def commands(group=None, path=()):
    """Every command with its path, groups opened."""
    for name, command in (group or get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_takes_a_store_and_shows_an_example(path, command):
    assert any("--store" in parameter.opts for parameter in command.params), path
    assert "Example" in (command.help or ""), path
