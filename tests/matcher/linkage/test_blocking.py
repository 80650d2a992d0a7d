"""Keys put records together that agree on all parts of a rule, each pair once, and no others."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.generic import encode
from matcher.linkage.blocking import NO_BLOCK, Key, blocked, blocks_of, shared_blocks
from matcher.linkage.duckdb_engine import DuckDBEngine
from matcher.linkage.links import Scored
from matcher.linkage.meeting import LINK_TYPES, Blocks, whole_runs
from matcher.linkage.plan import plan
from matcher.linkage.spec import KeyPart, parse_part
from models.errors import BadFile

LETTERS = st.one_of(st.none(), st.sampled_from("ab"))


def found_by(engine: DuckDBEngine, blocks: Blocks) -> list[tuple[int, int]]:
    """All pairs that the engine's runs make, repeats and all."""
    seen: list[tuple[int, int]] = []

    def look(run):
        seen.extend((int(a), int(b)) for pairs in blocks.pairs(run) for a, b in zip(*pairs, strict=True))
        return Scored.none(1)

    for part in blocks.parts():
        engine.scored(part, look)
    return seen


def loaded(columns, rules, link_type="dedupe", source=None):
    coded = {name: encode(values) for name, values in columns.items()}
    size = len(next(iter(coded.values())))
    of = np.array(source or [0] * size, np.int8)
    blocks = blocks_of([blocked(Key(rule), coded) for rule in rules], of, link_type)
    engine = DuckDBEngine(threads=1)
    engine.load(blocks)
    return engine, blocks


@given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS), min_size=2, max_size=12))
def test_a_pair_comes_once_when_any_rule_holds_and_else_never(rows):
    x, y, z = (list(column) for column in zip(*rows, strict=True))
    rules = [(KeyPart("x"), KeyPart("y")), (KeyPart("z"),)]
    found = found_by(*loaded({"x": x, "y": y, "z": z}, rules))
    expected = {
        (i, j)
        for i, j in itertools.combinations(range(len(rows)), 2)
        if (x[i] and y[i] and (x[i], y[i]) == (x[j], y[j])) or (z[i] and z[i] == z[j])
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


@pytest.mark.parametrize(
    ("link_type", "expected"),
    [
        ("dedupe", {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}),
        ("link", {(0, 2), (0, 3), (1, 2), (1, 3)}),
        ("link-and-dedupe", {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}),
        ("dedupe-first", {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)}),
    ],
)
def test_link_types(link_type, expected):
    found = found_by(*loaded({"x": ["a"] * 4}, [(KeyPart("x"),)], link_type, [0, 0, 1, 1]))
    assert set(found) == expected
    assert link_type in LINK_TYPES


def test_a_sample_holds_the_pairs_of_every_so_many_th_record():
    engine, blocks = loaded({"x": ["a"] * 6, "y": ["b"] * 6}, [(KeyPart("x"),), (KeyPart("y"),)])
    found = {(int(a), int(b)) for left, right in engine.sampled(3) for a, b in zip(left, right, strict=True)}
    assert found == {(a, b) for a, b in found_by(engine, blocks) if a % 3 == 0}


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 100])
def test_runs_are_cut_between_blocks_only(rows):
    block = np.array([0, 0, 0, 1, 2, 2, 2, 2, 3], np.int32)
    record = np.arange(9, dtype=np.int32)
    batches = [(block[i : i + rows], record[i : i + rows]) for i in range(0, 9, rows)]
    runs = list(whole_runs(batches))
    assert np.concatenate([r[0] for r in runs]).tolist() == block.tolist()
    assert np.concatenate([r[1] for r in runs]).tolist() == record.tolist()
    assert all(set(a[0]).isdisjoint(b[0]) for a, b in itertools.pairwise(runs))


def test_shared_keys_leave_out_those_that_everybody_has():
    key, record = np.array([1, 1, 2, 2, 2, 3], np.int64), np.array([0, 1, 0, 1, 2, 3], np.int32)
    blocks, common, crowded = shared_blocks(key, record, (2, 100.0), np.zeros(4, np.int8), "dedupe")
    engine = DuckDBEngine(threads=1)
    engine.load(blocks)
    assert found_by(engine, blocks) == [(0, 1)]
    assert (common, crowded) == (1, 3)


@pytest.mark.parametrize(
    ("allowed", "pairs", "common"), [(100.0, 10, 0), (10.0, 10, 0), (9.0, 4, 1), (3.0, 1, 2), (0.0, 0, 3)]
)
def test_the_budget_of_pairs_leaves_out_the_keys_that_most_share(allowed, pairs, common):
    """Keys of two, three and four records make one, three and six pairs."""
    key = np.repeat(np.array([7, 8, 9], np.int64), [2, 3, 4])
    blocks, left_out, _ = shared_blocks(
        key, np.arange(9, dtype=np.int32), (500, allowed), np.zeros(9, np.int8), "dedupe"
    )
    engine = DuckDBEngine(threads=1)
    engine.load(blocks)
    assert (len(found_by(engine, blocks)), left_out) == (pairs, common)


def test_a_common_value_is_cut_into_neighbourhoods_not_dropped():
    columns = {"x": encode(["a"] * 6), "y": encode(["p", "q", "p", "q", "r", None])}
    found = blocked(Key((KeyPart("x"),), cap=2, ordered_by=("y",)), columns)
    assert (found.common, found.crowded) == (1, 6)
    near = found.layers[1]
    assert all(number >= 0 for number in near)
    assert np.bincount(near).max() == 2


def test_pieces_of_values_are_keys():
    columns = {"x": encode(["karimova", "karimov", "kerimov", None])}
    (start,) = blocked(Key((parse_part("x[:7]"),)), columns).layers
    assert start[0] == start[1] != start[2]
    (bones,) = blocked(Key((parse_part("x~"),)), columns).layers
    assert bones[1] == bones[2] != NO_BLOCK
    assert bones[3] == NO_BLOCK


def test_a_plan_keeps_to_its_budget_and_needs_no_single_column():
    generator = np.random.default_rng(3)
    size = 2000
    columns = {
        "name": encode([f"n{i}" for i in generator.integers(0, 300, size)]),
        "born": encode([f"19{i:02d}-01-01" for i in generator.integers(0, 90, size)]),
        "code": encode([f"{i:05d}" for i in generator.integers(0, 3000, size)]),
        "same": encode(["x"] * size),
    }
    rules = plan(columns, {"name": "text", "born": "date", "code": "code", "same": "category"}, allowed=40_000)
    assert rules
    assert (KeyPart("same"),) not in rules
    for column in ("name", "born", "code"):
        assert any(column not in {part.column for part in rule} for rule in rules)


def test_a_rule_that_cannot_be_read_is_refused():
    with pytest.raises(BadFile):
        parse_part("name[2:")
