"""A pasted machine-readable zone fills the form; its expiry date goes nowhere."""

import re

import pytest

SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
"""The specimen of ICAO Doc 9303."""


def _value(page: str, name: str) -> str:
    return re.search(rf'id="{name}"[^>]* value="([^"]*)"', page)[1]


def test_the_zone_fills_the_fields_it_speaks_of(browser):
    page = browser.post_form("/mrz", mrz=SPECIMEN, case="ДЛ-1", surname_ru="Эрикссон").text
    assert (_value(page, "surname_latin"), _value(page, "given_latin")) == ("ERIKSSON", "ANNA MARIA")
    assert (_value(page, "birth_date"), _value(page, "document_number")) == ("1974-08-12", "L898902C3")
    assert 'value="F" selected' in page
    assert "контрольные цифры сходятся" in page


def test_what_was_typed_stays(browser):
    page = browser.post_form("/mrz", mrz=SPECIMEN, case="ДЛ-1", surname_ru="Эрикссон").text
    assert (_value(page, "case"), _value(page, "surname_ru")) == ("ДЛ-1", "Эрикссон")


def test_the_expiry_date_and_the_zone_itself_go_nowhere(browser):
    page = browser.post_form("/mrz", mrz=SPECIMEN).text
    assert "2012" not in page
    assert "UTOERIKSSON" not in page


def test_a_wrong_check_digit_is_said_but_does_not_stop_the_reading(browser):
    page = browser.post_form("/mrz", mrz=SPECIMEN.replace("7408122", "7408123")).text
    assert "контрольная цифра не сходится: дата рождения" in page
    assert _value(page, "birth_date") == "1974-08-12"


@pytest.mark.parametrize("zone", ["", "hello", "P<UTO\nL89", "<" * 401, SPECIMEN.replace("E", "Э")])
def test_what_is_no_zone_is_said_at_the_field(browser, zone):
    answer = browser.post_form("/mrz", mrz=zone)
    assert answer.status_code == 422
    assert 'id="mrz-error"' in answer.text


def test_reading_a_zone_asks_nobody_anything(browser, node):
    browser.post_form("/mrz", mrz=SPECIMEN)
    assert [entry[0] for entry in node.journal] == ["login"]
