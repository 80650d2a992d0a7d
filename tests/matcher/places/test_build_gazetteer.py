"""The gazetteer is made from its sources by one command, with homonyms, regions and populations in their places."""

import json

import pytest

from matcher.places.build_gazetteer import COLUMNS, build
from matcher.places.gazetteer import table_lines

HEADER = ["place_id", "country", "kind", "geonames_id", "name_ru", "name_local", "name_en", "former_or_alternate"]
CITY = {
    "geonameid": 7,
    "name": "Town",
    "countrycode": "TJ",
    "population": 1234,
    "admin1code": "03",
    "alternatenames": [],
}


@pytest.fixture
def sources(tmp_path):
    rows = [
        ["tj-x", "TJ", "town", "7", "Город (Аштский р-н)", "Шаҳр", "Town", "Старый|Stary"],
        ["tj-d-y", "TJ", "district", "", "Игрекский район", "Игрек", "Y District", ""],
    ]
    places = tmp_path / "places.tsv"
    places.write_text("\n".join("\t".join(row) for row in [HEADER, *rows]) + "\n", "utf-8")
    cities = tmp_path / "cities.json"
    others = [
        {
            **CITY,
            "geonameid": 8,
            "name": "Hamlet",
            "alternatenames": ["Саройча", "Hamlet District", "XYZ", "小村", "hamuretto"],
        },
        {**CITY, "geonameid": 9, "name": "Faraway", "countrycode": "FR", "population": 10**6},
    ]
    cities.write_text(json.dumps({str(c["geonameid"]): c for c in [CITY, *others]}), "utf-8")
    subdivisions = tmp_path / "subdivisions.tsv"
    subdivisions.write_text("Nohiyai Z\t\tTJ.03.55\t55\t\tZet District|Ноҳияи Зет\t2\t\t219\n", "utf-8")
    return places, cities, subdivisions


def lines(built):
    return {line.split("\t")[0]: dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in built[1:]}


def test_a_curated_place_keeps_its_names_and_gets_population_and_region(sources):
    found = lines(build(*sources))["tj-x"]
    assert found["names"] == "Город|Шаҳр|Town|Старый|Stary"
    assert (found["population"], found["region"], found["today"]) == ("1234", "tj-r-sughd", "3")
    assert found["folded"].split("|") == ["город", "шахр", "town", "старыи", "stary"]


def test_markers_are_taken_out_of_names_of_districts(sources):
    found = lines(build(*sources))
    assert found["tj-d-y"]["folded"].split("|") == ["игрекскии", "игрек", "y"]
    assert found["gn-55"]["folded"].split("|") == ["zet", "зет"]


def test_settlements_near_by_are_added_and_others_left_out(sources):
    found = lines(build(*sources))
    assert found["gn-8"]["names"] == "Hamlet|Саройча"
    assert "gn-9" not in found


def test_the_curated_table_alone_is_enough(sources):
    assert {"tj-x", "tj-d-y", "kz-r-pavlodar"} <= set(lines(build(sources[0])))


def test_the_shipped_table_has_the_columns_of_the_command_and_unique_ids():
    table = table_lines()
    assert all(len(line) == len(COLUMNS) for line in table)
    assert len({line[0] for line in table}) == len(table)
    ids = {line[0] for line in table}
    assert {line[3] for line in table} - {""} <= ids
