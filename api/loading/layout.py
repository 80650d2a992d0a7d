"""What a file is: its form, encoding and separator. Told from its first bytes, refused when it cannot be told."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from models.errors import BadFile, BadValue

SAMPLE_BYTES: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".json"})
_PARQUET: Final = b"PAR1"


class Form(StrEnum):
    """The forms a register may come in."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Layout:
    """Form and encoding of a file; Parquet has no encoding of its own."""

    form: Form
    encoding: str = ""


def detect(path: Path, encoding: str | None = None) -> Layout:
    """The layout of a file; raises BadFile with the remedy when it is missing, empty or in an unknown encoding."""
    sample = _sample(path)
    if sample.startswith(_PARQUET):
        return Layout(Form.PARQUET)
    if path.suffix.lower() in {".parquet", ".pq"}:
        raise BadFile("parquet_damaged", path.suffix)
    encoding = _known(encoding) if encoding else _encoding(sample)
    text = sample.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if not text:
        raise BadFile("file_empty")
    if path.suffix.lower() in _JSON_SUFFIXES or text.startswith(("{", "[")):
        if text.startswith("["):
            raise BadFile("json_array")
        return Layout(Form.JSON, encoding)
    return Layout(Form.CSV, encoding)


def _sample(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except FileNotFoundError:
        raise BadFile("file_missing") from None
    except IsADirectoryError:
        raise BadFile("file_is_folder") from None
    except OSError:
        raise BadFile("file_unreadable") from None
    if not sample.strip():
        raise BadFile("file_empty")
    return sample


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except LookupError:
        raise BadValue("encoding_unknown", "--encoding") from None


def _encoding(sample: bytes) -> str:
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if sample.count(0) > len(sample) // 4:
        guess = "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
        raise BadFile("file_encoding", encoding=guess)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) < SAMPLE_BYTES)
    except UnicodeDecodeError:
        raise BadFile("file_encoding", encoding=_single_byte(sample)) from None
    return "utf-8"


def _single_byte(sample: bytes) -> str:
    """The single-byte encoding in which the sample shows the most small Cyrillic letters: a guess, so only a remedy."""
    names = ("cp1251", "koi8-r", "cp866", "iso8859-5")
    return max(names, key=lambda name: sum("а" <= c <= "я" for c in sample.decode(name, errors="replace")))
