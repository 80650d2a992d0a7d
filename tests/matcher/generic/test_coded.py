"""Columns as codes: nothing is lost, and the bound on edits never loses a pair."""

import itertools

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matcher.generic import NONE, column_comparator, encode, encode_arrow
from matcher.generic.distance import FAR, edits
from matcher.generic.parts import date_parts, rarest_word, skeletons_of

TEXTS = st.text("abcdeфгд 12", max_size=9)


@given(st.lists(st.one_of(st.none(), TEXTS)))
def test_codes_give_the_values_back(values):
    coded = encode(values)
    back = [None if c == NONE else coded.vocabulary.values[c] for c in coded.codes]
    assert back == [v or None for v in values]
    assert coded.vocabulary.counts.sum() == sum(v not in (None, "") for v in values)


def test_an_arrow_column_is_trimmed_and_folded():
    coded = encode_arrow(pa.chunked_array([[" Ivan", "IVAN "], [None, "", "ivan"]]))
    assert coded.vocabulary.values == ("ivan",)
    assert coded.codes.tolist() == [0, 0, NONE, NONE, 0]


@given(st.lists(TEXTS.filter(bool), min_size=2, max_size=12))
def test_edits_are_those_of_the_definition(values):
    vocabulary = encode(values).vocabulary
    cards = column_comparator("x", "text").cards(vocabulary)
    for i, j in itertools.combinations(range(len(vocabulary)), 2):
        found = edits(cards.card, cards.at[i], cards.at[j])
        assert found == min(OSA.distance(vocabulary.values[i], vocabulary.values[j]), FAR)


def test_edits_of_all_short_texts_are_those_of_the_definition():
    """Every shape that two edits can have stands among the texts of five letters."""
    values = ["".join(letters) for size in range(1, 6) for letters in itertools.product("abc", repeat=size)]
    cards = column_comparator("x", "text").cards(encode(values).vocabulary)
    places = dict(zip(values, cards.at.tolist(), strict=True))
    wrong = [
        (one, other)
        for one, other in itertools.combinations(values, 2)
        if edits(cards.card, places[one], places[other]) != min(OSA.distance(one, other), FAR)
    ]
    assert not wrong


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from("abcd"))
def test_an_edit_in_the_middle_of_a_long_text_is_seen(start, end, one, other, letter):
    values = [start + one + letter + end, start + other + letter + end, start + letter + other + end]
    vocabulary = encode(values).vocabulary
    cards = column_comparator("x", "text").cards(vocabulary)
    for i, j in itertools.combinations(range(len(vocabulary)), 2):
        assert edits(cards.card, cards.at[i], cards.at[j]) == min(
            OSA.distance(vocabulary.values[i], vocabulary.values[j]), FAR
        )


@given(st.lists(st.text(min_size=1), min_size=1))
def test_letters_are_read_from_bytes_as_they_are(values):
    vocabulary = encode(values).vocabulary
    code, at = vocabulary.letters
    for i, value in enumerate(vocabulary.values):
        assert code[at[i] : at[i + 1]].tolist() == [(ord(c) ^ ord(c) >> 16) & 0xFFFF for c in value]


def test_a_skeleton_forgives_spelling():
    texts = ["khaydarov", "Haidarow", "Хайдаров", "mohammed", "muhammad", "", "aliev", "valiev", "o'neil"]
    of = dict(zip(texts, skeletons_of(texts), strict=True))
    assert of["khaydarov"] == of["Haidarow"] == of["Хайдаров"]
    assert of["mohammed"] == of["muhammad"]
    assert of[""] == ""
    assert of["aliev"] != of["valiev"]
    assert skeletons_of(["oneil"]) == [of["o'neil"]]


@given(st.lists(st.text("abkhsи-' \n7", max_size=8)))
def test_a_text_has_its_skeleton_in_any_company(texts):
    assert skeletons_of(texts) == [skeletons_of([t])[0] for t in texts] if texts else True


def test_dates_are_read_in_either_order_and_other_numbers_are_none():
    parts = date_parts(encode(["1990-02-03", "19900302", "03.02.1990", "3.2.1990", "12", "1990-02-031"]).vocabulary)
    assert parts.year.tolist() == [1990, 1990, 1990, NONE, NONE, NONE]
    assert parts.day_month[0] == parts.day_month[2] == parts.swapped[1]


def test_the_rarest_word_that_another_value_has_too():
    words = rarest_word(encode(["von clifford baron", "clifford", "baron smith", "baron", "tom"]).vocabulary)
    assert words[0] == words[1] != NONE
    assert words[2] == words[3] != words[0]
    assert words[4] == NONE
