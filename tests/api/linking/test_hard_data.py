"""Registers that break lesser jobs: empty columns, a value that all have, a file cut short; the store as a source."""

import csv
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.linking.report import warning_text
from api.linking.run import Request, execute
from api.linking.sources import flat
from matcher.linkage import learning, reusing
from matcher.linkage.job import Options
from matcher.weights import em
from models.errors import BadFile, NotFound
from models.flat import read_flat
from tests.api.linking.made import MAP, files, people, write_csv


def run(tmp_path, rows, mapping=MAP):
    write_csv(rows, tmp_path / "people.csv")
    (tmp_path / "map.toml").write_text(mapping)
    return execute(
        Request((files(tmp_path / "people.csv"),), tmp_path / "out", tmp_path / "map.toml", Options()), lambda _: None
    )


def found(tmp_path):
    rows = pq.read_table(tmp_path / "out" / "links.parquet").to_pylist()
    return {(r["record_id_l"], r["record_id_r"]) for r in rows if r["probability"] >= 0.9}


def test_columns_that_are_empty_or_the_same_for_all_do_no_harm(tmp_path):
    rows = [{**row, "postcode": "", "colour": "red"} for row in people(600)]
    outcome = run(tmp_path, rows, MAP + 'colour = { type = "category" }\n')
    assert len(found(tmp_path) & {(f"p{n}-a", f"p{n}-b") for n in range(0, 600, 3)}) >= 0.9 * 200
    assert {"empty:postcode", "one_value:colour"} <= set(outcome.taught.learned.warnings)
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "The column &#39;postcode&#39; holds no value" in page
    assert "Every record has the same &#39;colour&#39;" in page
    assert "empty:postcode" not in page


def test_every_warning_of_learning_has_a_sentence_for_the_report():
    """The codes are read from where they are made: a new one without a sentence fails here."""
    text = "".join(Path(module.__file__).read_text("utf-8") for module in (learning, reusing, em))
    forms = (
        r'f"(\w+):\{name\}"',
        r'warnings, "(\w+)"',
        r'append\("(\w+)"\)',
        r'else \["(\w+)"\]',
        r'change, \("(\w+)"',
    )
    found = {code for form in forms for code in re.findall(form, text)} | {"empty", "one_value"}
    assert found >= {
        "not_converged",
        "no_evidence",
        "too_few_labels",
        "not_in_data",
        "repeats_others",
        "too_few_matches",
    }
    assert [code for code in found if warning_text(f"{code}:x") == f"{code}:x"] == []


def test_a_key_that_everybody_shares_is_cut_into_neighbourhoods_and_told(tmp_path):
    rows = [{**row, "colour": "red"} for row in people(900)]
    outcome = run(tmp_path, rows, MAP + '[blocking]\nrules = [["colour"]]\n'.replace("colour", "first[:0]"))
    assert outcome.arranged.keys


def test_one_rule_on_a_common_value_still_finds_neighbours(tmp_path):
    rows = [{**row, "first": "anna"} for row in people(900)]
    outcome = run(tmp_path, rows, MAP + '[blocking]\nrules = [["first"]]\n')
    assert outcome.arranged.common == (1,)
    assert outcome.arranged.crowded == (1200,)
    assert outcome.scored.compared < 1200 * 1199 / 2
    assert len(found(tmp_path) & {(f"p{n}-a", f"p{n}-b") for n in range(0, 900, 3)}) >= 0.6 * 300


def test_copies_without_end_are_one_cluster(tmp_path):
    rows = people(3000) + [{**people(1)[0], "id": f"copy{n}"} for n in range(450)]
    outcome = run(tmp_path, rows)
    sizes = sorted((outcome.clusters.labels == label).sum() for label in set(outcome.clusters.labels.tolist()))
    assert sizes[-1] >= 450


def test_a_parquet_file_cut_short_is_refused_by_name(tmp_path):
    whole = tmp_path / "whole.csv"
    write_csv(people(50), whole)
    path = tmp_path / "cut.parquet"
    import pyarrow.csv as pacsv

    pq.write_table(pacsv.read_csv(whole), path)
    path.write_bytes(path.read_bytes()[:-200])
    (tmp_path / "map.toml").write_text(MAP)
    with pytest.raises(BadFile) as caught:
        execute(Request((files(path),), tmp_path / "out", tmp_path / "map.toml", Options()), lambda _: None)
    assert "cut.parquet" in str(caught.value)


def test_a_column_of_the_map_that_the_file_lacks_is_named(tmp_path):
    with pytest.raises(BadFile) as caught:
        run(tmp_path, people(20), MAP + 'height = { type = "code" }\n')
    assert (caught.value.code, caught.value.field) == ("column_missing", "height")
    assert not list((tmp_path / "out").iterdir()), "a refused job leaves nothing to go on from"


ROW = {
    "record_id": "7", "surname_ru": "Рахимов", "given_ru": "Алишер", "surname_latin": "Rahimov", "sex": "M",
    "birth_date": "1990-05", "birth_place": "Худжанд", "citizenship": "TJK", "document_type": "паспорт",
    "document_number": "1234567", "registration_address": "г. Худжанд, ул. Ленина, 5", "surname_former": "Рахманов",
}  # fmt: skip


def test_a_person_of_the_store_makes_the_row_that_reads_it_back():
    person = read_flat(ROW)
    assert read_flat(dict(flat(person))) == person


def test_a_register_of_the_store_is_a_source(tmp_path):
    rows = [{**ROW, "record_id": f"{n}", "birth_date": f"19{50 + n // 2}-05-{1 + n // 2:02d}"} for n in range(20)]
    with (tmp_path / "kz.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    store = ["--store", f"sqlite:///{tmp_path / 's.sqlite3'}"]
    loaded = CliRunner().invoke(app, ["load", str(tmp_path / "kz.csv"), "--register", "kz", *store])
    assert loaded.exit_code == 0, loaded.output
    done = CliRunner().invoke(app, ["dedupe", "register:kz", "-o", str(tmp_path / "out"), *store])
    assert done.exit_code == 0, done.output
    assert pq.read_table(tmp_path / "out" / "clusters.parquet").num_rows == 20
    with pytest.raises(NotFound):
        raise CliRunner().invoke(app, ["dedupe", "register:tj", "-o", str(tmp_path / "o2"), *store]).exception
