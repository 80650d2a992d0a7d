"""A column that says again what others say is found, and does not make namesakes one person."""

import numpy as np
import pyarrow as pa
import pytest

from matcher.linkage.learning import Lesson, teach
from matcher.linkage.preparing import prepare
from matcher.linkage.repeating import repeating
from matcher.linkage.spec import parse_spec

KINDS = {"whole": "text", "given": "text", "surname": "text", "town": "text", "born": "date", "code": "code"}


@pytest.fixture(scope="module")
def features():
    """Six hundred people, each twice, of ten given names and forty surnames; the whole name stands beside its parts."""
    generator, size = np.random.default_rng(7), 600
    given = [f"given{i}" for i in generator.integers(0, 10, size)]
    surname = [f"surname{i}" for i in generator.integers(0, 40, size)]
    columns = {
        "whole": [f"{g} {s}" for g, s in zip(given, surname, strict=True)],
        "given": given,
        "surname": surname,
        "town": [f"town{i}" for i in generator.integers(0, 60, size)],
        "born": [f"{1950 + i}-0{j}-1{k}" for i, j, k in generator.integers(1, 10, (size, 3))],
        "code": [f"{i:05d}" for i in generator.integers(0, 10**5, size)],
    }
    table = pa.table({name: values * 2 for name, values in columns.items()})
    return prepare(table, parse_spec({"attributes": {n: {"type": k} for n, k in KINDS.items()}})).features


def test_only_the_column_that_holds_the_others_is_found(features):
    assert repeating(features) == {"whole": pytest.approx(1 / 3)}


def test_a_column_that_stands_there_twice_counts_once(features):
    twice = features.only(["given", "surname"])
    table = pa.table({"a": list("xyz") * 40, "b": list("xyz") * 40, "c": list("pqrs") * 30})
    spec = parse_spec({"attributes": {n: {"type": "text"} for n in "abc"}})
    assert repeating(prepare(table, spec).features) == {"b": 0.5}
    assert repeating(twice) == {}


def test_namesakes_stay_strangers(features):
    size = len(features) // 2
    whole = features.columns[0].codes
    left, right = np.triu_indices(size, 1)
    namesakes = np.flatnonzero(whole[left] == whole[right])
    blocked = np.append(left[namesakes], np.arange(size)), np.append(right[namesakes], np.arange(size) + size)
    taught = teach(features, Lesson(blocked, 1.0, 1200 * 1199 / 2, seed=1))
    assert taught.learned.matches == pytest.approx(size, rel=0.1)
    assert "repeats_others:whole" in taught.learned.warnings
    bits = taught.model.attributes["whole"].bits[1]
    assert 0 < bits < taught.model.attributes["surname"].bits[1]
