"""Kinship of names is looked up only where bits say that there may be some; none is lost by that."""

import itertools

import numpy as np

from matcher.names.lexicon import tables
from matcher.names.model import GIVEN
from matcher.names.pairs import _kinship
from matcher.names.vocabulary import Vocabulary

NAMES = 300


def test_bits_lose_no_kin():
    vocabulary = Vocabulary()
    known = [name for name, (given, _, _, families, _) in sorted(tables()["names"].items()) if given and families]
    readings = np.array([vocabulary.reading(GIVEN, name) for name in known[:NAMES]])
    left, right = (np.array(side) for side in zip(*itertools.product(readings, readings), strict=True))
    found = _kinship(vocabulary, left, right, np.ones(len(left), bool))
    entries = [vocabulary.entries[number] for number in readings]
    expected = [
        2 if a is b or a.groups & b.groups else 1 if a.families & b.families else 0
        for a, b in itertools.product(entries, entries)
    ]
    assert found.tolist() == expected
    assert set(expected) == {0, 1, 2}
