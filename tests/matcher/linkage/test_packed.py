"""The compiled loop gives the scorer's own sums."""

import numpy as np
import pyarrow as pa
import pytest

from matcher.linkage.learning import Lesson, random_pairs, teach
from matcher.linkage.links import LOWEST
from matcher.linkage.meeting import Blocks
from matcher.linkage.packed import packed, totals
from matcher.linkage.preparing import prepare
from matcher.linkage.scoring import PairScorer
from matcher.linkage.spec import parse_spec
from matcher.scorer import score

SPEC = parse_spec(
    {
        "attributes": {
            "name": {"type": "text"},
            "born": {"type": "date"},
            "code": {"type": "code"},
            "sex": {"type": "category"},
        }
    }
)


@pytest.fixture(scope="module")
def taught():
    generator, size = np.random.default_rng(4), 900
    names = ["karimova lola", "karimov ali", "kerimov ali", "rahimov", "rakhimov", "sobirova", "zoda nur", "nur zoda"]
    columns = {
        "name": [names[i] for i in generator.integers(0, len(names), size)],
        "born": [f"19{i:02d}-0{j}-0{k}" for i, j, k in generator.integers(1, 10, (size, 3))],
        "code": [None if i < 10 else f"{i:03d}" for i in generator.integers(0, 300, size)],
        "sex": ["mf"[i] for i in generator.integers(0, 2, size)],
    }
    doubled = {name: values + values[:300] for name, values in columns.items()}
    prepared = prepare(pa.table(doubled), SPEC)
    blocked = np.arange(300), np.arange(300) + size
    return teach(prepared.features, Lesson(blocked, 1.0, 1200 * 1199 / 2, seed=1))


def test_sums_of_the_loop_are_those_of_the_scorer(taught):
    left, right = random_pairs(1200, 5000, 2)
    scores = score(taught.features.take(left), taught.features.take(right), taught.model, taught.prior)
    found = packed(taught.features, taught.model)
    assert found is not None
    np.testing.assert_allclose(totals((left, right), found), scores.bits.sum(axis=1), atol=1e-3)


def test_the_loop_loses_no_link(taught):
    blocks = Blocks(np.arange(1201), np.zeros(1200, np.int32), np.zeros(1200, np.int8), "dedupe")
    scorer = PairScorer(taught.features, taught.model, taught.prior, blocks, keep=0.01)
    pairs = random_pairs(1200, 20_000, 3)
    fast, slow = scorer.judged(pairs), scorer._judged(pairs)
    assert len(fast.links) == len(slow.links) > 0
    assert fast.compared == slow.compared == 20_000
    np.testing.assert_allclose(fast.histogram, slow.histogram, atol=20)
    assert np.all(np.diff(np.flatnonzero(fast.histogram) + LOWEST) > 0)
