"""Columns as codes: nothing is lost, and the bound on edits never loses a pair."""

import itertools

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matcher.generic import NONE, column_comparator, encode, encode_arrow
from matcher.generic.distance import FAR, edits
from matcher.generic.levels import scratch
from matcher.generic.parts import skeleton

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
    tables = column_comparator("x", "text").tables(vocabulary)
    for i, j in itertools.combinations(range(len(vocabulary)), 2):
        found = edits(i, j, tables.code, tables.at, tables.signature, scratch(tables))
        assert found == min(OSA.distance(vocabulary.values[i], vocabulary.values[j]), FAR)


@given(st.lists(st.text(min_size=1), min_size=1))
def test_letters_are_read_from_bytes_as_they_are(values):
    vocabulary = encode(values).vocabulary
    code, at = vocabulary.letters
    for i, value in enumerate(vocabulary.values):
        assert code[at[i] : at[i + 1]].tolist() == [(ord(c) ^ ord(c) >> 16) & 0xFFFF for c in value]


def test_a_skeleton_forgives_spelling():
    assert skeleton("khaydarov") == skeleton("Haidarow") == skeleton("Хайдаров")
    assert skeleton("mohammed") == skeleton("muhammad")
    assert skeleton("") == ""
    assert skeleton("aliev") != skeleton("valiev")
