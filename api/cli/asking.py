"""Queries and records as the command line gets them: one JSON object, or JSON Lines of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from api.cli.options import about
from models.biometrics import MediaFile
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


Text = tuple[bytes, Path]
"""A file's bytes, and the folder that paths in it are relative to."""


def read_queries(texts: Iterable[Text], asked: Asked) -> Iterator[Query | TulgaError]:
    """The queries of some files in order; in place of one that cannot be read, why."""
    for text, folder in texts:
        for found in _objects(text):
            try:
                yield _query(_object(found), asked, folder)
            except TulgaError as error:
                yield error


def read_person(path: Path) -> tuple[Person, tuple[MediaFile, ...]]:
    """The record in a file with one JSON object and the pictures it names; raises BadFile or BadValue."""
    with about(path):
        person = read_record(_object(_decoded(read_bytes(path))))
        return person, _files(person, path.parent)


def read_bytes(path: Path) -> bytes:
    """All of a file; raises BadFile."""
    with about(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise BadFile("file_missing") from None
        except IsADirectoryError:
            raise BadFile("file_is_folder") from None
        except OSError:
            raise BadFile("file_unreadable") from None


def _files(person: Person, folder: Path) -> tuple[MediaFile, ...]:
    """The pictures a person names, read from the disk."""
    if not (person.photos or person.fingerprint_cards):
        return ()
    from api.biometrics.files import files_of

    return files_of(person, folder)


def _query(record: dict[str, Any], asked: Asked, folder: Path) -> Query:
    person = read_record(record)
    return Query(
        person=person,
        media=_files(person, folder),
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
