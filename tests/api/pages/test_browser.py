"""The pages in a real browser: with and without JavaScript, on a narrow screen, by keyboard, on paper."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="needs Debian's chromium (tests/system_packages.sh installs it)"
)
PASSWORD = "correct horse battery staple"


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing: pytest shows what failed."""


@pytest.fixture
def address(app, user):
    """Where the application is served, with a case worker ``aigul``."""
    user()
    server = make_server("127.0.0.1", 0, app, threaded=False, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, address):
    """Opens a page of a logged-in case worker; what the browser complains about fails the test."""
    contexts, complaints = [], []

    def enter(width: int = 1280, scripts: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="ru-RU", java_script_enabled=scripts, base_url=address
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/login")
        page.fill("input[name=login]", "aigul")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#surname_ru")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not [text for text in complaints if "422" not in text]


def _ask(page, **more: str) -> None:
    page.select_option("#purpose", "identification")
    fields = {"case": "ДЛ-7", "surname_ru": "Сафаралиев", "given_ru": "Дильшод", "birth_date": "14.03.1987", **more}
    for name, text in fields.items():
        page.fill(f"#{name}", text)
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.candidates")


def _open_best(page) -> None:
    """Open the best candidate and wait for its page: a click does not wait for what it leads to."""
    page.click("ol.candidates h2 a >> nth=0")
    page.wait_for_selector("table.pair")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_case_worker_finds_a_person_and_sees_why(opened, scripts):
    page = opened(scripts=scripts)
    _ask(page)
    assert "Сафаралиев" not in page.url
    _open_best(page)
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
    field = page.locator("#birth_date")
    assert field.get_attribute("aria-invalid") == "true"
    assert "календаре" in page.locator("#" + str(field.get_attribute("aria-describedby"))).inner_text()
    page.click("#errors a[href='#birth_date']")
    assert page.evaluate("document.activeElement.id") == "birth_date"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(opened, width):
    page = opened(width)
    long_place = "село Мырзатай, Карасайский район, Алматинская область, Казахская ССР"
    for step in (lambda: None, lambda: _ask(page, birth_place=long_place), lambda: _open_best(page)):
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
    _ask(page)
    assert page.locator("h1").count() == 1
    _open_best(page)
    assert page.locator("h1").count() == 1


def test_texts_stand_out_from_their_ground(opened):
    """WCAG 2.2 AA: 4.5 to 1, for every text that stands on a plain colour."""
    page = opened()
    _ask(page)
    script = (Path(__file__).parent / "contrast.js").read_text()
    assert page.evaluate(script) == []
    _open_best(page)
    assert page.evaluate(script) == []


def test_the_page_of_a_pair_prints_on_two_sheets(opened, tmp_path):
    page = opened()
    _ask(page)
    _open_best(page)
    sheet = page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")
    assert sheet.count(b"/Type /Page\n") == 2
    page.emulate_media(media="print")
    assert page.locator(".print-only").is_visible()
    assert not page.locator(".languages").is_visible()
    assert page.locator("svg.waterfall.wide").is_visible()
