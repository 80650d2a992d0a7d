"""Queries and records as the command line gets them: one JSON object, or JSON Lines of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from models.errors import BadFile, BadQuery, TulgaError
from models.evidence import Grade
from models.person import Person
from models.query import Purpose, Query
from models.wire import read_record


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say about every query of a call."""

    purpose: Purpose
    case: str | None
    limit: int
    min_grade: Grade
    registers: tuple[str, ...]


def read_queries(texts: Iterable[bytes], asked: Asked) -> Iterator[Query | TulgaError]:
    """The queries of some files in order; in place of one that cannot be read, why."""
    for text in texts:
        for found in _objects(text):
            try:
                yield _query(_object(found), asked)
            except TulgaError as error:
                yield error


def read_person(path: Path) -> Person:
    """The record in a file with one JSON object; raises BadFile or BadValue."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise BadFile("file_missing") from None
    except OSError:
        raise BadFile("file_unreadable") from None
    return read_record(_object(_decoded(text)))


def _query(record: dict[str, Any], asked: Asked) -> Query:
    return Query(
        person=read_record(record),
        purpose=asked.purpose,
        case=asked.case,
        limit=asked.limit,
        min_grade=asked.min_grade,
        registers=asked.registers,
    )


def _objects(text: bytes) -> Iterator[Any]:
    """One object over any number of lines, or one object a line."""
    whole = _decoded(text)
    if whole is not None:
        yield whole
        return
    for line in text.removeprefix(b"\xef\xbb\xbf").splitlines():
        if line.strip():
            yield _decoded(line)


def _decoded(text: bytes) -> Any:
    try:
        return orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def _object(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise BadQuery("query_unreadable", "query")
    return found
