"""What a batch job compares: the columns of Art. 6, and any others that a map file declares with a comparator type.

A map file is TOML::

    id = "rec_id"                       # the column that holds the record's identifier (default: record_id)

    [columns]                           # Art. 6 column = column of the file
    birth_date = "dob"

    [attributes.postcode]               # a column beyond Art. 6
    column = "postcode_fake"            # default: the attribute's own name
    type = "code"                       # text, code, date or category

    [blocking]                          # optional; without it the plan is made from the data
    rules = [["surname[:4]", "dob"], ["surname~", "given_name~"], ["postcode"]]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from matcher.generic import TYPES
from models.errors import BadFile
from models.flat import COLUMNS, OPTIONAL_COLUMNS

ID_COLUMN: Final = "record_id"
_PART: Final = re.compile(r"^(?P<column>[^\[\]~]+)(?:\[:(?P<end>\d+)\]|(?P<skeleton>~))?$")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column beyond Art. 6: its name in the results, its column in the file, its comparator type."""

    name: str
    column: str
    kind: str


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A column, its first ``end`` characters (``column[:4]``) or its skeleton (``column~``), as part of a key."""

    column: str
    end: int | None = None
    skeleton: bool = False

    @property
    def whole(self) -> bool:
        """Whether the part is the whole value."""
        return self.end is None and not self.skeleton

    def __str__(self) -> str:
        return self.column + ("~" if self.skeleton else "" if self.end is None else f"[:{self.end}]")


Rule = tuple[KeyPart, ...]
"""Two records are compared when all parts of one rule agree."""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A job's map."""

    id_column: str = ID_COLUMN
    columns: Mapping[str, str] | None = None
    """Art. 6 column → column of the file; None: the file uses the names of Art. 6."""
    attributes: tuple[Attribute, ...] = ()
    rules: tuple[Rule, ...] = ()

    def art6(self, available: tuple[str, ...]) -> dict[str, str]:
        """Art. 6 column → column of the file, for the columns that the file has (the identifier left out)."""
        known = [c for c in (*COLUMNS, *OPTIONAL_COLUMNS) if c != ID_COLUMN]
        declared = self.columns if self.columns is not None else {c: c for c in known}
        taken = {a.column for a in self.attributes}
        return {c: source for c, source in declared.items() if source in available and source not in taken}


def read_spec(path: Path) -> JobSpec:
    """The spec in a map file; raises BadFile naming the entry."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile("map_unreadable", path.name) from error
    return parse_spec(document)


def parse_spec(document: Mapping[str, Any]) -> JobSpec:
    """The spec in a map file's content; raises BadFile naming the entry."""
    columns = document.get("columns")
    for column in columns or ():
        if column not in (*COLUMNS, *OPTIONAL_COLUMNS):
            raise BadFile("map_column_unknown", f"columns.{column}", known=", ".join((*COLUMNS, *OPTIONAL_COLUMNS)))
    attributes = tuple(_attribute(name, d) for name, d in document.get("attributes", {}).items())
    rules = tuple(tuple(map(parse_part, rule)) for rule in document.get("blocking", {}).get("rules", ()))
    identifier = str(document.get("id") or (columns or {}).get(ID_COLUMN) or ID_COLUMN)
    return JobSpec(identifier, columns, attributes, rules)


def _attribute(name: str, declared: Mapping[str, Any]) -> Attribute:
    kind = str(declared.get("type", "text"))
    if kind not in TYPES:
        raise BadFile("comparator_unknown", f"attributes.{name}.type", known=", ".join(TYPES))
    return Attribute(name, str(declared.get("column", name)), kind)


def parse_part(text: str) -> KeyPart:
    """``surname[:4]`` or ``surname~`` as a part of a key; raises BadFile('map_rule_unreadable')."""
    found = _PART.match(text)
    if found is None:
        raise BadFile("map_rule_unreadable", "blocking.rules")
    return KeyPart(found["column"], int(found["end"]) if found["end"] else None, bool(found["skeleton"]))
