"""A job with the weights of an earlier one, and with how common values are among people at large."""

import csv
import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.linking.run import Request, execute
from matcher.linkage.job import Options
from models.errors import BadFile
from tests.api.linking.made import MAP, files, people, write_csv


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    write_csv(people(700), folder / "people.csv")
    write_csv(people(40, seed=9), folder / "few.csv")
    (folder / "map.toml").write_text(MAP)
    run(folder, "first")
    return folder


def run(place, out, source="people.csv", mapping="map.toml", **more):
    request = Request((files(place / source),), place / out, place / mapping, Options(), **more)
    return execute(request, lambda _: None)


def links(place, out):
    rows = pq.read_table(place / out / "links.parquet").to_pylist()
    return {(r["record_id_l"], r["record_id_r"]): round(r["probability"], 4) for r in rows if r["probability"] > 0.5}


def test_the_same_register_with_its_own_model_gives_the_same_links_and_the_same_model(place):
    again = run(place, "again", model=place / "first" / "model.json")
    assert (place / "again" / "model.json").read_bytes() == (place / "first" / "model.json").read_bytes()
    assert links(place, "again").keys() == links(place, "first").keys()
    assert again.taught.learned.rounds == 0


def test_a_register_too_small_to_learn_from_is_judged_by_the_model_of_a_large_one(place):
    few = run(place, "few", "few.csv", model=place / "first" / "model.json")
    assert few.taught.model.version == json.loads((place / "first" / "run.json").read_text())["model"]
    expected = {(f"p{n}-a", f"p{n}-b") for n in range(0, 40, 3)}
    assert links(place, "few").keys() == expected


def test_a_model_for_other_columns_is_refused_by_the_attributes_name(place):
    (place / "other.toml").write_text(MAP.replace('postcode = { type = "code" }', 'postcode = { type = "text" }'))
    with pytest.raises(BadFile) as caught:
        run(place, "refused", mapping="other.toml", model=place / "first" / "model.json")
    assert (caught.value.code, caught.value.field) == ("model_misfit", "postcode")
    assert "postcode (code)" in caught.value.text("en")
    assert not (place / "refused" / "links.parquet").exists()


def test_a_model_that_knows_more_than_the_job_has_is_taken_and_said(place):
    (place / "fewer.toml").write_text(MAP.replace('postcode = { type = "code" }\n', ""))
    outcome = run(place, "fewer", mapping="fewer.toml", model=place / "first" / "model.json")
    assert "not_in_data:postcode" in outcome.taught.learned.warnings


def test_a_model_changed_by_hand_is_refused(place):
    document = json.loads((place / "first" / "model.json").read_text())
    document["attributes"]["last"]["ceiling"] = 99.0
    (place / "changed.json").write_text(json.dumps(document))
    with pytest.raises(BadFile) as caught:
        run(place, "changed", model=place / "changed.json")
    assert caught.value.code == "model_hash"


def frequencies(place, rows, name="population.csv"):
    with (place / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("column", "value", "count"), *rows])
    return place / name


def bits(outcome, place, first):
    """Bits of agreeing on a first name, of any link that does."""
    rows = pq.read_table(place / outcome / "links.parquet").to_pylist()
    with (place / "people.csv").open(encoding="utf-8") as file:
        named = {row["id"] for row in csv.DictReader(file) if row["first"] == first}
    return next(r["first_bits"] for r in rows if r["record_id_l"] in named and r["first_level"] == "same")


def test_a_name_that_is_common_among_people_weighs_less_however_rare_it_is_in_the_register(place):
    table = frequencies(place, [("first", " Anna", 9_000), ("first", "lola", 9), ("first", "others", 991)])
    run(place, "weighed", frequencies=table)
    assert bits("weighed", place, "anna") < bits("first", place, "anna") - 1
    assert bits("weighed", place, "lola") > bits("first", place, "lola") + 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("first", "anna", "many")], "frequencies_number"),
        ([("first", "anna", 0)], "frequencies_number"),
        ([("height", "tall", 3)], "frequencies_column"),
    ],
)
def test_a_table_that_cannot_be_so_is_refused(place, rows, code):
    with pytest.raises(BadFile) as caught:
        run(place, "none", frequencies=frequencies(place, rows, "wrong.csv"))
    assert caught.value.code == code


def test_the_command_takes_both(place):
    table = frequencies(place, [("first", "anna", 5)], "small.csv")
    options = ["--map", str(place / "map.toml"), "--model", str(place / "first" / "model.json")]
    done = CliRunner().invoke(
        app, ["dedupe", str(place / "people.csv"), "-o", str(place / "cli"), *options, "--frequencies", str(table)]
    )
    assert done.exit_code == 0, done.output
    told = json.loads((place / "cli" / "run.json").read_text())
    assert told["model_taken"]
    assert told["frequencies"]
