"""What the types alone do not refuse in a rich record: unknown fields deep inside, endless lists, control characters.

The walk follows the type hints of ``models.person.Person``, so that a new field needs no word here.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
import re
import typing
from collections.abc import Mapping
from typing import Any, Final

from models.date import PartialDate
from models.date_reading import read_date
from models.errors import BadValue
from models.flat import MAX_CELL
from models.person import Person

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_ITEMS: Final = 100
"""Longest list in a record: names, documents, registrations of one person."""


def check(record: Mapping[str, Any]) -> None:
    """Raise BadValue for a text, list or nested field of a record that no source sends on purpose."""
    for name, value in record.items():
        _check(value, _hints(Person).get(name), name if isinstance(name, str) and name.isidentifier() else "?")


def reread_dates(value: Any, path: str = "") -> Any:
    """``value`` (a person or a part of one) with every date read anew from its text, where a source states it.

    Year, month and day of a date are derived: what a caller puts there is not believed.
    """
    if isinstance(value, PartialDate):
        return read_date(value.text, path)
    if isinstance(value, tuple):
        items = tuple(reread_dates(item, f"{path}[{number}]") for number, item in enumerate(value))
        return value if all(map(operator.is_, items, value)) else items
    kind: Any = type(value)
    changed: dict[str, Any] = {}
    for name in _fields(kind):
        part = getattr(value, name)
        if (read := reread_dates(part, f"{path}.{name}" if path else name)) is not part:
            changed[name] = read
    return dataclasses.replace(value, **changed) if changed else value


@functools.lru_cache(maxsize=256)
def _fields(cls: Any) -> tuple[str, ...]:
    """Names of the fields of a dataclass; none of what is no dataclass."""
    return tuple(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else ()


def _check(value: Any, hint: Any, path: str) -> None:
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, Mapping):
        known = _hints(_class(hint))
        for name, part in value.items():
            if known and name not in known:
                raise BadValue("field_unknown", f"{path}.?", known=", ".join(known))
            _check(part, known.get(name), f"{path}.{name}" if known else path)
    elif isinstance(value, list):
        if len(value) > MOST_ITEMS:
            raise BadValue("list_length", path, minimum=0, maximum=MOST_ITEMS)
        for number, item in enumerate(value):
            _check(item, _item(hint), f"{path}[{number}]")
    if not isinstance(value, bool | None) and _takes_bool(hint):
        raise BadValue("field_type", path, expected="true, false")  # "yes" and 1 are no facts of a permit


@functools.lru_cache(maxsize=256)
def _takes_bool(hint: Any) -> bool:
    return bool in (hint, *typing.get_args(hint))


def _check_text(text: str, path: str) -> None:
    if len(text) > MAX_CELL:
        raise BadValue("field_too_long", path, limit=MAX_CELL)
    if _CONTROL.search(text):
        raise BadValue("field_control_characters", path)


def _item(hint: Any) -> Any:
    return next(iter(typing.get_args(hint)), None)


def _class(hint: Any) -> Any:
    """The dataclass in ``hint`` (``Value[Place]`` → Value with a Place, ``PartialDate | None`` → PartialDate)."""
    if dataclasses.is_dataclass(typing.get_origin(hint) or hint):
        return hint
    return next((_class(part) for part in typing.get_args(hint) if part is not type(None)), None)


@functools.lru_cache(maxsize=64)
def _hints(cls: Any) -> dict[str, Any]:
    """Field names and types of a dataclass, a generic one's filled in; nothing for what is no dataclass."""
    origin = typing.get_origin(cls) or cls
    if not dataclasses.is_dataclass(origin):
        return {}
    filled = typing.get_args(cls)
    names = {f.name for f in dataclasses.fields(origin)}
    hints = {name: hint for name, hint in typing.get_type_hints(origin).items() if name in names}
    return {
        name: filled[0] if filled and isinstance(_bare(hint), typing.TypeVar) else hint for name, hint in hints.items()
    }


def _bare(hint: Any) -> Any:
    return next((part for part in typing.get_args(hint) if isinstance(part, typing.TypeVar)), hint)
