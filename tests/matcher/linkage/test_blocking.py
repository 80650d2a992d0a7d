"""Keys put records together that agree on all parts of a rule, each pair once, and no others."""

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.generic import encode
from matcher.linkage.blocking import MISSING_KEY, SOURCES, Key, key_codes
from matcher.linkage.duckdb_engine import DuckDBEngine
from matcher.linkage.plan import plan
from matcher.linkage.spec import KeyPart, parse_part
from models.errors import BadFile

LETTERS = st.one_of(st.none(), st.sampled_from("ab"))


def pairs(engine: DuckDBEngine) -> list[tuple[int, int]]:
    return [
        (int(a), int(b))
        for part in range(engine.parts)
        for left, right in engine.pairs(part)
        for a, b in zip(left, right, strict=True)
    ]


def prepared(columns, rules, link_type="dedupe", source=None):
    coded = {name: encode(values) for name, values in columns.items()}
    size = len(next(iter(coded.values())))
    table = {"rec": np.arange(size, dtype=np.int32), "source": np.array(source or [0] * size, np.int8)}
    for i, rule in enumerate(rules):
        codes = key_codes(Key(rule), coded)
        table[f"k{i}"] = pa.array(codes, mask=codes == MISSING_KEY)
    engine = DuckDBEngine()
    engine.prepare(pa.table(table), len(rules), link_type)
    return engine


@given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS), min_size=2, max_size=12))
def test_a_pair_comes_once_when_any_rule_holds_and_else_never(rows):
    x, y, z = (list(column) for column in zip(*rows, strict=True))
    rules = [(KeyPart("x"), KeyPart("y")), (KeyPart("z"),)]
    found = pairs(prepared({"x": x, "y": y, "z": z}, rules))
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
    found = prepared({"x": ["a"] * 4}, [(KeyPart("x"),)], link_type, [0, 0, 1, 1])
    assert set(pairs(found)) == expected
    assert link_type in SOURCES


def test_shared_keys_leave_out_those_that_everybody_has():
    keys = pa.table(
        {
            "key": np.array([1, 1, 2, 2, 2, 3], np.int64),
            "rec": np.array([0, 1, 0, 1, 2, 3], np.int32),
            "source": np.zeros(6, np.int8),
        }
    )
    engine = DuckDBEngine()
    engine.prepare_shared(keys, 2, "dedupe")
    assert pairs(engine) == [(0, 1)]


def test_a_common_value_is_refined_not_dropped():
    columns = {"x": encode(["a"] * 6), "y": encode(["p", "p", "q", "q", "r", None])}
    codes = key_codes(Key((KeyPart("x"),), cap=3, refined_by=(KeyPart("y"),)), columns)
    assert codes[0] == codes[1] != MISSING_KEY
    assert codes[2] == codes[3] != codes[0]
    assert codes[4] == codes[5] == MISSING_KEY


def test_pieces_of_values_are_keys():
    columns = {"x": encode(["karimova", "karimov", "kerimov", None])}
    start = key_codes(Key((parse_part("x[:7]"),)), columns)
    assert start[0] == start[1] != start[2]
    bones = key_codes(Key((parse_part("x~"),)), columns)
    assert bones[1] == bones[2] != MISSING_KEY
    assert bones[3] == MISSING_KEY


def test_a_plan_keeps_to_its_budget_and_needs_no_single_column():
    generator = np.random.default_rng(3)
    size = 2000
    columns = {
        "name": encode([f"n{i}" for i in generator.integers(0, 300, size)]),
        "born": encode([f"19{i:02d}-01-01" for i in generator.integers(0, 90, size)]),
        "code": encode([f"{i:05d}" for i in generator.integers(0, 3000, size)]),
        "same": encode(["x"] * size),
    }
    keys = plan(columns, {"name": "text", "born": "date", "code": "code", "same": "category"}, allowed=40_000)
    assert keys
    assert not any(key.rule == (KeyPart("same"),) for key in keys)
    for column in ("name", "born", "code"):
        assert any(column not in {part.column for part in key.rule} for key in keys)


def test_a_rule_that_cannot_be_read_is_refused():
    with pytest.raises(BadFile):
        parse_part("name[2:")
