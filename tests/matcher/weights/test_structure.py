"""The frame of the model holds against the comparators: a level that was renamed must not drop out unnoticed."""

import pytest

from matcher.features import registry
from matcher.weights.structure import blank, structure

LEVELS = dict(zip(registry().attributes, registry().levels, strict=True))


@pytest.mark.parametrize("name", structure()["attributes"])
def test_every_level_that_the_structure_names_exists(name):
    settled = structure()["attributes"][name]
    kinds = ("assumed", "settled", "never_for", "never_against")
    named = {level for kind in kinds for level in settled.get(kind, ())}
    assert named <= set(LEVELS[name])
    if "parent" in settled:
        assert {level for group in settled["groups"] for level in group} <= set(LEVELS[settled["parent"]])


@pytest.mark.parametrize("relation", structure()["relations"]["kinds"])
def test_every_level_that_a_relation_settles_exists(relation):
    settings = structure()["relations"]["kinds"][relation]
    assert set(settings["shared"]) <= set(LEVELS)
    for name, levels in settings.get("settled", {}).items():
        assert set(levels) <= set(LEVELS[name])


def test_an_empty_model_weighs_nothing():
    document = blank(registry(), "empty")
    assert set(document["attributes"]) == set(registry().attributes)
    assert all(w["m"] == w["u"] for w in document["attributes"].values())
