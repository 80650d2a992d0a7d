"""What is known of single names: whether a form is a given name or a surname, how common, of which gender and families.

The compiled table (`data/lexicon.msgpack`, made by `train` from the tables) is keyed by folded symbols, so that a
spelling in any script is found. Fathers' names have an index of their own, by the stem a patronymic keeps.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgpack

from matcher.names.phonemes import folded, lookups

PATH = Path(__file__).parent / "data" / "lexicon.msgpack"


class Entry(NamedTuple):
    """Weights per million as given name and as surname, gender ("m", "f", "u", ""), and families the name belongs to.

    `families` are names of one origin; `groups` narrower: forms that one person's papers swap.
    """

    given: float
    surname: float
    gender: str
    families: frozenset[int]
    groups: frozenset[int]


Packed = dict[str, dict[str, tuple[Any, ...]]]
UNKNOWN = Entry(0.0, 0.0, "", frozenset(), frozenset())


@cache
def tables() -> Packed:
    """The compiled lexicon as packed: its indices "names" and "fathers"; none where it is not made yet."""
    if not PATH.exists():
        return {"names": {}, "fathers": {}}
    packed: Packed = msgpack.unpackb(PATH.read_bytes(), use_list=False)  # tuples: the garbage collector passes them by
    return packed


@lru_cache(maxsize=1 << 17)
def entry(index: str, key: str) -> Entry | None:
    """What one index holds under a key; made when asked for, since most entries never are."""
    found = tables()[index].get(key)
    return None if found is None else Entry(found[0], found[1], found[2], frozenset(found[3]), frozenset(found[4]))


@lru_cache(maxsize=1 << 16)
def look_up(word: str) -> Entry:
    """What the lexicon knows of a mended word; `UNKNOWN` when nothing."""
    return _first("names", word)


@lru_cache(maxsize=1 << 16)
def look_up_father(stem: str) -> Entry:
    """What it knows of a father's name by the stem that a patronymic keeps (`grammar.father`)."""
    return _first("fathers", stem)


def _first(index: str, word: str) -> Entry:
    for symbols in lookups(word):
        found = entry(index, folded(symbols))
        if found is not None:
            return found
    return UNKNOWN
