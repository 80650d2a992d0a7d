"""Spellings that some scheme prescribes are read as the name they spell."""

import pytest

from matcher.names.batches import Shared
from matcher.names.hygiene import mend
from matcher.names.model import LEVELS
from matcher.names.pairs import work_out
from matcher.names.phonemes import READINGS, phonemes, readings

import numpy as np  # isort: skip

SAME = [
    # ICAO Doc 9303 and passports
    ("парфёнов", "parfenov"), ("яковлев", "iakovlev"), ("саъдулло", "saiedullo"), ("толстой", "tolstoi"),
    ("ярослав", "iaroslav"),
    # Russian passports of the nineties, in French style
    ("джураев", "djouraev"), ("чернышёв", "tchernychev"), ("гусев", "goussev"), ("кузьмин", "kouzmine"),
    # scholarly
    ("щукин", "ŝukin"), ("жуков", "žukov"), ("люсин", "lûsin"), ("яшин", "i͡ashin"),
    # Kazakh: BGN/PCGN, Decrees of 2017, 2018, 2021
    ("жаңатов", "zhangatov"), ("әбдіжәлел", "äbdıjälel"), ("абдыжалил", "abdyjalil"), ("дәулет", "dáýlet"),
    ("шәріп", "s'a'rip"), ("оразды", "orazdy"),
    # Tajik, Uzbek, Kyrgyz
    ("ҷӯраев", "juraev"), ("йӯлдошов", "yuldoshov"), ("ўлмас", "ŭlmas"), ("ғуломов", "g'ulomov"),
    ("төлөмүш", "tölömüsh"), ("үмөт", "umot"),
]  # fmt: skip


def _level(left, right, role):
    vocabulary = Shared.current()
    ids = [np.array([vocabulary.reading(role, mend(word)[0])], dtype=np.int64) for word in (left, right)]
    return LEVELS[int(work_out(vocabulary, *ids).level[0])]


@pytest.mark.parametrize(("native", "latin"), SAME)
def test_what_a_scheme_prescribes_is_no_conflict(native, latin):
    role = 0 if native.endswith(("ов", "ев", "ёв", "ин", "ой")) else 1
    assert LEVELS.index(_level(native, latin, role)) <= LEVELS.index("similar_3")


def test_no_letter_is_lost_where_two_stand_for_one_sound():
    assert phonemes("сымбатсауле") == phonemes("symbatsaule").replace("ts", "c")
    assert len(phonemes("тсой")) == 3


@pytest.mark.parametrize("word", ["парфёнов", "жаңатов", "maxim", "chou" * 40, "s'a'rip", "ooooo", "ъ"])
def test_a_word_has_few_readings_the_plain_one_first(word):
    found = readings(word)
    assert found[0] == phonemes(word)
    assert 1 <= len(found) <= READINGS
    assert len(set(found)) == len(found)
