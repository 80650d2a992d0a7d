"""Missed pairs are counted by what differs, without a name."""

import numpy as np
import pytest

from benchmarks.names import missed
from benchmarks.names.pairs import Pair
from matcher.names import Spelling, compare, prepare

KINDS = [
    ("Ковалёва Ольга Игоревна", "Чернышева Ольга Игоревна", "another surname of a woman"),
    ("Ковалёв Олег Игоревич", "Чернышев Олег Игоревич", "another surname of a man, or of unknown gender"),
    ("Ковалёв Олег Игоревич", "Ковалёв Пётр Игоревич", "another given name"),
    ("Ковалёв Олег Игоревич", "Ковалёв Олег Павлович", "another father's name"),
    ("Ковалёв Олег Игоревич", "Чернышев Пётр Игоревич", "two parts are others"),
]


def batch(name):
    return prepare([(Spelling(whole=name),)])


@pytest.mark.parametrize(("left", "right", "kind"), KINDS)
def test_the_kind_is_what_differs(left, right, kind):
    assert missed.kinds(compare(batch(left), batch(right))) == [kind]


def pair(group, left, right):
    return Pair(group, left, right, group == "pos", "s", frozenset({"ru"}), "k", ("Cyrl", "Cyrl"), "", ("1", "2"))


def test_counts_stand_beside_their_share_and_name_nobody():
    pairs = [
        pair("pos", "Ковалёв Олег", "Ковалёв Пётр"),
        pair("pos", "Ким Олег", "Ким Олег"),
        pair("neg_hard", "А", "Б"),
    ]
    told = "\n".join(missed.lines(pairs, np.array([-9.0, 3.0, 0.0])))
    assert "1 of 2 true pairs are missed" in told
    assert "50.00 %" in told
    assert "Ковалёв" not in told
