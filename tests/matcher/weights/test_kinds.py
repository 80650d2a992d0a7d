"""Kinds of pairs in a family drawn by hand.

Parents 0 and 1, children 2, 3 and 4 (3 and 4 are twins), a lodger 5, a stranger 6.
"""

import numpy as np

from matcher.weights.kinds import NOBODY, Kinship, relatives, same_person, strangers

_N = NOBODY
PEOPLE = np.array([0, 1, 2, 3, 4, 5, 6, 2])
"""Person 2 has two records."""
KIN = Kinship(
    person=PEOPLE,
    father=np.array([_N, _N, 0, 0, 0, _N, _N, 0]),
    mother=np.array([_N, _N, 1, 1, 1, _N, _N, 1]),
    twin=np.array([_N, _N, _N, 4, 3, _N, _N, _N]),
    family=np.array([0, 0, 0, 0, 0, 0, 1, 0]),
    household=np.array([0, 0, 0, 0, 0, 0, 1, 0]),
)


def _people(pairs):
    return {tuple(sorted((int(PEOPLE[i]), int(PEOPLE[j])))) for i, j in zip(*pairs, strict=True)}


def test_two_records_of_one_person_are_a_pair():
    left, right = same_person(KIN)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(2, 7)]


def test_each_relation_holds_its_pairs_and_no_others():
    found = relatives(KIN, np.random.default_rng(1))
    assert _people(found["twin"]) == {(3, 4)}
    assert _people(found["sibling"]) == {(2, 3), (2, 4)}
    assert _people(found["parent"]) == {(0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4)}
    assert _people(found["spouse"]) == {(0, 1)}
    assert _people(found["household"]) == {(i, 5) for i in range(5)}


def test_strangers_are_of_two_families():
    left, right = strangers(KIN, 200, np.random.default_rng(1))
    assert len(left)
    assert (KIN.family[left] != KIN.family[right]).all()
