"""What is known of single names: whether a form is a given name or a surname, how common, of which gender and families.

The compiled table (`data/lexicon.msgpack`, made by `train`) is keyed by symbols, so any spelling that reads alike is found.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgpack

_DATA = Path(__file__).parent / "data" / "lexicon.msgpack"


class Entry(NamedTuple):
    """Weights per million as given name, surname and father's name, gender ("m", "f", "u", "") and family numbers."""

    given: float
    surname: float
    gender: str
    families: tuple[int, ...]


UNKNOWN = Entry(0.0, 0.0, "", ())


@cache
def _entries() -> dict[str, list[object]]:
    if not _DATA.exists():
        return {}
    table: dict[str, list[object]] = msgpack.unpackb(_DATA.read_bytes(), use_list=True)
    return table


def look_up(symbols: str) -> Entry:
    """What the lexicon knows of a symbol string; `UNKNOWN` when nothing."""
    found = _entries().get(symbols)
    if found is None:
        return UNKNOWN
    given, surname, gender, families = found
    return Entry(float(given), float(surname), str(gender), tuple(families))  # type: ignore[arg-type,call-overload]
