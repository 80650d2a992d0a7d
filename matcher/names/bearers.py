"""What the parts of two names say together of those who bear them: gender, marriage, father and son."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.names.batches import Shared
from matcher.names.model import GIVEN, LEVEL, PATRONYMIC, SURNAME
from matcher.names.pairs import MAN_AND_WOMAN
from matcher.names.vocabulary import Vocabulary

_MALE, _FEMALE = 1, 2
_OTHER_SURNAME = [LEVEL[name] for name in ("distant_1", "distant_2", "different", "other_name")]

Parts = NDArray[np.int32]
Levels = NDArray[np.uint8]
Flags = NDArray[np.bool_]


def father_and_son(vocabulary: Vocabulary, a: Parts, b: Parts, levels: Levels) -> Flags:
    """Pairs of other given names in which one's given name is the other's father's name."""
    found = np.zeros(len(a), dtype=bool)
    rows = np.flatnonzero((levels[:, 1] >= LEVEL["similar_1"]) & ((a[:, 2] > 0) | (b[:, 2] > 0)))
    if not len(rows):
        return found
    given, father = (np.concatenate([x[rows, k], y[rows, k]]) for (x, y), k in (((a, b), GIVEN), ((b, a), PATRONYMIC)))
    met = Shared.pairs.compare(vocabulary, given.astype(np.int64), father.astype(np.int64)).level
    found[rows] = ((met > 0) & (met < LEVEL["similar_1"]) & (met != LEVEL["initial"])).reshape(2, -1).any(axis=0)
    return found


def of_other_gender(vocabulary: Vocabulary, a: Parts, b: Parts, levels: Levels) -> Flags:
    """Pairs whose given names agree while one name shows a man and the other a woman: a name that would do for either
    is a man's beside a man's surname or father's name."""
    apart = _gender(vocabulary, a) * _gender(vocabulary, b) == MAN_AND_WOMAN
    return np.asarray(apart & (levels[:, GIVEN] > 0) & (levels[:, GIVEN] <= LEVEL["similar_3"]))


def _gender(vocabulary: Vocabulary, names: Parts) -> NDArray[np.int8]:
    """The gender that some part of a name shows and none denies; 0 where there is none."""
    shown = vocabulary.gender.values[names]
    man, woman = (shown == _MALE).any(axis=1), (shown == _FEMALE).any(axis=1)
    return np.where(man & ~woman, _MALE, np.where(woman & ~man, _FEMALE, 0)).astype(np.int8)


def married(vocabulary: Vocabulary, a: Parts, b: Parts, levels: Levels, bits: NDArray[np.float32]) -> Flags:
    """Pairs of women of one given name, and of no other father, whose surnames differ: a woman may take another."""
    genders = np.concatenate([vocabulary.gender.values[side] for side in (a, b)], axis=1)
    without_father = genders[:, [0, 1, 3, 4]]  # a father's name that agrees may only add to the score
    women = (genders == _FEMALE).any(axis=1) & ~(without_father == _MALE).any(axis=1)
    other = np.isin(levels[:, SURNAME], _OTHER_SURNAME)
    return np.asarray(women & other & (bits[:, GIVEN] > 0) & (bits[:, PATRONYMIC] >= 0))
