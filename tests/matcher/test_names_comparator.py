"""The names room as three attributes of the scorer; what one spelling leaves out is filled in from another."""

import numpy as np

from matcher.features import batch, normalise
from matcher.names_comparator import COMPARATOR
from matcher.scorer import score, search_prior
from matcher.weights.model import default_model
from models.flat import read_flat

PATRONYMIC = COMPARATOR.attributes.index("patronymic")
EXPLAINED = COMPARATOR.levels.index("explained")


def compared(one, other):
    left, right = (COMPARATOR.batch([COMPARATOR.normalise(read_flat(row))]) for row in (one, other))
    return COMPARATOR.compare(left, right)


def named(patronymic, latin="RAHIMOV"):
    return {"surname_ru": "Рахимов", "given_ru": "Алишер", "patronymic_ru": patronymic,
            "surname_latin": latin, "given_latin": "ALISHER"}  # fmt: skip


def whole(surname, given, patronymic):
    return {"surname_ru": surname, "given_ru": given, "patronymic_ru": patronymic}


def test_a_latin_line_without_patronymic_does_not_hide_that_the_fathers_differ():
    found = compared(named("Каримович"), named("Сулейманович"))
    assert found.bits[0, PATRONYMIC] < -2


def test_a_patronymic_given_on_one_side_alone_says_nothing():
    found = compared(named("Каримович"), named(None))
    assert COMPARATOR.levels[found.levels[0, PATRONYMIC]] == "missing"


def test_an_earlier_surname_has_the_other_parts_of_the_present_name():
    maiden = {"surname_ru": "Садыкова", "given_ru": "Зарина", "patronymic_ru": "Каримовна"}
    married = {**maiden, "surname_ru": "Рахимова", "surname_former": "Садыкова"}
    found = compared(maiden, married)
    assert (found.bits[0] > 1).all()


def test_a_womans_other_surname_has_a_level_of_its_own_and_a_mans_has_not():
    woman = compared(whole("Рахимова", "Зарина", "Каримовна"), whole("Юсупова", "Зарина", "Каримовна"))
    man = compared(whole("Рахимов", "Алишер", "Каримович"), whole("Юсупов", "Алишер", "Каримович"))
    assert woman.levels[0, 0] == EXPLAINED != man.levels[0, 0]


def test_a_womans_other_surname_never_speaks_for_her():
    """Her given name, on which the level rests, counts by itself already."""
    pair = [read_flat(whole(s, "Зарина", "Каримовна")) for s in ("Рахимова", "Юсупова")]
    features = batch([normalise(p) for p in pair])
    model = default_model()
    scores = score(features.take(np.array([0])), features.take(np.array([1])), model, search_prior(1000, model))
    assert scores.bits[0, 0] == model.attributes["surname"].settled[EXPLAINED] < 0
