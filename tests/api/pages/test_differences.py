"""Differing letters are marked, agreeing ones are not, and nothing of a value is lost on the way."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.differences import Alike, difference, script

TEXTS = st.text("абвгёйәқҷҳ abcİß '-.0123456789", max_size=24)


def _marked(segments) -> str:
    return "".join(f"[{s.text}]" if s.differs else s.text for s in segments)


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("Дильшод", "Дилшод", ("Дил[ь]шод", "Дилшод")),
        ("Сафаралиев", "САФАРАЛИЕВ", ("Сафаралиев", "САФАРАЛИЕВ")),
        ("Бекгазыева", "Бекғазыева", ("Бек[г]азыева", "Бек[ғ]азыева")),
        ("й", "и\u0306", ("й", "й")),
        ("A40218877", "А40218877", ("[A]40218877", "[А]40218877")),
        ("14.03.1978", "14.03.1987", ("14.03.197[8]", "14.03.19[8]7")),
        ("", "Алиев", ("", "Алиев")),
    ],
)
def test_differing_letters_are_marked(left, right, marked):
    found = difference(left, right)
    assert (_marked(found.left), _marked(found.right)) == marked


def test_different_scripts_are_not_compared_by_letter():
    found = difference("Рахимов", "Rahimov")
    assert found.alike is Alike.SCRIPTS
    assert not any(s.differs for s in (*found.left, *found.right))


def test_values_that_have_nothing_in_common_are_not_marked_to_pieces():
    assert difference("Ленинабад", "г. Худжанд").alike is Alike.OTHER


@given(TEXTS, TEXTS)
def test_nothing_is_lost(left, right):
    found = difference(left, right)
    assert "".join(s.text for s in found.left) == unicodedata.normalize("NFC", left)
    assert "".join(s.text for s in found.right) == unicodedata.normalize("NFC", right)


@given(TEXTS, TEXTS)
def test_the_order_of_the_two_does_not_matter_to_how_they_are_laid_out(left, right):
    assert difference(left, right).alike is difference(right, left).alike


@given(TEXTS)
def test_a_value_does_not_differ_from_itself(text):
    assert not any(s.differs for s in (*difference(text, text).left, *difference(text, text).right))


@pytest.mark.parametrize(("text", "name"), [("Али", "CYRILLIC"), ("Ali", "LATIN"), ("علی", "ARABIC"), ("12.3", "")])
def test_the_script_is_that_of_most_letters(text, name):
    assert script(text) == name
