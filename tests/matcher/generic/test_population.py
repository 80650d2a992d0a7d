"""How common values are may come from a table of the population."""

import numpy as np
import pyarrow as pa
import pytest

from matcher.generic import Frequencies, encode, with_population


def column(values, table):
    listed = Frequencies(pa.array(list(table)), np.array(list(table.values())))
    return with_population(encode(values), listed)


def shares(values, table):
    found = column(values, table)
    return dict(zip(found.vocabulary.values, found.vocabulary.share.tolist(), strict=True))


def test_listed_values_are_as_common_as_the_table_says():
    assert shares(["ali", "ali", "lola"], {"Ali": 0.001, "lola ": 0.02}) == pytest.approx({"ali": 0.001, "lola": 0.02})


def test_two_ways_to_write_a_value_are_added():
    assert shares(["ali"], {"Ali": 0.001, "ALI": 0.002}) == pytest.approx({"ali": 0.003})


def test_what_is_not_listed_shares_what_the_table_leaves_and_is_no_commoner_than_the_rarest():
    assert shares(["ali", "x", "y"], {"ali": 0.99})["x"] == pytest.approx(0.005)
    assert shares(["ali", "x"], {"ali": 0.1, "bo": 0.01})["x"] == pytest.approx(0.01)
    assert shares(["ali", "x"], {"ali": 0.8, "bo": 0.2})["x"] == pytest.approx(0.2)


def test_the_chance_of_agreement_is_that_of_the_population():
    assert column(["ali"], {"ali": 0.5, "bo": 0.5}).vocabulary.agreement == pytest.approx(0.5)


def test_pieces_of_values_stay_with_the_values():
    with_table = column(["alim", "alimov"], {"alim": 0.1})
    assert with_table.vocabulary.piece("start", lambda: "made") == "made"
