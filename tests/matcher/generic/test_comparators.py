"""Declared columns are compared by levels that mean what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.generic import TYPES, ColumnComparator, column_comparator, encode
from matcher.generic.comparators import pair_codes
from models.errors import BadFile


def level(kind: str, a: str | None, b: str | None) -> str:
    coded = encode([a, b])
    comparator = ColumnComparator("x", kind)
    found = comparator.compare(coded.take(np.array([0])), coded.take(np.array([1])))
    return comparator.levels[found.levels[0, 0]]


@pytest.mark.parametrize(
    ("kind", "a", "b", "expected"),
    [
        ("text", "thomas", "thomas", "same"),
        ("text", "thomas", "tomas", "one_edit"),
        ("text", "thomas", "tohams", "two_edits"),
        ("text", "thomas", "thompson-jones", "same_start"),
        ("text", "lord clifford of devon", "clifford", "shared_word"),
        ("text", "thomas", "william", "different"),
        ("text", None, "william", "missing"),
        ("code", "4226", "4262", "one_edit"),
        ("date", "1990-02-01", "1990-02-01", "same"),
        ("date", "1990-02-01", "1990-02-11", "one_edit"),
        ("date", "1990-12-10", "1990-10-12", "swapped"),
        ("date", "19901210", "19900503", "same_year"),
        ("date", "1990-12-10", "1955-12-10", "two_edits"),
        ("date", "1990-12-10", "1837-12-10", "same_day_month"),
        ("date", "1827-15-22", "1827-12-22", "one_edit"),
        ("category", "male", "female", "different"),
    ],
)
def test_levels(kind, a, b, expected):
    assert level(kind, a, b) == expected


@given(st.sampled_from(sorted(TYPES)), st.text("ab1", max_size=4), st.text("ab1", max_size=4))
def test_levels_are_symmetric(kind, a, b):
    assert level(kind, a, b) == level(kind, b, a)


def test_values_learned_to_go_together_have_a_level_of_their_own():
    coded = encode(["tom", "william", "bill"])
    together = pair_codes(coded.codes[1:2], coded.codes[2:3], 3)
    comparator = ColumnComparator("given", "text", together)
    found = comparator.compare(coded.take(np.array([2, 0])), coded.take(np.array([1, 1])))
    assert [comparator.levels[i] for i in found.levels[:, 0]] == ["associated", "different"]


def test_the_share_is_told_for_equal_values_only():
    coded = encode(["a", "a", "b", None])
    found = ColumnComparator("x", "category").compare(coded.take(np.array([0, 0])), coded.take(np.array([1, 2])))
    assert found.frequency[0, 0] == pytest.approx(2 / 3)
    assert np.isnan(found.frequency[1, 0])


def test_columns_encoded_apart_cannot_be_compared():
    with pytest.raises(ValueError, match="together"):
        ColumnComparator("x", "text").compare(encode(["a"]), encode(["a"]))


def test_an_unknown_type_is_refused_by_column():
    with pytest.raises(BadFile) as caught:
        column_comparator("postcode", "fuzzy")
    assert caught.value.field == "postcode"
