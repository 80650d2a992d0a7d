"""Every message exists in every language and says the same facts."""

import string

import pytest

from models.errors import LANGUAGES, BadValue, TulgaError, catalogue


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_message_speaks_four_languages_with_the_same_facts(code):
    texts = catalogue()[code]
    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(_placeholders(t)) for t in texts.values()}) == 1


def test_a_message_is_filled_with_its_facts():
    error = BadValue("field_too_long", "given_ru", limit=5)
    assert "given_ru" in error.text("ru")
    assert "5" in str(error)


def test_an_unknown_language_falls_back_to_english():
    assert TulgaError("record_not_found").text("de") == TulgaError("record_not_found").text("en")
