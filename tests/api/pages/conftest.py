"""A served application and Debian's Chromium, for tests that look at the pages as a case worker does."""

import shutil

import pytest

from tests.api.serving import served

PASSWORD = "correct horse battery staple"


@pytest.fixture
def address(app, user):
    """Where the application is served, with a case worker ``aigul``."""
    user()
    with served(app) as found:
        yield found


@pytest.fixture(scope="module")
def chromium():
    """The browser; tests that need it are skipped where it is not installed."""
    path = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("needs Debian's chromium (tests/system_packages.sh installs it)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, address):
    """Opens a page of a logged-in case worker; what the browser complains about fails the test."""
    contexts, complaints = [], []

    def enter(width: int = 1280, scripts: bool = True, language: str = "ru"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=scripts, base_url=address
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
    refused = "the server responded with a status of 4"  # a wrong form is answered with 422, and a browser notes it
    assert not [text for text in complaints if refused not in text]
