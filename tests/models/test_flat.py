"""A flat row becomes a person; nothing a source wrote is lost or guessed."""

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from models.errors import BadValue
from models.flat import COLUMNS, MAX_CELL, read_flat
from models.name import NameKind, Spelling
from models.person import Person, Sex
from models.presence import Presence

ROW = {
    "record_id": "17",
    "surname_ru": "Раҳмонов",
    "given_ru": "Али",
    "patronymic_ru": "нет",
    "surname_latin": "RAHMONOV",
    "given_latin": "ALI",
    "sex": "муж",
    "birth_place": "г. Худжанд",
    "citizenship": "TJK|KAZ",
    "document_series": "A",
    "document_number": "1234567",
    "registration_address": "г. Алматы, ул. Абая, д. 1",
    "photo": "photos/17.jpg",
}


def test_names_keep_their_letters_and_their_spelling():
    russian, latin = read_flat(ROW).names
    assert (russian.surname.value, russian.spelling) == ("Раҳмонов", Spelling.RUSSIAN)
    assert (latin.given.value, latin.spelling) == ("ALI", Spelling.LATIN)


def test_no_patronymic_and_unknown_patronymic_are_different():
    russian, latin = read_flat(ROW).names
    assert russian.patronymic.state is Presence.ABSENT
    assert latin.patronymic.state is Presence.UNKNOWN


def test_every_item_finds_its_place():
    person = read_flat(ROW, register="tj")
    assert (person.record_id, person.register) == ("17", "tj")
    assert person.sex.value is Sex.MALE
    assert [c.country for c in person.citizenships] == ["TJK", "KAZ"]
    assert person.documents[0].text() == "A 1234567"
    assert person.registrations[0].address.startswith("г. Алматы")
    assert person.photos[0].uri == "photos/17.jpg"
    assert person.fingerprint_cards == ()


def test_an_earlier_surname_and_a_whole_name_are_names_of_their_own():
    person = read_flat({"surname_former": "Каримова", "name": "Алиева Зарина"})
    assert [n.kind for n in person.names] == [NameKind.FORMER, NameKind.CURRENT]
    assert person.names[1].text() == "Алиева Зарина"


def test_an_empty_row_is_nobody_to_search_for():
    assert not read_flat({}).searchable
    assert read_flat({}) == Person()


@pytest.mark.parametrize("word", ["не указано", "НЕТ ДАННЫХ", "NULL", "#N/A", "мәлімет жоқ", "маълумот нест"])
def test_words_for_an_unknown_value_are_no_value(word):
    person = read_flat({"surname_ru": "Рахимов", "birth_place": word, "sex": word, "birth_date": word})
    assert person.birth_place.state is person.sex.state is person.birth_date.state is Presence.UNKNOWN


@pytest.mark.parametrize(("cell", "sex"), [("1", "M"), ("2", "F"), ("м.", "M"), ("Жен.", "F")])
def test_a_sex_is_known_by_its_code_and_its_abbreviations(cell, sex):
    assert read_flat({"sex": cell}).sex.value == sex


def test_a_surname_that_looks_like_a_presence_word_is_kept_when_longer():
    assert read_flat({"surname_ru": "Нетов"}).names[0].surname.value == "Нетов"


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"sex": "both"}, "code_unknown", "sex"),
        ({"given_ru": "a" * (MAX_CELL + 1)}, "field_too_long", "given_ru"),
        ({"surname_ru": "Али\x00ев"}, "field_control_characters", "surname_ru"),
        ({"birth_date": "31.02.1990"}, "date_impossible", "birth_date"),
        ({"document_number": "1", "document_issued_on": "soon"}, "date_unreadable", "document_issued_on"),
    ],
)
def test_a_bad_cell_is_refused_by_name_and_never_repeated(row, code, field):
    with pytest.raises(BadValue) as caught:
        read_flat(row)
    assert (caught.value.code, caught.value.field) == (code, field)
    for language in ("ru", "kk", "tg", "en"):
        assert field in caught.value.text(language)
        assert not any(len(cell) > 3 and cell in caught.value.text(language) for cell in row.values())


@hypothesis_given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40)))
def test_any_text_gives_a_person_or_a_named_refusal(row):
    try:
        person = read_flat(row)
    except BadValue as refusal:
        assert refusal.field in COLUMNS
    else:
        assert isinstance(person, Person)
