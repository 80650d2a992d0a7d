"""An IIN is what the decree says: a date, a sex, and a check digit by two rows of weights."""

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.documents.iin import check_digit, is_bin, parse_iin
from models.person import Sex
from tests.matcher.documents.made_up import make_iin

BIRTHS = st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31))
SERIALS = st.integers(0, 9999)


@given(BIRTHS, st.sampled_from([3, 4]), SERIALS)
def test_a_number_tells_birth_date_and_sex(birth, mark, serial):
    number = make_iin(birth, mark, serial)
    assume(number is not None)
    content = parse_iin(number)
    assert content.birth_date.iso() == birth.isoformat()
    assert content.sex is (Sex.MALE if mark == 3 else Sex.FEMALE)
    assert content.check_holds
    assert not content.foreigner


@given(BIRTHS, SERIALS, st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]), st.integers(1, 9))
def test_one_wrong_digit_is_detected_where_the_first_row_decides(birth, serial, place, shift):
    """The eleventh digit has weight 11, nothing modulo 11: the rule of the decree cannot see a slip there."""
    number = make_iin(birth, 3, serial)
    assume(number is not None)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    content = parse_iin(wrong)
    if 10 not in (_first_row(number), _first_row(wrong)):
        assert content is None or not content.check_holds


def _first_row(number):
    return sum(weight * int(digit) for weight, digit in zip(range(1, 12), number, strict=False)) % 11


def test_the_second_row_is_used_and_some_numbers_are_never_issued():
    rows = {"first": 0, "second": 0, "never": 0}
    for serial in range(10000):
        first = f"9002173{serial:04d}"
        plain = sum(w * int(d) for w, d in zip(range(1, 12), first, strict=True)) % 11
        rows["never" if check_digit(first) is None else "second" if plain == 10 else "first"] += 1
    assert 0.90 < rows["first"] / 10000 < 0.92
    assert 0.07 < rows["second"] / 10000 < 0.09
    assert 0 < rows["never"] / 10000 < 0.02


def test_centuries_and_sexes_follow_the_seventh_digit():
    for mark, year, sex in (
        (1, 1890, "M"),
        (2, 1890, "F"),
        (3, 1990, "M"),
        (4, 1990, "F"),
        (5, 2090, "M"),
        (6, 2090, "F"),
    ):
        content = parse_iin(f"900217{mark}00010")
        assert (content.birth_date.year, content.sex.value) == (year, sex)


def test_a_zero_in_seventh_place_is_a_foreigner_without_century_or_sex():
    content = parse_iin("900217000010")
    assert content.foreigner
    assert content.sex is None
    assert content.birth_date.century_open


@pytest.mark.parametrize(
    "text", ["", "12345", "901317300010", "900230300010", "900217900010", "90021730001A", "٩٠٠٢١٧٣٠٠٠١٠"]
)
def test_what_cannot_be_an_iin_is_none(text):
    assert parse_iin(text) is None


def test_a_business_number_is_told_apart_by_its_fifth_digit():
    assert is_bin("900540000015")
    assert parse_iin("900540000015") is None
    assert not is_bin("900217300010")
