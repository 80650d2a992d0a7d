"""A batch job from files to files: what it finds, what it leaves, what it says of bad input."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.linking.run import RESULTS, Request, execute
from api.linking.tables import read_table
from matcher.linkage.job import Options
from matcher.linkage.spec import JobSpec
from models.errors import BadFile, StoreError
from tests.api.linking.made import MAP, files, people, write_csv


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    source = write_csv(people(900), folder / "people.csv", ";")
    mapping = folder / "map.toml"
    mapping.write_text(MAP)
    execute(Request((files(source),), folder / "out", mapping, Options()), lambda _: None)
    return folder


def test_the_two_records_of_a_person_are_linked_and_strangers_are_not(done):
    links = pq.read_table(done / "out" / "links.parquet").to_pylist()
    sure = {(r["record_id_l"], r["record_id_r"]) for r in links if r["probability"] >= 0.9}
    true = {(f"p{n}-a", f"p{n}-b") for n in range(0, 900, 3)}
    assert len(sure & true) >= 0.97 * len(true)
    assert len(sure - true) <= 0.01 * len(true)


def test_a_link_carries_level_and_bits_of_every_attribute_and_they_add_up(done):
    row = pq.read_table(done / "out" / "links.parquet").to_pylist()[0]
    run = json.loads((done / "out" / "run.json").read_text())
    parts = sum(row[f"{name}_bits"] for name in ("first", "last", "born", "postcode"))
    assert row["bits"] == pytest.approx(parts + run["prior_bits"], abs=0.01)
    assert row["born_level"] == "same"


def test_every_record_has_one_cluster_named_by_a_member(done):
    clusters = pq.read_table(done / "out" / "clusters.parquet").to_pylist()
    assert len({r["record_id"] for r in clusters}) == len(clusters) == 1200
    of = {r["record_id"]: r["cluster_id"] for r in clusters}
    assert all(of[cluster] == cluster for cluster in of.values())
    assert all(0 <= r["cluster_probability"] <= 1 for r in clusters)


def test_the_report_stands_by_itself(done):
    page = (done / "out" / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert page.count("<svg") >= 6
    assert "postcode" in page


def test_the_same_run_gives_the_same_bytes(done, tmp_path):
    execute(Request((files(done / "people.csv"),), tmp_path, done / "map.toml", Options()), lambda _: None)
    for name in RESULTS:
        assert (tmp_path / name).read_bytes() == (done / "out" / name).read_bytes()


def test_two_registers_are_linked_one_to_one(tmp_path):
    rows = people(600)
    first = write_csv([r for r in rows if r["id"].endswith("a")], tmp_path / "a.csv")
    second = tmp_path / "b.parquet"
    pq.write_table(pa.Table.from_pylist([r for r in rows if r["id"].endswith("b")]), second)
    (tmp_path / "map.toml").write_text(MAP)
    options = Options(link_type="link", one_to_one=True)
    execute(Request((files(first), files(second)), tmp_path / "out", tmp_path / "map.toml", options), lambda _: None)
    links = pq.read_table(tmp_path / "out" / "links.parquet").to_pylist()
    assert all(r["record_id_l"].endswith("a") and r["record_id_r"].endswith("b") for r in links)
    assert len({r["record_id_l"] for r in links}) == len(links) == len({r["record_id_r"] for r in links})
    right = sum(r["record_id_l"][:-2] == r["record_id_r"][:-2] for r in links if r["probability"] >= 0.9)
    assert right >= 0.97 * 200


def test_registers_of_art_6_need_no_map(tmp_path):
    rows = []
    for number, (given, father) in enumerate([(g, f) for g in ("Алишер", "Далер", "Ерлан") for f in FATHERS]):
        for side, surname in (("a", f"{father}ов"), ("b", f"{father}зода")):
            born = f"{1 + number % 28:02d}.{1 + number % 12:02d}.{1950 + number}"
            rows.append({"record_id": f"{number}{side}", "surname_ru": surname, "given_ru": given, "birth_date": born})
    source = write_csv(rows, tmp_path / "register.csv")
    execute(Request((files(source),), tmp_path / "out", None, Options()), lambda _: None)
    links = pq.read_table(tmp_path / "out" / "links.parquet").to_pylist()
    sure = {(r["record_id_l"], r["record_id_r"]) for r in links if r["probability"] >= 0.9}
    assert sure == {(f"{n}a", f"{n}b") for n in range(len(rows) // 2)}


FATHERS = [
    "Раҳим",
    "Сафар",
    "Назар",
    "Шариф",
    "Холмурод",
    "Собир",
    "Юсуф",
    "Латиф",
    "Темур",
    "Қосим",
    "Мурод",
    "Баҳром",
    "Фарҳод",
    "Анвар",
    "Зафар",
    "Ҷамшед",
    "Олим",
    "Исмат",
]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("id,first\n1,a\n1,b\n", "identifier_repeated"),
        ("id,first\n1,a\n,b\n", "identifier_empty"),
        ("first,last\na,b\n", "column_missing"),
        ("id,first\n1,a,b\n2\n", "table_unreadable"),
    ],
)
def test_a_bad_table_is_refused_with_the_remedy(tmp_path, content, code):
    source = tmp_path / "bad.csv"
    source.write_text(content)
    with pytest.raises(BadFile) as caught:
        read_table(source, JobSpec(id_column="id"))
    assert caught.value.code == code


def test_nothing_known_to_compare_is_told(tmp_path):
    source = write_csv([{"record_id": "1", "colour": "red"}, {"record_id": "2", "colour": "red"}], tmp_path / "x.csv")
    with pytest.raises(BadFile) as caught:
        execute(Request((files(source),), tmp_path / "out", None, Options()), lambda _: None)
    assert caught.value.code == "nothing_to_compare"
    assert not list((tmp_path / "out").glob("*.parquet"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "out").write_text("a file")
    source = write_csv(people(5), tmp_path / "x.csv")
    with pytest.raises(StoreError) as caught:
        execute(Request((files(source),), tmp_path / "out", None, Options()), lambda _: None)
    assert caught.value.code == "output_not_written"
