"""Values as a page writes them: dates as officials do, countries by name, the source's writing where it says more."""

import pytest

from api.pages import values
from api.pages.values import Shown
from models.date_reading import read_date
from models.place import Citizenship, Permit, Place, Restriction


@pytest.fixture(autouse=True)
def russian(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("text", "page"),
    [("1990", "00.00.1990"), ("00.00.1990", "00.00.1990"), ("05.1990", "00.05.1990"), ("19.01.2003", "19.01.2003")],
)
def test_unknown_parts_of_a_date_are_written_as_zeros(text, page):
    assert values.written(read_date(text, "birth_date")) == page
    assert values.date_text(text) == page


def test_what_is_no_date_stays_as_it_is():
    assert values.date_text("весной") == "весной"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2003-01-19", Shown("19.01.2003")),
        ("19.1.2003", Shown("19.01.2003", "19.1.2003")),
        ("01/02/1990", Shown("01.02.1990", "01/02/1990, возможно 02.01.1990")),
    ],
)
def test_the_source_is_told_where_it_says_more_than_the_page(text, shown):
    assert values.date(read_date(text, "birth_date")) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("TJK", Shown("Таджикистан")),
        ("таджикистан", Shown("Таджикистан")),
        ("РТ", Shown("Таджикистан", "РТ")),
        ("Атлантида", Shown("Атлантида")),
        ("СССР", Shown("СССР")),
    ],
)
def test_a_country_is_called_by_its_name(text, shown):
    assert values.country(text) == shown


@pytest.mark.parametrize(("language", "name"), [("kk", "Қазақстан"), ("tg", "Қазоқистон"), ("en", "Kazakhstan")])
def test_a_country_is_called_in_the_readers_language(app, language, name):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert values.country("KAZ").text == name


def test_terms_and_grounds_are_told():
    since = read_date("2020-05-01", "since")
    assert values.citizenship(Citizenship("KAZ", until=since, former=True)) == Shown(
        "Казахстан, прежнее, … – 01.05.2020"
    )
    assert values.permit(Permit("вид на жительство", "77", since, right_to_work=True)).text == (
        "вид на жительство, 77, 01.05.2020 – …, с правом на труд"
    )
    assert values.restriction(Restriction("въезд", since, open_ended=True)).text == "въезд, бессрочно"
    assert values.place(Place("Ош", "KGZ")) == "Ош, Киргизия"
