"""Columns of Art. 6 read value by value give what reading person by person gives."""

import numpy as np
import pyarrow as pa
import pytest

from matcher.features import batch, normalise
from matcher.keys import blocking_keys
from matcher.linkage.hashing import hashed_texts
from matcher.linkage.persons import read_persons
from matcher.scorer import score
from matcher.weights import default_model
from models.flat import read_flat

COLUMNS = (
    "surname_ru", "given_ru", "patronymic_ru", "surname_latin", "sex", "birth_date", "birth_place", "citizenship",
    "document_series", "document_number", "registration_address", "surname_former",
)  # fmt: skip
SURNAMES = ["Рахимов", "Рахимова", "Каримов", "Садыков", None]


def rows(count=120):
    draw = np.random.default_rng(8)
    return [
        {
            "surname_ru": SURNAMES[draw.integers(5)],
            "given_ru": ["Алишер", "Алишер", "Зарина", "Нур Али"][draw.integers(4)],
            "patronymic_ru": [None, "Каримович", "Каримовна"][draw.integers(3)],
            "surname_latin": [None, "Rahimov", "RAKHIMOV"][draw.integers(3)],
            "sex": [None, "M", "ж"][draw.integers(3)],
            "birth_date": [None, "1990-05-01", "01.05.1990", "1990"][draw.integers(4)],
            "birth_place": [None, "Худжанд", "г. Худжанд", "Ош"][draw.integers(4)],
            "citizenship": [None, "TJK", "Казахстан|TJK"][draw.integers(3)],
            "document_series": [None, "А"][draw.integers(2)],
            "document_number": [None, "1234567", "900501300127"][draw.integers(3)],
            "registration_address": [None, "г. Худжанд, ул. Ленина, д. 5"][draw.integers(2)],
            "surname_former": [None, "Рахманов"][draw.integers(2)],
        }
        for _ in range(count)
    ]


def table(made):
    return pa.table({name: pa.array([row[name] for row in made], pa.string()) for name in COLUMNS})


def read(made):
    return read_persons(table(made), {name: name for name in COLUMNS})


def test_pairs_are_judged_as_search_judges_them():
    made = rows()
    read_together = read(made)
    alone = batch([normalise(read_flat(row)) for row in made])
    assert read_together.comparators == alone.registry.comparators
    together = type(alone)(alone.registry, read_together.columns, len(made))
    a, b = np.divmod(np.arange(120 * 120), 120)
    expected, found = (score(f.take(a), f.take(b), default_model()) for f in (alone, together))
    np.testing.assert_array_equal(found.levels, expected.levels)
    np.testing.assert_array_equal(found.total, expected.total)


def test_records_meet_under_the_keys_of_search():
    made = rows()
    expected = [set(blocking_keys(normalise(read_flat(row)))) for row in made]
    keys = read(made).keys
    found = [set() for _ in made]
    for key, record in zip(keys["key"].to_pylist(), keys["rec"].to_pylist(), strict=True):
        found[record].add(key)
    assert found == [set(hashed_texts(pa.array(sorted(keys), pa.string())).tolist()) for keys in expected]


def test_a_cell_that_cannot_be_read_is_counted_once_for_each_record_that_has_it():
    made = [{**row, "birth_date": "31.02.1990", "sex": "9" if i < 3 else row["sex"]} for i, row in enumerate(rows(40))]
    assert dict(read(made).unreadable) == {"birth_date": 40, "sex": 3}


def test_a_comparator_whose_columns_are_absent_takes_no_part():
    only = read_persons(
        table(rows()).select(["surname_ru", "birth_date"]), {n: n for n in ("surname_ru", "birth_date")}
    )
    assert [c.attributes[0] for c in only.comparators] == ["surname", "birth_date", "sex"]


def test_a_table_without_rows_has_columns_without_values():
    nobody = read(rows(0))
    assert nobody.keys.num_rows == 0
    assert all(len(column) == 0 for column in nobody.columns)


@pytest.mark.parametrize("texts", [["", "a", "ъ", "ab"], []])
def test_hashes_of_texts_are_positive_and_do_not_depend_on_their_neighbours(texts):
    whole = hashed_texts(pa.array(texts, pa.string()))
    assert (whole >= 0).all()
    assert [hashed_texts(pa.array([t], pa.string()))[0] for t in texts] == whole.tolist()
    assert hashed_texts(pa.array(["x", *texts], pa.string()).slice(1)).tolist() == whole.tolist()
