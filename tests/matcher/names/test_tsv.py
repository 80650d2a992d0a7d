"""A table of pairs streams through: every column kept, one added, order kept."""

import io

import pytest

from matcher.names.tsv import CHUNK, score_table, scored
from models.errors import BadFile


def lines(text):
    return "".join(scored(text.splitlines(keepends=True))).splitlines()


def test_columns_stay_and_a_score_is_added():
    found = lines("id\tname_b\tname_a\n7\tRustam Karimov\tКаримов Рустам\n")
    assert found[0] == "id\tname_b\tname_a\tscore"
    assert found[1].startswith("7\tRustam Karimov\tКаримов Рустам\t")
    assert float(found[1].rsplit("\t", 1)[1]) > 0


def test_more_rows_than_a_chunk_keep_their_order():
    rows = "".join(f"Каримов {i % 7}\tKarimov\t{i}\n" for i in range(CHUNK + 5))
    found = lines("name_a\tname_b\tn\n" + rows)[1:]
    assert [int(row.split("\t")[2]) for row in found] == list(range(CHUNK + 5))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert len(lines("\ufeffname_a\tname_b\r\nА\tА\r\n")) == 2


def test_short_and_empty_rows_are_scored_as_empty():
    assert lines("name_a\tname_b\nКаримов\n\n")[1:] == ["Каримов\t\t0.000000", "\t\t0.000000"]


def test_bytes_that_are_no_text_pass_untouched():
    target = io.BytesIO()
    score_table(io.BytesIO(b"name_a\tname_b\n\xff\xfe\t\x00\n"), target)
    assert target.getvalue().split(b"\n")[1].startswith(b"\xff\xfe\t\x00\t")


def test_a_missing_column_is_named():
    with pytest.raises(BadFile) as refused:
        lines("name_a\tother\n")
    assert "name_b" in refused.value.text("en")
