"""What holds for every comparator's room, whatever it compares."""

import itertools
import tomllib
from importlib.resources import files

import msgpack
import numpy as np

LANGUAGES = {"ru", "kk", "tg", "en"}


def reasons(package, name="reasons.toml"):
    return tomllib.loads(files(package).joinpath(name).read_text("utf-8"))


def check_reasons(comparator, texts):
    """Each level of each attribute has a sentence in four languages, and there is none for a level that is not."""
    for attribute in comparator.attributes:
        assert set(texts[attribute]) == set(comparator.levels)
        for sentences in texts[attribute].values():
            assert set(sentences) == LANGUAGES
            assert all(s.strip() and "{" not in s for s in sentences.values())
    for sentences in texts.get("notes", {}).values():
        assert set(sentences) == LANGUAGES
    assert set(texts) - {"notes"} == set(comparator.attributes)


def levels_of(comparator, left, right, attribute=0):
    """Level names of aligned persons."""
    batch_a = comparator.batch([comparator.normalise(p) for p in left])
    batch_b = comparator.batch([comparator.normalise(p) for p in right])
    found = comparator.compare(batch_a, batch_b)
    return [comparator.levels[i] for i in found.levels[:, attribute]]


def check_protocol(comparator, people):
    """Shapes, types, symmetry, take, neutrality of a missing value, rows of plain values."""
    rows = [comparator.normalise(p) for p in people]
    assert all(_plain(row) and isinstance(row, tuple) for row in rows)
    columns = comparator.batch(rows)
    assert len(columns) == len(people)
    pairs = np.array(list(itertools.product(range(len(people)), repeat=2)), np.intp)
    a, b = columns.take(pairs[:, 0]), columns.take(pairs[:, 1])
    one, other = comparator.compare(a, b), comparator.compare(b, a)
    width = len(comparator.attributes)
    assert one.levels.shape == (len(pairs), width)
    assert one.levels.dtype == np.uint8
    assert one.frequency.shape == (len(pairs), width)
    assert one.frequency.dtype == np.float32
    assert (one.levels == other.levels).all()
    np.testing.assert_array_equal(one.frequency, other.frequency)
    assert one.levels.max(initial=0) < len(comparator.levels) <= 32
    known = one.frequency[~np.isnan(one.frequency)]
    assert ((known > 0) & (known <= 1)).all()
    assert comparator.levels[0] == "missing"
    _check_alone(comparator, rows, pairs, one)
    _check_stored(comparator, rows, columns)
    for p in people:
        assert len(comparator.shown(p)) == width
        assert all(isinstance(text, str) for text in comparator.shown(p))
        for q in people:
            assert len(comparator.notes(p, q)) == width


def check_notes_have_texts(comparator, people, texts):
    """Every note that people give has a sentence."""
    for p, q in itertools.product(people, repeat=2):
        for codes in comparator.notes(p, q):
            assert set(codes) <= set(texts.get("notes", {}))


def _check_alone(comparator, rows, pairs, together):
    """A pair's level does not depend on which other pairs stand in the batch."""
    for k in range(0, len(pairs), max(1, len(pairs) // 50)):
        i, j = pairs[k]
        alone = comparator.compare(comparator.batch([rows[i]]), comparator.batch([rows[j]]))
        assert (alone.levels[0] == together.levels[k]).all()
        np.testing.assert_array_equal(alone.frequency[0], together.frequency[k])


def _check_stored(comparator, rows, columns):
    """Rows come back from the store as they went in."""
    stored = [msgpack.unpackb(msgpack.packb(row), use_list=False) for row in rows]
    assert stored == list(rows)
    order = np.arange(len(rows))[::-1]
    again = comparator.compare(columns, comparator.batch(stored).take(order)).levels
    assert (again == comparator.compare(columns, columns.take(order)).levels).all()


def _plain(value):
    if isinstance(value, tuple):
        return all(_plain(v) for v in value)
    return value is None or type(value) in (str, int, float)
