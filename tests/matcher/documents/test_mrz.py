"""A machine readable zone is read whatever its size, and every wrong digit in a checked field is reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.documents.mrz import check_digit, looks_like_mrz, parse_mrz
from models.errors import BadValue
from tests.matcher.documents.made_up import NAMES, NUMBERS, td1, td2, td3

MAKERS = {"TD1": td1, "TD2": td2, "TD3": td3}


def test_check_digits_are_those_of_the_standard():
    # Doc 9303 part 3, 4.9: worked example of the specification.
    assert check_digit("520727") == 3
    assert check_digit("AB2134<<<") == 5


@pytest.mark.parametrize("shape", MAKERS)
def test_every_shape_gives_a_person_without_the_expiry_date(shape):
    reading = parse_mrz(MAKERS[shape](surname="KARIMOVA", given="ZEBO RUSTAMOVNA", sex="F"))
    assert reading.format == shape
    assert reading.valid
    person = reading.person
    assert person.names[0].surname.value == "KARIMOVA"
    assert person.names[0].given.value == "ZEBO RUSTAMOVNA"
    assert person.sex.value.value == "F"
    assert person.birth_date.value.iso() == "1990-02-17"
    assert person.birth_date.value.century_open
    assert "300101" not in repr(person)


@given(st.sampled_from(sorted(MAKERS)), NAMES, NAMES, NUMBERS)
def test_what_was_written_is_read(shape, surname, given_name, number):
    reading = parse_mrz(MAKERS[shape](surname=surname, given=given_name, number=number))
    assert reading.valid
    assert reading.person.documents[0].number == number
    assert reading.person.names[0].surname.value == surname


def _digit_places(zone):
    lines = zone.split("\n")
    checked = {
        3: [(0, range(5, 15)), (1, range(7)), (1, range(8, 15))],
        2: [(1, range(10)), (1, range(13, 20)), (1, range(21, 28))],
    }
    return [(line, i) for line, places in checked[len(lines)] for i in places if lines[line][i].isdecimal()]


@given(st.sampled_from(sorted(MAKERS)), NUMBERS, st.data())
def test_one_wrong_digit_is_reported(shape, number, data):
    zone = MAKERS[shape](number=number)
    lines = zone.split("\n")
    line, place = data.draw(st.sampled_from(_digit_places(zone)))
    wrong = str((int(lines[line][place]) + data.draw(st.integers(1, 9))) % 10)
    lines[line] = lines[line][:place] + wrong + lines[line][place + 1 :]
    reading = parse_mrz("\n".join(lines))
    assert not reading.valid
    assert reading.failed


def test_personal_numbers_in_optional_data_are_typed_by_their_state():
    assert [d.type for d in parse_mrz(td1(optional="900217300012")).person.documents] == ["id card", "ИИН"]
    assert [d.type for d in parse_mrz(td3(optional="123406789")).person.documents] == ["passport", "РМА"]
    assert [d.type for d in parse_mrz(td3(state="UZB", optional="12340678901234")).person.documents] == ["passport"]


def test_a_number_that_spills_into_the_optional_data_is_joined():
    number = "A12345678901"
    first = f"I<KAZ{number[:9]}<{number[9:]}{check_digit(number)}<"
    zone = td1().split("\n")
    zone[0] = (first + "<" * 30)[:30]
    reading = parse_mrz("\n".join(zone))
    assert reading.person.documents[0].number == number
    assert "number" not in reading.failed


def test_a_full_name_field_is_known_to_be_cut_off():
    assert parse_mrz(td1(surname="ABDURAKHMONOV", given="MUHAMMADSHARIFJONBEK")).names_truncated
    assert not parse_mrz(td1(surname="ABDURAKHMONOV", given="ALI")).names_truncated


def test_a_zone_pasted_on_one_line_is_read():
    assert parse_mrz(td3().replace("\n", " ")).valid
    assert parse_mrz(td3().replace("\n", "").lower()).valid
    assert looks_like_mrz(td3())
    assert not looks_like_mrz("A1234567")


@pytest.mark.parametrize("text", ["", "P<TJK", "<" * 61, td3()[:-1], td3().replace("K", "К")])
def test_what_is_no_zone_is_refused_without_repeating_it(text):
    with pytest.raises(BadValue) as caught:
        parse_mrz(text)
    assert caught.value.code == "mrz_unreadable"
    assert "KARIMOV" not in str(caught.value)


@given(st.text(alphabet="<ABC019 \n", max_size=140))
def test_any_text_is_read_or_refused(text):
    try:
        parse_mrz(text)
    except BadValue as error:
        assert error.code == "mrz_unreadable"


def test_unknown_parts_of_a_birth_date_stay_unknown():
    assert parse_mrz(td3(birth="90<<<<")).person.birth_date.value.iso() == "1990"
    assert not parse_mrz(td3(birth="<<<<<<")).person.birth_date.given
