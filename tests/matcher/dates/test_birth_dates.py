"""Two birth dates agree at the level a clerk would name."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.dates import COMPARATOR, tables
from models.date_reading import read_date
from models.person import Person
from models.presence import given as stated
from tests.matcher import room_checks


def person(text):
    return Person(birth_date=stated(read_date(text, "birth_date"))) if text else Person()


def level(a, b):
    return room_checks.levels_of(COMPARATOR, [person(a)], [person(b)])[0]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("", "1990-02-17", "missing"),
        ("1990-02-17", "17.02.1990", "exact"),
        ("17.02.90", "1990-02-17", "exact"),
        ("01/02/1990", "1990-01-02", "exact_alternate"),
        ("01/02/1990", "1990-02-01", "exact"),
        ("17.02.15", "1915-02-17", "century"),
        ("17.02.1890", "1990-02-17", "century"),
        ("00.02.1990", "1990-02-17", "month_precision"),
        ("02.1990", "02.1990", "month_precision"),
        ("1990", "1990-02-17", "year_precision"),
        ("00.00.1990", "1990", "year_precision"),
        ("01.01.1990", "1990-02-17", "placeholder"),
        ("01.01.1990", "01.01.1990", "exact"),
        ("05.02.1990", "1990-05-02", "day_month_swap"),
        ("1990-02-17", "1990-02-18", "neighbour_day"),
        ("1990-02-28", "1990-03-01", "neighbour_day"),
        ("1989-12-31", "1990-01-01", "neighbour_day"),
        ("1990-02-17", "1990-03-17", "neighbour_month"),
        ("1990-02-17", "1991-02-17", "neighbour_year"),
        ("1990-02-17", "1980-02-17", "keypad_digit"),
        ("1990-02-14", "1990-02-17", "keypad_digit"),
        ("1990-02-12", "1990-02-18", "one_digit"),
        ("1990-02-17", "1930-02-17", "year_digit"),
        ("1990-02-17", "1909-02-17", "transposed_digits"),
        ("1990-12-13", "1990-12-31", "transposed_digits"),
        ("1984-02-17", "1999-02-17", "same_day_month"),
        ("1990-02-07", "1990-02-28", "same_month_year"),
        ("1990-02-17", "1990-07-28", "same_year"),
        ("02.1990", "1990-07-28", "same_year"),
        ("1990-02-17", "1986-07-28", "different"),
        ("1990", "1991-02-17", "neighbour_year_alone"),
        ("1990", "00.00.1989", "neighbour_year_alone"),
        ("01.01.1990", "1991-02-17", "neighbour_year_alone"),
        ("01.01.1990", "01.01.1991", "neighbour_year"),
        ("1990", "1992-02-17", "different"),
        ("1990-02-17", "1962-07-28", "different_generation"),
    ],
)
def test_each_level_is_reached_by_its_own_fault(a, b, expected):
    assert level(a, b) == expected
    assert level(b, a) == expected


PEOPLE = [
    person(t)
    for t in ("", "1990-02-17", "01/02/1990", "01.02.90", "01.01.1990", "1990", "02.1990", "1899-12-31", "1991-02-17")
]


def test_the_room_keeps_the_protocol():
    room_checks.check_protocol(COMPARATOR, PEOPLE)
    texts = room_checks.reasons("matcher.dates")
    room_checks.check_reasons(COMPARATOR, texts)
    room_checks.check_notes_have_texts(COMPARATOR, PEOPLE, texts)


def test_unaligned_columns_are_refused():
    columns = COMPARATOR.batch([COMPARATOR.normalise(p) for p in PEOPLE])
    with pytest.raises(ValueError, match="aligned"):
        COMPARATOR.compare(columns, columns.take(np.arange(2)))


def frequency(text):
    columns = COMPARATOR.batch([COMPARATOR.normalise(person(text))])
    return float(COMPARATOR.compare(columns, columns).frequency[0, 0])


def test_a_shared_first_of_january_says_less_than_a_shared_ordinary_day():
    assert frequency("01.01.1985") > 3 * frequency("01.03.1985") > 3 * frequency("17.06.1985")
    assert frequency("1985") > frequency("06.1985") > frequency("17.06.1985")


def test_shares_add_up_to_people():
    days = tables.day_share()[1:13, 1:32].sum()
    assert 0.9 < days < 1.1
    assert 0.9 < np.nansum(tables.year_share()[:2020]) < 1.2


def test_keys_that_touch_are_neighbours_both_ways():
    near = tables.key_neighbours()
    assert near[4, 7]
    assert near[9, 0]
    assert not near[1, 9]
    assert (near == near.T).all()


DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2019, 12, 31))


@given(DAYS, DAYS)
def test_exact_means_the_same_day_and_nothing_else(a, b):
    assert (level(a.isoformat(), b.isoformat()) == "exact") == (a == b)


@given(DAYS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_never_called_a_stranger(day, place, shift):
    digits = list(f"{day:%Y%m%d}")
    digits[place] = str((int(digits[place]) + shift) % 10)
    wrong = "".join(digits)
    try:
        other = datetime.date(int(wrong[:4]), int(wrong[4:6]), int(wrong[6:]))
    except ValueError:
        return
    if 1850 <= other.year <= 2025:
        found = level(day.isoformat(), other.isoformat())
        assert found not in {"exact", "missing", "same_year", "different", "different_generation"}


@given(DAYS)
def test_less_precision_never_contradicts(day):
    full, month, year = day.isoformat(), f"{day:%Y-%m}", f"{day.year}"
    assert level(full, month) == level(month, month) == "month_precision"
    assert level(full, year) == level(month, year) == "year_precision"


def test_notes_name_what_the_texts_leave_open():
    assert COMPARATOR.notes(person("01/02/90"), person("1990")) == (("two_readings", "century_open", "only_year"),)
    assert COMPARATOR.notes(person("01.01.1990"), person("02.1990")) == (("only_month", "placeholder_day"),)
    assert COMPARATOR.notes(person(""), person("1990")) == ((),)
