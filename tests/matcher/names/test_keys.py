"""Skeletons: what nearly every spelling of a name shares, whatever the papers' habits."""

import pytest

from matcher.names import Spelling, keys, normalise
from matcher.names.keys import other_honorifics, skeleton

ALIKE = [
    ("елена", "elena", "yelena"),
    ("ержан", "erzhan", "yerzhan"),
    ("александр", "alexander", "aleksandr"),
    ("дмитрий", "дзмітрый", "dzmitry"),
    ("бахтиёр", "baxtiyor", "bakhtiyor"),
]


@pytest.mark.parametrize("spellings", ALIKE)
def test_spellings_of_one_name_share_their_skeleton(spellings):
    assert len({skeleton(word, 1) for word in spellings}) == 1


def test_the_key_of_both_names_does_not_ask_which_is_which():
    one, other = (keys(normalise((Spelling(s, g),))) for s, g in (("Хакамада", "Муцуо"), ("Муцуо", "Хакамада")))
    assert {k for k in one if k.startswith("sg:")} == {k for k in other if k.startswith("sg:")}


@pytest.mark.parametrize("given", ["Шариф", "Шарифхон", "Sharifbek", "Шарифҷон", "Sharifullo"])
def test_a_given_name_is_looked_for_with_every_honorific(given):
    row = normalise((Spelling("Сайфуллоев", given),))
    others = ("шариф", "шарифхон", "sharifbek", "шарифҷон", "шарифшоҳ", "sharifullo")
    assert {(skeleton("сайфуллоев", 0), skeleton(other, 1)) for other in others} <= set(other_honorifics(row))
