"""Rows of text: put together where a cell runs over lines, cut off where a line has no end."""

from __future__ import annotations

import io

import pytest

from api.loading import lines as lines_room
from api.loading.lines import MAX_LINE, MAX_QUOTED_LINES, Lines, rows
from api.loading.rejects import Reject


def read(text, separator=","):
    return list(rows(Lines(io.StringIO(text, newline=None)), separator))


def test_each_line_is_a_row_with_its_number():
    assert read("a,b\nc,d\n") == [(1, "a,b"), (2, "c,d")]


def test_empty_lines_are_no_rows_but_are_counted():
    assert read("a\n\n  \nb") == [(1, "a"), (4, "b")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(end):
    assert read(f"a{end}b{end}") == [(1, "a"), (2, "b")]


def test_a_quoted_cell_may_run_over_lines():
    assert read('1,"x\ny",2\n3,z,4\n') == [(1, '1,"x\ny",2'), (3, "3,z,4")]


def test_a_doubled_quote_does_not_close_a_cell():
    assert read('1,"x ""y""\nz"\n2,b\n') == [(1, '1,"x ""y""\nz"'), (3, "2,b")]


def test_a_quote_within_a_cell_opens_nothing():
    assert read('1,5" pipe\n2,b\n') == [(1, '1,5" pipe'), (2, "2,b")]


def test_a_quote_that_is_never_closed_costs_only_its_line():
    found = read('1,"x\n' + "".join(f"{n},y\n" for n in range(2, 200)))
    assert found[0] == Reject(1, "", "row_quote_open", {"limit": MAX_QUOTED_LINES})
    assert found[1:] == [(n, f"{n},y") for n in range(2, 200)]


def test_a_quote_left_open_by_the_last_line_is_rejected():
    assert [type(r) for r in read('1,a\n2,"b\n')] == [tuple, Reject]


def test_a_line_without_end_is_rejected_without_being_kept():
    found = read("1,a\n2," + "x" * (3 * MAX_LINE) + "\n3,b\n")
    assert found == [(1, "1,a"), Reject(2, "", "row_too_long", {"limit": MAX_LINE}), (3, "3,b")]


def test_a_line_of_just_the_greatest_length_is_read(monkeypatch):
    monkeypatch.setattr(lines_room, "MAX_LINE", 8)
    assert read("1234567\n12345678\n1\n") == [(1, "1234567"), Reject(2, "", "row_too_long", {"limit": 8}), (3, "1")]


def test_bytes_of_another_encoding_are_rejected_line_by_line():
    assert read("1,a\n2,\ufffd\n3,b\n") == [(1, "1,a"), Reject(2, "", "row_encoding", {}), (3, "3,b")]


def test_lines_of_json_know_no_quotes():
    assert read('{"a": "b\n{"c": 1}\n', None) == [(1, '{"a": "b'), (2, '{"c": 1}')]
