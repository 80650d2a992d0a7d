"""The scan's integers are exact, at the ends of their range too, and no row that could count is left out."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.biometrics.gallery import scan
from matcher.biometrics.gallery.scan import QUERY_STEPS, near, products


@pytest.mark.parametrize("compiled", [False, True])
def test_products_are_those_of_whole_numbers_at_the_ends_of_the_range(compiled: bool, monkeypatch) -> None:
    """Pairs of extreme products would leave 16 bits where the query had 8: the processor may add in 16."""
    kept = {name: module for name, module in sys.modules.items() if compiled or name != "numba"}
    monkeypatch.setattr(scan, "sys", SimpleNamespace(modules=kept | ({"numba": None} if compiled else {})))
    rng = np.random.default_rng(1)
    rows = rng.integers(-127, 128, (5000, 128)).astype(np.int8)
    rows[:4] = np.array([127, -127, 127, -127], np.int8)[:, None]
    for query in (
        np.full(128, QUERY_STEPS, np.int8),
        np.full(128, -QUERY_STEPS, np.int8),
        rng.integers(-QUERY_STEPS, QUERY_STEPS + 1, 128).astype(np.int8),
    ):
        assert np.array_equal(products(rows, query), rows.astype(np.int64) @ query.astype(np.int64))


@given(st.integers(1, 3000), st.integers(1, 40), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_blocks_leave_out_nobody_that_one_block_would_keep(count: int, best: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(-127, 128, (count, 16)).astype(np.int8)
    query = rng.integers(-QUERY_STEPS, QUERY_STEPS + 1, 16).astype(np.int8)
    columns = rows, np.full(count, 0.01, np.float32), rng.uniform(0, 1, count).astype(np.float32)
    score = products(rows, query) * np.float32(0.0001) - columns[2]
    edge = np.sort(score)[-min(best, count)]
    expected = np.flatnonzero(score >= edge - 0.2)
    with _blocks_of(257):
        found = near(columns, (query, 0.01), best, 0.1)
    surely = np.flatnonzero(score >= edge - 0.2 + 1e-5)
    assert set(surely) <= set(found.tolist())
    assert len(found) <= len(expected) + 2


class _blocks_of:  # noqa: N801 - reads as a sentence
    def __init__(self, rows: int) -> None:
        self.rows = rows

    def __enter__(self) -> None:
        self.before, scan.BLOCK = scan.BLOCK, self.rows  # type: ignore[misc]

    def __exit__(self, *_: object) -> None:
        scan.BLOCK = self.before  # type: ignore[misc]
