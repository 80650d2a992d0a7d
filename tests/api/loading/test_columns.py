"""Which column is which field; a slip is refused, a foreign column is told."""

from __future__ import annotations

import pytest

from api.loading.columns import ColumnMap, assign, read_map
from models.errors import BadFile


def mapped(tmp_path, text):
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    return read_map(path)


def refusal(call, *arguments):
    with pytest.raises(BadFile) as error:
        call(*arguments)
    return error.value


def test_known_names_are_found_in_any_order_and_case():
    assert assign([" Birth_Date", "RECORD_ID"], ColumnMap()).fields == ("birth_date", "record_id")


def test_a_foreign_column_is_left_out_and_told():
    columns = assign(["record_id", "comment"], ColumnMap())
    assert columns.fields == ("record_id", None)
    assert columns.unknown == ("comment",)


def test_an_ignored_column_is_left_out_without_a_word():
    assert assign(["record_id", "comment"], ColumnMap(ignored=frozenset({"comment"}))).unknown == ()


@pytest.mark.parametrize("name", ["surname_rus", "surname-ru", "Surname ru", "brith_date", "given_r"])
def test_a_slip_is_refused_and_the_field_named(name):
    error = refusal(assign, ["record_id", name], ColumnMap())
    assert error.code == "column_slip"
    assert error.field in {"surname_ru", "birth_date", "given_ru"}


def test_a_near_name_is_no_slip_when_the_field_is_there_already():
    assert assign(["record_id", "sex", "sex2"], ColumnMap()).unknown == ("sex2",)


@pytest.mark.parametrize("line", ['"Фамилия" = "surname_ru"', 'surname_ru = "Фамилия"'])
def test_a_map_may_be_written_either_way_round(tmp_path, line):
    for text in (line, f"[columns]\n{line}"):
        assert assign(["record_id", "Фамилия"], mapped(tmp_path, text)).fields == ("record_id", "surname_ru")


def test_a_map_lists_what_to_ignore(tmp_path):
    assert mapped(tmp_path, 'ignore = ["x"]\n[columns]\n"id" = "record_id"').ignored == {"x"}


def test_a_mapped_column_wins_over_one_of_the_same_name(tmp_path):
    columns = assign(["id", "record_id"], mapped(tmp_path, '[columns]\n"id" = "record_id"'))
    assert columns.fields == ("record_id", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not toml", "map_unreadable"),
        ("columns = 3", "map_unreadable"),
        ("ignore = 3", "map_unreadable"),
        ('"a" = "b"', "map_field_unknown"),
        ('"a" = 3', "map_field_unknown"),
    ],
)
def test_a_map_that_says_nothing_is_refused(tmp_path, text, code):
    assert refusal(mapped, tmp_path, text).code == code


def test_a_map_that_is_not_there_is_refused(tmp_path):
    assert refusal(read_map, tmp_path / "none.toml").code == "file_missing"


def test_a_mapped_column_that_the_file_lacks_is_refused():
    assert refusal(assign, ["record_id"], ColumnMap({"Имя": "given_ru"})).code == "map_column_missing"


def test_a_file_without_identifiers_is_refused():
    error = refusal(assign, ["a", "b"], ColumnMap())
    assert error.code == "column_record_id"
    assert "a, b" in str(error)


def test_a_field_that_comes_twice_is_refused():
    assert refusal(assign, ["record_id", "sex", "SEX"], ColumnMap()).code == "column_twice"


def test_a_value_in_place_of_a_name_is_not_repeated():
    assert "\n" not in str(refusal(assign, ["a\nb", "x" * 100], ColumnMap()))
