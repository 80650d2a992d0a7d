"""Every word of the pages is there in every language, compiled as written, with the same facts."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

PAGES = Path(__file__).resolve().parents[3] / "api/pages"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
TRANSLATED = ("kk", "tg", "en")


@pytest.fixture(scope="module")
def words() -> set[str]:
    keywords = {"gettext": None, "_": None}
    return {message for _, _, message, _, _ in extract_from_dir(PAGES, METHODS, keywords=keywords)}


def _catalogue(language: str):
    with (PAGES / f"translations/{language}/LC_MESSAGES/messages.po").open("rb") as handle:
        return read_po(handle, locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_lacks_its_translation_and_none_is_left_over(words, language):
    translated = {message.id: message.string for message in _catalogue(language) if message.id}
    assert set(translated) == words
    assert all(translated.values())


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_holds_the_same_facts(language):
    for message in _catalogue(language):
        if message.id:
            assert set(re.findall(r"%\(\w+\)s", message.id)) == set(re.findall(r"%\(\w+\)s", message.string)), (
                message.id
            )


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language):
    written = BytesIO()
    write_mo(written, _catalogue(language))
    written.seek(0)
    with (PAGES / f"translations/{language}/LC_MESSAGES/messages.mo").open("rb") as handle:
        compiled = {m.id: m.string for m in read_mo(handle) if m.id}
    assert compiled == {m.id: m.string for m in read_mo(written) if m.id}


def test_every_word_in_the_code_is_russian(words):
    assert all(re.search("[а-яё]", word, re.IGNORECASE) for word in words)


@pytest.mark.parametrize(("language", "title"), [("ru", "Вход"), ("kk", "Кіру"), ("tg", "Воридшавӣ"), ("en", "Log in")])
def test_a_language_is_a_click_away_and_stays(client, language, title):
    answer = client.get(f"/language/{language}?to=/login")
    assert answer.headers["Location"] == "/login"
    page = client.get("/login").text
    assert f'<html lang="{language}"' in page
    assert f"<h1>{title}</h1>" in page


def test_the_browsers_wish_counts_where_nothing_was_chosen(client):
    assert 'lang="tg"' in client.get("/login", headers={"Accept-Language": "tg-TJ,ru;q=0.5"}).text
    assert 'lang="ru"' in client.get("/login", headers={"Accept-Language": "de"}).text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y", ""])
def test_the_way_back_never_leads_elsewhere(client, target):
    assert client.get("/language/kk", query_string={"to": target}).headers["Location"] == "/"


def test_an_unknown_language_is_no_page(client):
    assert client.get("/language/xx").status_code == 404
