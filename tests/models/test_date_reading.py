"""Dates are read with the precision they have, both ways where both are possible, and refused with the field's name."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.date import PartialDate, Precision
from models.date_reading import month_words, read_date, read_mrz_date
from models.errors import LANGUAGES, BadValue, catalogue
from models.flat import read_flat

DATES = st.dates(datetime.date(1850, 1, 1), datetime.date(2020, 12, 31))
MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    "en": "January February March April May June July August September October November December",
    "roman": "I II III IV V VI VII VIII IX X XI XII",
}


def parts(text: str) -> tuple[int | None, int | None, int | None]:
    date = read_date(text, "birth_date")
    return date.year, date.month, date.day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-02-01", (1990, 2, 1)),
        ("01.02.1990", (1990, 2, 1)),
        ("1.2.1990 г.", (1990, 2, 1)),
        ("1990/2/1", (1990, 2, 1)),
        ("19900201", (1990, 2, 1)),
        ("01021990", (1990, 2, 1)),
        ("1990-02-01 00:00:00", (1990, 2, 1)),
        ("01.02.1990 0:00:00", (1990, 2, 1)),
        ("1990-02-01T00:00:00.000Z", (1990, 2, 1)),
        ("1 февраля 1990 года", (1990, 2, 1)),
        ("«1» февраля 1990 г.", (1990, 2, 1)),
        ("1990 жылғы 1 ақпан", (1990, 2, 1)),
        ("1 феврали соли 1990", (1990, 2, 1)),
        ("February 1st, 1990", (1990, 2, 1)),
        ("01FEB1990", (1990, 2, 1)),
        ("12.IV.1990", (1990, 4, 12)),
        ("01.02.1990г.р.", (1990, 2, 1)),
        ("01,02,1990", (1990, 2, 1)),
        ("1-уми феврали соли 1990", (1990, 2, 1)),
        ("около 1990 г.", (1990, None, None)),
        ("02.1990", (1990, 2, None)),
        ("1990-02", (1990, 2, None)),
        ("февраль 1990", (1990, 2, None)),
        ("00.02.1990", (1990, 2, None)),
        ("XX.02.1990", (1990, 2, None)),
        ("00.00.1990", (1990, None, None)),
        ("1990-00-00", (1990, None, None)),
        ("1990", (1990, None, None)),
        ("1990 г.р.", (1990, None, None)),
        ("29.02.2000", (2000, 2, 29)),
    ],
)
def test_every_usual_form_is_read_with_its_precision(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("language", MONTHS)
def test_month_words_of_all_languages_are_known(language):
    for number, word in enumerate(MONTHS[language].split(), 1):
        assert parts(f"15 {word} 1985") == (1985, number, 15)
        assert month_words()[word.casefold()] == number


def test_a_slash_date_keeps_both_readings_where_both_exist():
    assert read_date("01/02/1990", "birth_date").alternative == (1, 2)
    assert read_date("01/02/1990", "birth_date").month == 2
    assert read_date("02/02/1990", "birth_date").alternative is None
    assert read_date("13/02/1990", "birth_date").alternative is None
    assert parts("02/13/1990") == (1990, 2, 13)


def test_a_month_over_twelve_is_read_swapped_when_only_that_is_a_date():
    assert parts("1990-25-01") == (1990, 1, 25)
    assert parts("02.13.1990") == (1990, 2, 13)


def test_a_date_of_zeros_alone_is_an_unknown_date():
    assert not read_flat({"birth_date": "00.00.0000"}).birth_date.given


def test_a_two_digit_year_leaves_the_century_open_and_never_points_ahead():
    this_year = datetime.date.today().year
    for text in ("01.02.90", "01-Feb-90", "1 фев 90", "01.02.'90"):
        date = read_date(text, "birth_date")
        assert date.century_open
        assert date.year is not None
        assert date.year % 100 == 90
        assert date.year <= this_year


@pytest.mark.parametrize("text", ["31.02.1990", "32.01.1990", "1990-81-01", "29.02.1999", "13.13.1990", "19901301"])
def test_what_no_calendar_has_is_impossible(text):
    with pytest.raises(BadValue) as caught:
        read_date(text, "birth_date")
    assert caught.value.code == "date_impossible"
    assert caught.value.field == "birth_date"


@pytest.mark.parametrize(
    "text", ["", "abc", "90", "199002", "1.2", "вчера", "1990-02-", "12 frimaire 1990", "9" * 4000]
)
def test_what_is_no_date_is_unreadable(text):
    with pytest.raises(BadValue) as caught:
        read_date(text, "x")
    assert caught.value.code == "date_unreadable"


def test_a_birth_in_the_future_is_out_of_range_but_a_permit_may_end_there():
    with pytest.raises(BadValue) as caught:
        read_date("2090-01-01", "birth_date")
    assert caught.value.code == "date_out_of_range"
    assert read_date("2090-01-01", "permits[0].until").year == 2090


def test_messages_name_the_field_and_repeat_nothing_of_the_value():
    with pytest.raises(BadValue) as caught:
        read_date("31.02.1987", "documents[0].issued_on")
    for language in LANGUAGES:
        text = caught.value.text(language)
        assert "documents[0].issued_on" in text
        assert "1987" not in text
    assert set(catalogue()["date_out_of_range"]) == set(LANGUAGES)


@given(DATES)
def test_all_spellings_of_one_day_are_one_date(day):
    spellings = [
        day.isoformat(),
        f"{day:%d.%m.}{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 00:00:00",
        *(f"{day.day} {words.split()[day.month - 1]} {day.year}" for words in MONTHS.values()),
    ]
    assert {read_date(s, "birth_date").iso() for s in spellings} == {day.isoformat()}
    assert all(read_date(s, "birth_date").text == s for s in spellings)


@given(st.text(max_size=30) | st.from_regex(r"[0-9./\- ]{1,12}", fullmatch=True))
def test_any_text_is_a_date_or_a_clear_refusal(text):
    try:
        date = read_date(text, "birth_date")
    except BadValue as error:
        assert error.code in {"date_unreadable", "date_impossible", "date_out_of_range"}
    else:
        assert date.precision is not Precision.NONE
        assert date.text == text


def test_a_zone_date_keeps_what_is_readable():
    assert read_mrz_date("900201") == PartialDate("900201", 1990, 2, 1, century_open=True)
    assert read_mrz_date("90<<<<").precision is Precision.YEAR
    assert read_mrz_date("9002<<").precision is Precision.MONTH
    assert read_mrz_date("900231").precision is Precision.MONTH
    assert read_mrz_date("<<<<<<").precision is Precision.NONE
