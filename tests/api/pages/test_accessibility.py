"""What axe-core finds on the pages: names, roles, landmarks, contrast by WCAG 2.2 AA; and what it cannot see."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.api.pages.browsing import ask, open_best

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _faults(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert len(found["passes"]) > 20
    return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found["violations"]]


@pytest.mark.parametrize(("language", "width"), [("ru", 1280), ("tg", 375)])
def test_no_page_shuts_anybody_out(opened, language, width):
    page = opened(width, language=language)
    faults = {"form": _faults(page)}
    page.fill("#birth_date", "31.02.1990")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    faults["errors"] = _faults(page)
    page.goto("/")
    ask(page)
    faults["candidates"] = _faults(page)
    open_best(page)
    faults["pair"] = _faults(page)
    page.goto("/nowhere")
    faults["error"] = _faults(page)
    page.context.clear_cookies()
    page.goto("/login")
    faults["login"] = _faults(page)
    assert {name: found for name, found in faults.items() if found} == {}


def test_whoever_uses_the_keyboard_sees_where_they_are(opened):
    """Every stop of the Tab key on the form and on the pair draws a ring around itself."""
    page = opened()
    ring = (
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; })()"
    )
    ask(page)
    open_best(page)
    for address in ("/", page.url):
        page.goto(address)
        stops = []
        for _ in range(60):
            page.keyboard.press("Tab")
            stop = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
            if stop.startswith("<body"):
                break
            assert page.evaluate(ring), stop
            stops.append(stop)
        assert len(stops) >= 8
        assert 'class="skip"' in stops[0]


def test_every_table_has_a_caption(opened):
    page = opened()
    ask(page)
    open_best(page)
    assert page.locator("table").count() == page.locator("table > caption").count() == 2
