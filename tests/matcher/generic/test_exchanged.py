"""Values that stand in each other's column are put back where most others have them."""

import numpy as np

from matcher.generic import encode, turned

SURNAMES = ["karimov", "rahimov", "sobirova", "umarova", "nazarov"]
GIVEN = ["aliya", "munira", "bahtiyor", "daler", "zarina"]


def register(size=400):
    draw = np.random.default_rng(3)
    return ([SURNAMES[i] for i in draw.integers(0, 5, size)], [GIVEN[i] for i in draw.integers(0, 5, size)])


def values(column):
    words = column.vocabulary.values
    return [None if code < 0 else words[code] for code in column.codes.tolist()]


def test_a_record_filled_in_the_wrong_way_round_is_turned():
    surnames, given = register()
    surnames[7], given[7] = given[7], surnames[7]
    found = turned(encode(surnames), encode(given))
    assert found.records == 1
    assert values(found.first)[7] in SURNAMES
    assert values(found.second)[7] in GIVEN
    assert set(found.first.vocabulary.values) == set(SURNAMES)


def test_a_name_that_nobody_else_has_is_told_by_its_ending():
    surnames, given = register()
    surnames[7], given[7] = "daler", "shimaestarov"
    assert turned(encode(surnames), encode(given)).records == 1


def test_a_name_that_stands_in_both_columns_is_left_where_it_is():
    surnames, given = register()
    surnames[:60], given[60:120] = ["thomas"] * 60, ["thomas"] * 60
    assert turned(encode(surnames), encode(given)).records == 0


def test_a_missing_value_is_not_exchanged_for_one():
    surnames, given = register()
    surnames[7], given[7] = "aliya", None
    found = turned(encode(surnames), encode(given))
    assert found.records == 0
    assert values(found.second)[7] is None


def test_columns_of_one_kind_are_left_alone():
    draw = np.random.default_rng(4)
    first, second = ([SURNAMES[i] for i in draw.integers(0, 5, 300)] for _ in range(2))
    assert turned(encode(first), encode(second)).records == 0


def test_empty_columns_are_no_trouble():
    assert turned(encode([None, None]), encode(["a", None])).records == 0
    assert turned(encode([]), encode([])).records == 0
