"""The prior of a batch is learned from the evidence alone."""

import numpy as np
import pytest

from matcher.scorer import Prior, batch_prior, learned_prior


def test_the_share_of_matches_is_found_from_the_evidence():
    generator = np.random.default_rng(5)
    nats = generator.normal(20.0, 40.0**0.5, 2_000)  # log-likelihood ratios that keep their promise: variance 2 * mean
    strangers = generator.normal(-20.0, 40.0**0.5, 50_000)
    evidence = np.concatenate([nats, strangers]) / np.log(2)
    learned = learned_prior(evidence, Prior(-30.0, -20.0), pairs=1e7)
    assert 2**learned.match_bits * 1e7 == pytest.approx(2_000, rel=0.1)
    assert learned.kin_bits == -20.0


def test_no_match_at_all_ends_at_the_floor():
    learned = learned_prior(np.full(1000, -20.0), Prior(-10.0, -20.0), pairs=1e6)
    assert learned.match_bits == pytest.approx(np.log2(0.5e-6))


def test_a_batch_prior_counts_each_pair_once(world):
    model = world.model()
    assert batch_prior(100, 1001, None, model).match_bits == pytest.approx(np.log2(100 / 500_500))
    assert batch_prior(100, 1000, 2000, model).match_bits == pytest.approx(np.log2(100 / 2_000_000))
