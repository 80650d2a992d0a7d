"""What a file is: told from its bytes, or refused with the remedy."""

from __future__ import annotations

import codecs

import pytest

from api.loading.layout import Form, Layout, detect
from models.errors import BadFile, BadValue

TEXT = "record_id,surname_ru\n1,Рахимов\n" * 20


def written(tmp_path, data, name="people.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def refusal(path, *options):
    with pytest.raises(BadFile) as error:
        detect(path, *options)
    return error.value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
    ],
)
def test_unicode_is_recognised(tmp_path, data, encoding):
    assert detect(written(tmp_path, data)) == Layout(Form.CSV, encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "utf-16-le", "utf-16-be"])
def test_another_encoding_is_refused_and_named(tmp_path, encoding):
    error = refusal(written(tmp_path, TEXT.encode(encoding)))
    assert error.code == "file_encoding"
    assert error.facts["encoding"] == encoding
    assert f"--encoding {encoding}" in str(error)


def test_an_encoding_that_is_given_is_believed(tmp_path):
    assert detect(written(tmp_path, TEXT.encode("cp1251")), "windows-1251").encoding == "cp1251"


def test_an_encoding_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(BadValue):
        detect(written(tmp_path, b"x"), "utf-99")


def test_a_letter_cut_in_two_by_the_sample_is_no_fault(tmp_path):
    assert detect(written(tmp_path, b"record_id\n" + "я".encode() * 50_000)).encoding == "utf-8"


@pytest.mark.parametrize("data", [b"", b"  \n\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_an_empty_file_is_refused(tmp_path, data):
    assert refusal(written(tmp_path, data)).code == "file_empty"


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert refusal(tmp_path / "nothing.csv").code == "file_missing"
    assert refusal(tmp_path).code == "file_is_folder"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.jsonl", b'{"record_id": "1"}\n', Form.JSON),
        ("a.csv", b'{"record_id": "1"}\n', Form.JSON),
        ("a.txt", b"record_id;x\n1;2", Form.CSV),
        ("a.csv", b"PAR1....", Form.PARQUET),
    ],
)
def test_the_form_is_told_from_the_content(tmp_path, name, data, form):
    assert detect(written(tmp_path, data, name)).form is form


def test_a_json_array_is_refused(tmp_path):
    assert refusal(written(tmp_path, b'[{"record_id": "1"}]', "a.json")).code == "json_array"


def test_a_parquet_file_without_its_mark_is_damaged(tmp_path):
    assert refusal(written(tmp_path, b"\0\0\0\0rubbish", "a.parquet")).code == "parquet_damaged"
