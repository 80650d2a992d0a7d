"""Columns as codes: nothing is lost, and the bound on edits never loses a pair."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matcher.generic import NONE, encode, encode_arrow
from matcher.generic.distance import FAR, distances
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


@given(st.lists(TEXTS.filter(bool), min_size=2, max_size=12), st.integers(1, 3))
def test_distances_are_those_of_the_definition(values, limit):
    coded = encode(values)
    a, b = np.triu_indices(len(values), 1)
    found = distances(coded.codes[a], coded.codes[b], coded.vocabulary, limit)
    for i, j, d in zip(a, b, found, strict=True):
        true = OSA.distance(values[i], values[j])
        assert d == (true if true <= limit else FAR)


def test_a_skeleton_forgives_spelling():
    assert skeleton("khaydarov") == skeleton("Haidarow") == skeleton("Хайдаров")
    assert skeleton("mohammed") == skeleton("muhammad")
    assert skeleton("") == ""
    assert skeleton("aliev") != skeleton("valiev")
