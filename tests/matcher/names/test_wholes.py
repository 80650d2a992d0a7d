"""Whole names read together are read as each would be alone, whatever they hold and in whatever company."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.names import batch, normalise
from matcher.names.model import Spelling
from matcher.names.wholes import wholes

WORDS = st.sampled_from(
    "Каримов КАРИМОВ Каримову Рустаму Азизовичу Karimov Иванов, Иван Иван, Әли Қадыр Мырза Сапар уулу қызы К. к. Ким "
    "Айгүл-Сұлу ZagipaYahyanovna Dr. Серікұлы Petr Пётр Петра неизвестно A. Тимур Ұлы".split()
)
NAMES = st.lists(st.one_of(st.lists(WORDS, max_size=6).map(" ".join), st.text(max_size=30)), max_size=8)


def as_one_by_one(texts):
    return batch([normalise((Spelling(whole=text),)) for text in texts])


@given(NAMES)
@settings(max_examples=200, deadline=None)
@example(["Иван Иван,", "Иван, Иван"])
@example(["", " ", "Каримов Рустам Азизович", "Мырза Қадыр Әли"])
def test_names_read_together_are_read_as_each_is_alone(texts):
    together, single = wholes(texts), as_one_by_one(texts)
    np.testing.assert_array_equal(together.starts, single.starts)
    np.testing.assert_array_equal(together.readings, single.readings)
    np.testing.assert_array_equal(together.sure, single.sure)


@pytest.mark.parametrize(
    "text", ["Каримову Рустаму Азизовичу", "Сапар уулу Тимур", "Айгүл-Сұлу Ким", "Мырза Қадыр Әли", "Петра Иванова"]
)
def test_names_that_no_gathering_reads_are_read_all_the_same(text):
    np.testing.assert_array_equal(wholes([text, "Ким Айгүл"]).readings[:-1], as_one_by_one([text]).readings)
