"""Which column of a file is which field: by name, or by a map file.

A map file is TOML. Its table ``columns`` pairs names of the file with names of Art. 6's columns, either way round;
``ignore`` lists columns to leave out without a word::

    ignore = ["comment"]
    [columns]
    "Фамилия" = "surname_ru"

A column that is neither known nor mapped is left out with a warning, unless its name is so near a known one that it
must be a slip: that is refused, for the field would be missing from every record.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rapidfuzz.distance import OSA

from models.errors import BadFile
from models.flat import COLUMNS, OPTIONAL_COLUMNS

KNOWN: Final = frozenset(COLUMNS + OPTIONAL_COLUMNS)
_SLIP: Final = 2
"""Edits by which a column's name may differ from a known one and still count as a slip of it."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Names of a file's columns to names of fields."""

    fields: dict[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Columns:
    """For each column of a file the field it holds (None: left out), and the names left out with a warning."""

    fields: tuple[str | None, ...]
    unknown: tuple[str, ...]


def read_map(path: Path) -> ColumnMap:
    """A map file; raises BadFile when it is no TOML or names a field that does not exist."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise BadFile("file_missing", "--map") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise BadFile("map_unreadable", "--map") from None
    ignored = content.pop("ignore", [])
    pairs = content.get("columns", content)
    if not isinstance(pairs, dict) or not isinstance(ignored, list):
        raise BadFile("map_unreadable", "--map")
    return ColumnMap(dict(_pair(name, value) for name, value in pairs.items()), frozenset(map(str, ignored)))


def assign(header: Sequence[str], mapping: ColumnMap) -> Columns:
    """The fields of a file's columns; raises BadFile for a missing record_id, a doubled field or a slip."""
    missing = [name for name in mapping.fields if name not in header]
    if missing:
        raise BadFile("map_column_missing", "--map", column=shown(missing[0]))
    fields = tuple(_field(name, mapping) for name in header)
    if "record_id" not in fields:
        raise BadFile("column_record_id", "record_id", columns=", ".join(map(shown, header[:40])))
    for name in KNOWN:
        if fields.count(name) > 1:
            raise BadFile("column_twice", name)
    unknown = [n for n, f in zip(header, fields, strict=True) if f is None and n and n not in mapping.ignored]
    for name in unknown:
        refuse_slip(name, fields)
    return Columns(fields, tuple(shown(name) for name in unknown))


def shown(name: str) -> str:
    """A column's name fit for a message: printable and not long, for it may be a value from a file without header."""
    return name if name.isprintable() and len(name) <= 40 else "?"


def _field(name: str, mapping: ColumnMap) -> str | None:
    if name in mapping.fields:
        return mapping.fields[name]
    if name in mapping.ignored:
        return None
    plain = name.strip().casefold()
    return plain if plain in KNOWN and plain not in mapping.fields.values() else None


def _pair(name: str, value: Any) -> tuple[str, str]:
    if isinstance(value, str) and value in KNOWN:
        return name, value
    if isinstance(value, str) and name in KNOWN:
        return value, name
    raise BadFile("map_field_unknown", "--map", column=shown(name), known=", ".join(COLUMNS + OPTIONAL_COLUMNS))


def refuse_slip(name: str, fields: Container[str | None]) -> None:
    """Raises BadFile for a name that must be meant as one of the fields that are not there."""
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    for known in COLUMNS:
        if known not in fields and OSA.distance(plain, known, score_cutoff=_SLIP) <= _SLIP:
            raise BadFile("column_slip", known, column=shown(name))
