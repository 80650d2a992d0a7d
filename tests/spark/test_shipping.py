"""A value as a mapped file."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.linkage.shipping import read, write


def test_arrays_come_back_aligned_writable_and_as_they_were(tmp_path):
    value = {"a": np.arange(7, dtype=np.int8), "b": np.ones((3, 5)), "c": pa.array(["x", None, "дом"]), "n": 3}
    write(value, tmp_path / "v")
    found = read(tmp_path / "v")
    assert found["c"].equals(value["c"])
    assert found["n"] == 3
    for name in "ab":
        assert np.array_equal(found[name], value[name])
        assert found[name].ctypes.data % 64 == 0
        found[name][0] = 9  # its own copy of the page
    assert read(tmp_path / "v")["a"][0] == 0


def test_another_file_is_refused(tmp_path):
    (tmp_path / "v").write_bytes(b"x" * 100)
    with pytest.raises(ValueError, match="shipped"):
        read(tmp_path / "v")


@given(st.lists(st.integers(0, 200), max_size=6))
def test_any_number_of_arrays_of_any_length(tmp_path_factory, sizes):
    path = tmp_path_factory.mktemp("shipped") / "v"
    value = [np.arange(n, dtype=np.float32) for n in sizes]
    write(value, path)
    assert all(np.array_equal(a, b) for a, b in zip(read(path), value, strict=True))
