"""Every word of the pages is there in every language, compiled as written, with the same facts."""

import re
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from api.pages import collect
from api.pages.collect import PAGES

TRANSLATED = ("kk", "tg", "en")


@pytest.fixture(scope="module")
def words() -> set[str]:
    return collect.words()


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


def test_collecting_keeps_translations_adds_new_words_and_drops_those_left_over(tmp_path):
    file = tmp_path / "kk/LC_MESSAGES/messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr "Language: kk\\n"\n\nmsgid "вход"\nmsgstr "кіру"\n\nmsgid "старое"\nmsgstr "ескі"\n',
        "utf-8",
    )
    assert collect.collect(file, {"вход", "выход"}) == ["выход"]
    with file.open("rb") as handle:
        assert {m.id: m.string for m in read_po(handle) if m.id} == {"вход": "кіру", "выход": ""}
    assert file.read_text("utf-8").startswith('msgid ""\nmsgstr "Language: kk')


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
