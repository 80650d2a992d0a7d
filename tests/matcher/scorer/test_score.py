"""What the scorer promises: bits that add up, symmetry, rarity, relatives, grades that rules cap."""

import numpy as np
import pytest

from matcher.features import FEATURE_VERSION
from matcher.scorer import GRADES, score, search_prior
from models.errors import BadFile, StoreError
from models.evidence import Grade


def _pairs(world, *pairs, own_bits=False, **changes):
    registry = world.registry(own_bits)
    model = world.model(**changes)
    features = registry.batch([registry.normalise(p) for pair in pairs for p in pair])
    index = np.arange(0, 2 * len(pairs), 2)
    return score(features.take(index), features.take(index + 1), model, search_prior(1_000_000, model))


def test_prior_evidence_and_relatives_add_up_to_the_total(world):
    twin = world.person("Рахимов", "Али", "1990", "M"), world.person("Рахимов", "Вали", "1990", "M")
    same = world.person("Рахимов", "Али", "1990", "M"), world.person("Рахимов", "Али", "1990")
    scores = _pairs(world, twin, same)
    assert scores.bits.sum(axis=1) + scores.relatives + scores.prior.match_bits == pytest.approx(scores.total, abs=1e-4)


def test_a_missing_value_weighs_nothing(world):
    scores = _pairs(world, (world.person("Рахимов"), world.person(given_name="Али")))
    assert scores.levels.tolist() == [[0, 0, 0, 0]]
    assert scores.bits.sum() == 0


def test_a_rare_surname_says_more_than_a_common_one(world):
    rare = (world.person("Кульманзода"),) * 2
    common = (world.person("Рахимов"),) * 2
    scores = _pairs(world, rare, common)
    assert scores.bits[0, 0] > scores.bits[1, 0] + 5


def test_bits_of_the_comparator_itself_are_taken_instead_of_the_table(world):
    scores = _pairs(world, (world.person("Рахимов"),) * 2, own_bits=True)
    assert scores.bits[0, 0] == 8.0


def test_sex_says_next_to_nothing_where_the_given_names_agree(world):
    with_name = (world.person("А", "Али", sex="M"),) * 2
    without = (world.person("А", sex="M"),) * 2
    scores = _pairs(world, with_name, without)
    assert scores.bits[0, 3] < 0.1
    assert scores.bits[1, 3] > 0.9


def test_score_is_symmetric(world):
    a, b = world.person("Рахимов", "Али", "1990", "M"), world.person("Рахимов", "Вали", "1990", "F")
    scores = _pairs(world, (a, b), (b, a))
    assert scores.total[0] == scores.total[1]
    assert scores.relation[0] == scores.relation[1]


def test_a_twin_is_named_and_does_not_pass(world):
    a, b = world.person("Кульманзода", "Али", "1990", "M"), world.person("Кульманзода", "Вали", "1990", "M")
    scores = _pairs(world, (a, b))
    assert scores.relation[0] == 1
    assert scores.relatives[0] < -1
    assert scores.grade[0] < GRADES.index(Grade.PROBABLE)


def test_relatives_never_speak_for_one_person(world):
    people = [world.person(s, g, d) for s in ("Рахимов", "") for g in ("Али", "Вали", "") for d in ("1990", "1991")]
    scores = _pairs(world, *[(a, b) for a in people for b in people])
    assert (scores.relatives <= 0).all()


def test_certain_needs_two_families_of_evidence(world):
    own = world.document()["attributes"]
    own["surname"]["ceiling"] = own["given_name"]["ceiling"] = 40
    own["given_name"].update(m=[0.01, 0.01, 0.98], u=[0.1, 0.9, 1e-9])
    names_only = (world.person("Кульманзода", "Али"),) * 2
    both = (world.person("Кульманзода", "Али", "1990"),) * 2
    scores = _pairs(world, names_only, both, attributes=own, relations={"gate_bits": 0, "competes": 1, "kinds": {}})
    assert scores.probability[0] > 0.9999
    assert [GRADES[g] for g in scores.grade] == [Grade.PROBABLE, Grade.CERTAIN]


def test_a_rule_on_levels_caps_the_grade(world):
    a, b = world.person("Кульманзода", "Али", "1990", "M"), world.person("Кульманзода", "Али", "1990", "F")
    scores = _pairs(world, (a, b))
    assert scores.probability[0] > 0.99
    assert GRADES[scores.grade[0]] is Grade.POSSIBLE


def test_a_larger_register_asks_for_more_evidence(world):
    model = world.model()
    assert search_prior(10**6, model).match_bits == pytest.approx(search_prior(10**5, model).match_bits - np.log2(10))


def test_batches_of_different_length_are_refused(world):
    registry = world.registry()
    rows = [registry.normalise(world.person("А"))]
    with pytest.raises(ValueError, match="aligned"):
        score(registry.batch(rows), registry.batch(rows * 2), world.model())


def test_a_model_that_lacks_an_attribute_is_refused(world):
    attributes = world.document()["attributes"]
    attributes["sex"]["levels"] = ["missing", "same", "different"]
    registry = world.registry()
    rows = [registry.normalise(world.person("А"))]
    with pytest.raises(BadFile) as error:
        score(registry.batch(rows), registry.batch(rows), world.model(attributes=attributes))
    assert error.value.field == "sex"


def test_rows_of_another_version_are_refused(world):
    with pytest.raises(StoreError):
        world.registry().batch([(FEATURE_VERSION + 1, ("А",), ("",), ("",), ("",))])
