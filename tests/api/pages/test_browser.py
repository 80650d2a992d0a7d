"""The pages in a real browser: with and without JavaScript, on a narrow screen, by keyboard, on paper."""

from pathlib import Path

import pytest

from tests.api.pages.browsing import ask, open_best


@pytest.mark.parametrize("scripts", [True, False])
def test_a_case_worker_finds_a_person_and_sees_why(opened, scripts):
    page = opened(scripts=scripts)
    ask(page)
    assert "Сафаралиев" not in page.url
    open_best(page)
    assert page.locator("table.pair mark").first.inner_text() == "ь"
    assert page.locator("svg.waterfall.wide g.bar").count() >= 6
    assert page.locator("svg.waterfall.wide .total .value").text_content() in page.locator("tfoot").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_zone_fills_the_form_and_keeps_what_was_typed(opened, scripts):
    page = opened(scripts=scripts)
    page.fill("#case", "ДЛ-8")
    page.click("summary")
    page.fill("#mrz", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
    page.click(".mrz button")
    page.wait_for_selector(".notice")
    assert page.input_value("#surname_latin") == "ERIKSSON"
    assert page.input_value("#case") == "ДЛ-8"


def test_the_enter_key_searches_and_an_error_is_tied_to_its_field(opened):
    page = opened()
    page.fill("#birth_date", "31.02.1990")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.title().startswith("Ошибка")
    field = page.locator("#birth_date")
    assert field.get_attribute("aria-invalid") == "true"
    assert "календаре" in page.locator("#" + str(field.get_attribute("aria-describedby"))).inner_text()
    page.click("#errors a[href='#birth_date']")
    assert page.evaluate("document.activeElement.id") == "birth_date"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(opened, width):
    page = opened(width)
    long_place = "село Мырзатай, Карасайский район, Алматинская область, Казахская ССР"
    for step in (lambda: None, lambda: ask(page, birth_place=long_place), lambda: open_best(page)):
        step()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    which = "narrow" if width < 640 else "wide"
    assert page.locator(f"svg.waterfall.{which}").is_visible()


def test_every_field_has_a_label_and_every_page_one_heading(opened):
    page = opened()
    unlabelled = (
        "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter(e => !e.labels.length)"
    )
    assert page.evaluate(f"{unlabelled}.map(e => e.name)") == []
    assert page.locator("h1").count() == 1
    ask(page)
    assert page.locator("h1").count() == 1
    open_best(page)
    assert page.locator("h1").count() == 1


def test_texts_stand_out_from_their_ground(opened):
    """WCAG 2.2 AA: 4.5 to 1, for every text that stands on a plain colour."""
    page = opened()
    ask(page)
    script = (Path(__file__).parent / "contrast.js").read_text()
    assert page.evaluate(script) == []
    open_best(page)
    assert page.evaluate(script) == []


def test_the_page_of_a_pair_prints_on_two_sheets(opened, tmp_path):
    page = opened()
    ask(page)
    open_best(page)
    sheet = page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")
    assert sheet.count(b"/Type /Page\n") == 2
    page.emulate_media(media="print")
    assert page.locator(".print-only").is_visible()
    assert not page.locator(".languages").is_visible()
    assert page.locator("svg.waterfall.wide").is_visible()
