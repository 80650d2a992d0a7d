"""Compared pairs drawn from known m and u, so that training can be held against what it should find."""

import numpy as np
import pytest

from matcher.scorer.evidence import Compared

M = {"surname": 0.9, "given_name": 0.92, "birth_date": 0.95, "sex": 0.99}
U = {"surname": 0.02, "given_name": 0.03, "birth_date": 0.001, "sex": 0.5}
"""P(same level) for one person and for strangers; the rest differs, nothing is missing."""


@pytest.fixture
def drawn(world):
    """Draws n pairs of one person and k of strangers in the order of the synthetic registry."""

    def draw(matches, strangers, seed=1):
        generator = np.random.default_rng(seed)
        names = world.registry().attributes
        agree = np.concatenate(
            [
                generator.random((matches, len(names))) < [M[n] for n in names],
                generator.random((strangers, len(names))) < [U[n] for n in names],
            ]
        )
        levels = np.ascontiguousarray(np.where(agree, 2, 1).astype(np.uint8).T)
        nothing = (None,) * len(names)
        return Compared(names, levels, levels.astype(np.uint16), nothing, nothing)

    return draw


@pytest.fixture
def flat_document(world):
    """The synthetic document without parents, own bits or term frequencies."""
    attributes = world.document()["attributes"]
    for name, weights in attributes.items():
        weights.update(m=[1.0, 1 - M[name], M[name]], u=[1.0, 1 - U[name], U[name]])
        for key in ("own", "frequency", "parent", "groups"):
            weights.pop(key, None)
    return world.document(attributes=attributes, relations={"gate_bits": 0, "competes": 1, "kinds": {}})
