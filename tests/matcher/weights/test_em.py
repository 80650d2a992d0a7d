"""EM finds m and the share of matches without labels, and says when it could not."""

import numpy as np
import pytest

from matcher.scorer import Prior
from matcher.weights.ecm import ecm_start
from matcher.weights.em import Blocked, falling, learn

M_WRONG = {"surname": 0.7, "given_name": 0.75, "birth_date": 0.8, "sex": 0.9}


def _blocked(world, compared, pairs):
    return Blocked(world.registry(), compared, pairs, Prior(-12.0, -20.0))


@pytest.fixture
def wrong(flat_document):
    """A start whose m is off everywhere."""
    for name, weights in flat_document["attributes"].items():
        weights["m"] = [1.0, 1 - M_WRONG[name], M_WRONG[name]]
    return flat_document


def test_m_and_the_matches_are_found_from_a_wrong_start(world, drawn, wrong):
    found = learn(wrong, _blocked(world, drawn(5_000, 100_000), 1e5 * 1.05))
    assert found.converged
    assert found.warnings == ()
    assert found.matches == pytest.approx(5_000, rel=0.1)
    assert found.document["attributes"]["surname"]["m"][0][2] == pytest.approx(0.9, abs=0.02)


def test_too_few_matches_leave_the_model_as_it_was(world, drawn, wrong):
    found = learn(wrong, _blocked(world, drawn(3, 5_000), 5e3))
    assert found.warnings == ("too_few_matches",)
    assert found.document["attributes"]["surname"]["m"] == wrong["attributes"]["surname"]["m"]


def test_not_reaching_an_end_is_told(world, drawn, wrong):
    found = learn(wrong, _blocked(world, drawn(5_000, 100_000), 1.05e5), rounds=1)
    assert "not_converged" in found.warnings


def test_an_attribute_that_tells_nothing_is_told(world, drawn, wrong):
    compared = drawn(5_000, 100_000)
    compared.levels[3] = compared.cells[3] = 2
    wrong["attributes"]["sex"].update(m=[1.0, 0.0001, 0.9999], u=[1.0, 0.0001, 0.9999])
    found = learn(wrong, _blocked(world, compared, 1.05e5))
    assert "no_evidence:sex" in found.warnings


def test_the_binary_ecm_tells_matches_apart(drawn):
    compared = drawn(5_000, 50_000)
    start = ecm_start(compared.levels.T == 2)
    truth = np.arange(55_000) < 5_000
    assert start.share == pytest.approx(5 / 55, abs=0.02)
    assert np.mean((start.probability > 0.5) == truth) > 0.98


def test_pairs_that_are_all_alike_cannot_start_anything():
    with pytest.raises(ValueError, match="told apart"):
        ecm_start(np.ones((10, 3), bool))


def test_larger_slips_are_never_learned_as_the_commoner_ones():
    """Strangers of one town whose postcodes begin alike must not teach that clerks slip so."""
    weights = {"levels": ["missing", "same", "one", "two", "start"], "falling": ["one", "two", "start"], "rarer": 0.5}
    found = falling(np.array([[0.0, 0.5, 0.1, 0.2, 0.2]]), weights)
    assert found.sum() == pytest.approx(1)
    assert found[0, 3] == pytest.approx(found[0, 2] / 2)
    assert found[0, 4] == pytest.approx(found[0, 2] / 4)
    np.testing.assert_allclose(falling(np.array([[0.0, 0.5, 0.3, 0.1, 0.1]]), {"levels": weights["levels"]}).sum(), 1)
