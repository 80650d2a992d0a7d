"""What others script against: answers on stdout, words on stderr, exit codes as docs/cli.md tells them."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from api import journal
from api.cli import INTERNAL, INTERRUPTED, app, run
from api.cli.commands import COMMANDS
from api.settings import VARIABLES, read_settings
from api.store.opening import open_store
from models import errors

PAGE = (Path(__file__).resolve().parents[3] / "docs/cli.md").read_text("utf-8")
ROWS = """record_id,surname_ru,given_ru,birth_date,birth_place
R-1,Сафаралиев,Дилшод,14.03.1987,г. Худжанд
R-2,Каримова,Мадина,1991-02-03,Душанбе
R-3,Ахметов,Ерлан,31.02.1990,Алматы
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with a store of two people, from a file with a third whose birth date no calendar has."""
    monkeypatch.setenv("TULGA_STORE", f"sqlite:///{tmp_path}/t.sqlite3")
    monkeypatch.setenv("TULGA_KEY_FILE", f"{tmp_path}/key")
    (tmp_path / "people.csv").write_text(ROWS, "utf-8")
    assert run(["load", str(tmp_path / "people.csv"), "--register", "tj", "--workers", "1"]) == 0
    return tmp_path


@pytest.fixture
def tulga(home, capsysbinary, monkeypatch):
    """Runs a command; gives its exit code, the JSON lines on stdout and the text on stderr."""
    capsysbinary.readouterr()

    def call(*arguments, stdin=""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = run([str(a) for a in arguments])
        out, err = capsysbinary.readouterr()
        return code, [json.loads(line) for line in out.splitlines() if line.startswith(b"{")], err.decode()

    return call


def test_a_load_tells_its_totals_and_a_bad_row_is_put_aside(home, tulga):
    code, (told,), _ = tulga("load", home / "people.csv", "--register", "tj", "--workers", "1")
    assert code == 0
    assert told["read"] == told["added"] + told["corrected"] + told["unchanged"] + told["rejected"] == 3
    assert told["rejected"] == 1
    assert "birth_date" in (home / "people.csv.rejects.csv").read_text("utf-8")


def test_a_search_answers_each_query_with_a_line_and_a_bad_one_with_its_error(tulga):
    queries = [{"surname_ru": "Сафаралиев", "given_ru": "Дильшод", "birth_date": "14.03.1987"}, {"birth_date": "вчера"}]
    code, (first, second), said = tulga("search", "-", "--case", "Д-1", stdin="\n".join(map(json.dumps, queries)))
    assert code == 1
    best = first["candidates"][0]
    assert (best["record_id"], best["register"]) == ("R-1", "tj")
    assert set(best) >= {"probability", "grade", "bits", "evidence"}
    assert second["error"]["field"] == "birth_date"
    assert "вчера" not in said + json.dumps(second, ensure_ascii=False)


def test_a_search_is_journalled_with_purpose_and_case(tulga):
    tulga("search", "-", "--case", "Д-1", "--purpose", "legal-status", stdin='{"surname_ru": "Сафаралиев"}')
    store = open_store(settings=read_settings())
    entry = list(journal.entries(store))[-1].entry
    store.close()
    assert (entry.action, entry.purpose, entry.case) == ("search", "legal-status", "Д-1")
    assert entry.actor.startswith("os:")


def test_each_of_many_queries_has_its_entry_in_the_order_asked(tulga):
    queries = [json.dumps({"surname_ru": name}) for name in ("Сафаралиев", "Каримова", "Ахметов")]
    tulga("search", "-", stdin="\n".join(queries))
    store = open_store(settings=read_settings())
    entries = [written.entry for written in journal.entries(store)][-3:]
    store.close()
    assert [entry.action for entry in entries] == ["search"] * 3
    assert [entry.shown for entry in entries] == [(("tj", "R-1"),), (("tj", "R-2"),), ()]


def test_no_answer_is_shown_before_its_entry_is_in_the_journal(tulga, monkeypatch):
    def refuse(*_):
        raise errors.StoreError("disk_full")

    monkeypatch.setattr(journal, "append_within", refuse)
    queries = [json.dumps({"surname_ru": "Сафаралиев"}) for _ in range(3)]
    code, shown, said = tulga("search", "-", stdin="\n".join(queries))
    assert code != 0
    assert shown == []
    assert "Сафаралиев" not in said


def test_a_comparison_is_a_table_for_people_and_json_for_machines(home, tulga, capsysbinary):
    for name, given in (("a", "Дилшод"), ("b", "Дильшод")):
        (home / f"{name}.json").write_text(json.dumps({"surname_ru": "Сафаралиев", "given_ru": given}), "utf-8")
    _, (told,), _ = tulga("compare", home / "a.json", home / "b.json", "--json")
    assert {"surname", "given_name"} <= {e["attribute"] for e in told["evidence"]}
    assert run(["compare", str(home / "a.json"), str(home / "b.json")]) == 0
    assert "Дильшод" in capsysbinary.readouterr().out.decode()


def test_names_come_back_in_order_with_a_score(home, capsysbinary):
    pairs = home / "pairs.tsv"
    pairs.write_text("name_a\tname_b\nСафаралиев Дилшод\tSafaraliev Dilshod\nАлиев Али\tПетров Иван\n", "utf-8")
    capsysbinary.readouterr()
    assert run(["names", str(pairs)]) == 0
    head, *rows = capsysbinary.readouterr().out.decode().splitlines()
    assert head == "name_a\tname_b\tscore"
    assert [row.rpartition("\t")[0] for row in rows] == pairs.read_text("utf-8").splitlines()[1:]
    assert float(rows[0].rpartition("\t")[2]) > float(rows[1].rpartition("\t")[2])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["search", "/nowhere.json"], 2),
        (["search", "--no-such-option"], 2),
        (["load", "/nowhere.csv"], 2),
        (["search", "-", "--store", "sqlite:////nowhere/t.sqlite3"], 3),
        (["no-such-command"], 2),
    ],
)
def test_a_failure_ends_with_the_code_of_its_kind(tulga, arguments, code):
    ended, answers, said = tulga(*arguments, stdin='{"surname_ru": "А"}')
    assert (ended, answers) == (code, [])
    assert said


def test_a_fault_of_the_program_is_told_without_its_text(tulga, monkeypatch):
    def broken(*_):
        raise ValueError("Сафаралиев")

    monkeypatch.setattr("api.search.search", broken)
    code, _, said = tulga("search", "-", stdin='{"surname_ru": "Сафаралиев"}')
    assert code == INTERNAL
    assert "ValueError" in said
    assert "Сафаралиев" not in said


def test_the_page_tells_every_exit_code():
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.TulgaError)]
    codes = {0, INTERNAL, INTERRUPTED} | {kind.exit_code for kind in kinds}
    assert codes == {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}


@pytest.mark.parametrize("variable", VARIABLES)
def test_the_page_tells_every_setting_of_the_store(variable):
    assert f"| `{variable}` | {VARIABLES[variable]} |" in PAGE


@pytest.mark.parametrize(
    ("loads", "spared"),
    [
        ("api.cli", {"numpy", "sqlalchemy", "pydantic", "flask", "numba", "scipy", "pyarrow", "duckdb", "onnxruntime"}),
        ("api.search, api.store.opening", {"flask", "numba", "scipy", "sklearn", "pandas", "pyarrow", "duckdb", "PIL"}),
        ("api.app, api.local_node", {"numba", "scipy", "sklearn", "pandas", "pyarrow", "duckdb", "onnxruntime", "PIL"}),
    ],
)
def test_what_starts_often_loads_only_what_it_needs(loads, spared):
    """The command starts in under a second: no time is measured here, but what would take it is not loaded."""
    code = f"import sys, {loads}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert spared & set(loaded.stdout.split()) == set()


@pytest.mark.parametrize("name", [name for _, names in COMMANDS for name in names])
def test_every_command_has_help_with_an_example(name):
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    for one in getattr(command, "commands", {name: command}).values():
        assert re.search(r"Example: .*tulga ", one.help or ""), one.name
