"""Keys of home and birthplace: people are found where one name, or all but the given name, is spoilt."""

import pytest

from matcher.features import normalise
from matcher.keys import BROAD, RESORT, blocking_keys, keys
from models.flat import read_flat

RECORD = {
    "surname_ru": "Абдрахманова",
    "given_ru": "Улжан",
    "patronymic_ru": "Рустемовна",
    "birth_date": "23.01.1994",
    "birth_place": "г. Худжанд",
    "document_number": "N58620139",
    "registration_address": "г. Кызылорда, ул. Сомони, д. 139, кв. 31",
}


def _keys(**changes):
    return set(keys(normalise(read_flat({**RECORD, **changes}))))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"surname_ru": "Казбекова", "birth_date": "", "patronymic_ru": ""},
        {"surname_ru": "Адбрхмаова", "birth_date": "01.01.1990"},
        {"given_ru": "Зулфия", "birth_date": ""},
    ],
)
def test_people_at_one_address_are_found_by_one_name(spoilt):
    shared = _keys() & _keys(document_number="", **spoilt)
    assert {key for key in shared if key.partition(":")[0] not in BROAD}


def test_a_given_name_and_the_birthplace_are_a_last_resort():
    nothing = dict.fromkeys((f for f in RECORD if f not in {"given_ru", "birth_place"}), "")
    assert {key.partition(":")[0] for key in _keys() & _keys(**nothing)} == {"g", "gp"}


def test_kazakh_letters_have_the_keys_of_russian_ones():
    native = _keys(surname_ru="ӘБДІРАХМАНОВА", given_ru="ҰЛЖАН", birth_date="", document_number="")
    assert any(key.startswith("sg:") for key in _keys() & native)


def test_a_renamed_town_has_one_key():
    assert _keys() == _keys(birth_place="Ленинабад")


def test_a_batch_job_does_without_the_last_resort():
    row = normalise(read_flat(RECORD))
    assert set(keys(row)) - set(blocking_keys(row)) == {k for k in keys(row) if k.partition(":")[0] in RESORT}
