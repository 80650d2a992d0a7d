"""What is known of single names: whether a form is a given name or a surname, how common, of which gender and families.

The compiled table (`data/lexicon.msgpack`, made by `train` from the tables) is keyed by folded symbols, so that a spelling in
any script is found. Fathers' names have an index of their own, by the stem a patronymic keeps.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgpack

from matcher.names.phonemes import folded, lookups

_DATA = Path(__file__).parent / "data" / "lexicon.msgpack"


class Entry(NamedTuple):
    """Weights per million as given name and as surname, gender ("m", "f", "u", ""), and families the name belongs to.

    `families` are names of one origin; `groups` narrower: forms that one person's papers swap.
    """

    given: float
    surname: float
    gender: str
    families: frozenset[int]
    groups: frozenset[int]


UNKNOWN = Entry(0.0, 0.0, "", frozenset(), frozenset())


@cache
def table(index: str) -> dict[str, Entry]:
    """One index of the compiled lexicon: "names" or "fathers"."""
    if not _DATA.exists():
        return {}
    packed: dict[str, dict[str, list[Any]]] = msgpack.unpackb(_DATA.read_bytes())
    return {key: Entry(v[0], v[1], v[2], frozenset(v[3]), frozenset(v[4])) for key, v in packed[index].items()}


def look_up(word: str) -> Entry:
    """What the lexicon knows of a mended word; `UNKNOWN` when nothing."""
    return _first("names", word)


def look_up_father(stem: str) -> Entry:
    """What it knows of a father's name by the stem that a patronymic keeps (`grammar.father`)."""
    return _first("fathers", stem)


def _first(index: str, word: str) -> Entry:
    names = table(index)
    for symbols in reversed(lookups(word)):
        found = names.get(folded(symbols))
        if found is not None:
            return found
    return UNKNOWN
