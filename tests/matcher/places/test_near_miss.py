"""The town that a slip away from a sound is found among few candidates is the one that is found among all."""

import numpy as np
import pytest
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.places import gazetteer

LETTERS = "abcdefghijklmnopqrstuvwxyz'"


def misspelt(sound, slips, draw):
    letters = list(sound)
    for _ in range(slips):
        at = int(draw.integers(len(letters)))
        letter = LETTERS[draw.integers(len(LETTERS))]
        match draw.integers(4):
            case 0:
                letters[at] = letter
            case 1:
                letters.insert(at, letter)
            case 2 if len(letters) > 1:
                del letters[at]
            case _:
                letters[at : at + 2] = letters[at : at + 2][::-1]
    return "".join(letters)


@pytest.mark.parametrize("slips", [0, 1, 2, 3])
def test_the_first_of_the_nearest_towns_is_found(slips):
    towns = gazetteer._towns_by_sound()
    draw = np.random.default_rng(slips)
    asked = [misspelt(sound, slips, draw) for sound in list(towns)[:: 1 + len(towns) // 150]]
    limits = gazetteer.words()["limits"]
    for sound in asked:
        allowed = 2 if len(sound) >= limits["two_slips"] else 1
        near = process.extractOne(sound, list(towns), scorer=OSA.distance, score_cutoff=allowed)
        expected = towns[near[0]] if near and len(sound) >= limits["one_slip"] else ()
        assert gazetteer.near_miss(sound) == expected
