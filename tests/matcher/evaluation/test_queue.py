"""The order in which links are asked."""

import numpy as np
import pyarrow as pa
import pytest

from matcher.evaluation.queue import entropy, patterns, review_order


def links(rows):
    """A links table of (probability, level of the name, level of the date)."""
    probability, name, date = zip(*rows, strict=True)
    return pa.table(
        {
            "probability": pa.array(probability),
            "name_level": pa.array(name).dictionary_encode(),
            "date_level": pa.array(date).dictionary_encode(),
        }
    )


def test_what_is_most_open_comes_first():
    table = links([(0.999, "same", "same"), (0.5, "other", "same"), (0.9, "same", "other")])
    assert review_order(table).tolist() == [1, 2, 0]


def test_a_common_doubtful_pattern_comes_before_a_rare_one_but_not_all_of_it():
    table = links([(0.6, "a", "x")] * 30 + [(0.5, "b", "x")])
    order = review_order(table)
    assert order[0] == 0
    assert 30 in order
    assert order.tolist().index(30) < 30


def test_every_answer_makes_its_like_less_urgent():
    table = links([(0.6, "a", "x")] * 3 + [(0.6, "b", "x")] * 2)
    asked = np.array([True, True, False, False, False])
    assert review_order(table, 1, asked).tolist() == [3]
    assert sorted(review_order(table, asked=asked).tolist()) == [2, 3, 4]


def test_patterns_tell_the_levels_apart():
    code = patterns(links([(0.5, "a", "x"), (0.1, "a", "x"), (0.5, "a", "y"), (0.5, "b", "x")]))
    assert code[0] == code[1]
    assert len(set(code.tolist())) == 3


def test_no_links_no_questions():
    assert len(review_order(links([(0.5, "a", "x")]).slice(0, 0))) == 0


def test_entropy_is_a_bit_at_one_half_and_nothing_at_the_ends():
    assert entropy(np.array([0.5, 0.0, 1.0])) == pytest.approx([1, 0, 0], abs=1e-9)
