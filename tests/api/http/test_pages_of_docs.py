"""The documentation of the HTTP side says what the code does."""

from dataclasses import fields
from pathlib import Path

import pytest

from api.errors_page import errors_page
from api.http_settings import HttpSettings, from_environment
from models.errors import BadValue

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_errors_md_is_made_from_the_messages():
    assert (DOCS / "errors.md").read_text("utf-8") == errors_page()


@pytest.mark.parametrize("setting", fields(HttpSettings), ids=lambda f: f.name)
def test_every_setting_stands_in_the_table_with_its_default(setting):
    default = ("no", "yes")[setting.default] if isinstance(setting.default, bool) else setting.default
    assert f"| `TULGA_{setting.name.upper()}` | `{default}` |" in (DOCS / "api.md").read_text("utf-8")


def test_every_route_of_records_and_questions_is_told(app):
    told = (DOCS / "api.md").read_text("utf-8")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in ("match", "records", "health", "registers"):
            path = rule.rule.replace("<", "{").replace(">", "}")
            shortened = path.replace("/api/v1/registers/{register}", "…").replace("/api/v1/schemas", "/schemas")
            assert path in told or shortened in told, path


def test_the_environment_overrides_the_defaults():
    settings = from_environment(
        {"TULGA_SECURE_COOKIES": "no", "TULGA_BODY_LIMIT": "5", "TULGA_RATE_LIMIT": "1 per day"}
    )
    assert (settings.secure_cookies, settings.body_limit, settings.rate_limit) == (False, 5, "1 per day")
    assert settings.session_idle == HttpSettings().session_idle


@pytest.mark.parametrize(
    "wrong", [{"TULGA_SECURE_COOKIES": "maybe"}, {"TULGA_BODY_LIMIT": "2 MB"}, {"TULGA_PROXIES": "-1"}]
)
def test_a_setting_that_cannot_be_read_is_named(wrong):
    with pytest.raises(BadValue) as caught:
        from_environment(wrong)
    assert caught.value.field in wrong
