"""Two persons side by side: every item that either has, each value as received, dates written alike."""

import pytest

from api.pages.rows import full_name, side_by_side
from models.flat import COLUMNS, read_flat
from models.presence import Presence


@pytest.fixture(autouse=True)
def russian(app):
    with app.test_request_context():
        yield


def _rows(a: dict, b: dict) -> dict[str, object]:
    found = [row for section in side_by_side(read_flat(a), read_flat(b)) for row in section.rows]
    return {f"{row.label} {row.note}".strip(): row for row in found}


def test_a_row_stands_for_each_item_that_either_has():
    rows = _rows({"surname_ru": "Алиев", "birth_date": "1990"}, {"given_latin": "ALI", "citizenship": "KAZ;TJK"})
    assert list(rows) == ["Фамилия по-русски", "Имя латиницей", "Дата рождения", "Гражданство"]


def test_why_a_value_is_missing_is_said():
    rows = _rows({"patronymic_ru": "нет", "surname_ru": "Алиев"}, {"patronymic_ru": "скрыто", "surname_ru": "Алиев"})
    assert rows["Отчество по-русски"].presence == (Presence.ABSENT, Presence.WITHHELD)
    assert _rows({"surname_ru": "Алиев"}, {})["Фамилия по-русски"].presence[1] is Presence.UNKNOWN


def test_the_same_day_in_two_notations_does_not_differ():
    row = _rows({"birth_date": "2003-01-19"}, {"birth_date": "19.01.2003"})["Дата рождения"]
    assert row.state == "same"
    assert row.received == ("", "")


def test_a_country_by_its_code_and_by_its_name_does_not_differ():
    row = _rows({"citizenship": "TJK"}, {"citizenship": "Республика Таджикистан"})["Гражданство"]
    assert row.state == "same"
    assert row.received == ("", "Республика Таджикистан")


@pytest.mark.parametrize(
    ("a", "b", "state"),
    [
        ({"surname_ru": "Алиев"}, {"surname_ru": "АЛИЕВ"}, "same"),
        ({"surname_ru": "Алиев"}, {"surname_ru": "Алиева"}, "differs"),
        ({"surname_ru": "Алиев"}, {"surname_ru": "Турсунзода"}, "other"),
        ({"surname_ru": "Алиев"}, {"surname_ru": "ALIEV"}, "scripts"),
        ({"surname_ru": "Алиев"}, {"surname_ru": ""}, "one-sided"),
    ],
)
def test_a_row_says_how_its_values_stand(a, b, state):
    assert _rows(a, b)["Фамилия по-русски"].state == state


def test_every_column_that_is_filled_is_shown():
    filled = dict.fromkeys(COLUMNS, "Значение") | {"sex": "м", "birth_date": "1990", "document_issued_on": "2001"}
    person = read_flat(filled)
    shown = [s.text for section in side_by_side(person, person) for row in section.rows for s in row.values.left]
    assert len([text for text in shown if text == "Значение"]) >= 11
    assert {"мужской", "00.00.1990", "00.00.2001", "1"} <= set(shown)


def test_a_record_is_called_by_its_russian_name():
    person = read_flat({"surname_latin": "ALIEV", "surname_ru": "Алиев", "surname_former": "Валиева"})
    assert full_name(person) == "Алиев"
    assert full_name(read_flat({"surname_former": "Валиева"})) == "Валиева"
    assert full_name(read_flat({})) == ""
