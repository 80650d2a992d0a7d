"""Grammar of patronymics, surnames and given names: endings, what stands before them, and the gender they show.

The endings stand in `tables/suffixes.tsv`; the longest that fits wins, when enough of a stem is left.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from matcher.names.hygiene import is_cyrillic
from matcher.names.tables import rows

_BARE = {"ı": "y", "ə": "a", "ł": "l", "ø": "o", "đ": "d"}
_SHORTEST = {"patronymic": 2, "surname": 3, "given": 3}
_FATHER_LAST = frozenset("ьъ'йиіыyij")
_FATHER_END = re.compile(r"(?:[ьъ']|[иіы]?й|(?<=[^аеоуaeou])[иіyi]|(?<=[aeou])[yij]|i[yij]|y[yi]|ij)+$")


_NO_ENDINGS: tuple[tuple[str, ...], dict[str, tuple[str, str, str]]] = ((), {})


class Ending(NamedTuple):
    """A word taken apart: the stem, the class of its ending (`ov`, `zoda`, `uly` …), the gender it shows ("m", "f",
    "").

    `base` is the word in the masculine nominative, the form surnames are compared in.
    """

    stem: str
    kind: str
    gender: str
    base: str


@cache
def _endings(role: str, script: str) -> dict[str, tuple[str, str, str]]:
    return {r[2]: (r[3], r[4], r[5]) for r in rows("suffixes") if r[0] == role and r[1] == script}


@cache
def _by_last_letter(role: str, script: str) -> dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str, str]]]]:
    """The endings of one role by their last letter, the longest first, with what each of them says."""
    known: dict[str, dict[str, tuple[str, str, str]]] = {}
    for tail, what in sorted(_endings(role, script).items(), key=lambda item: -len(item[0])):
        known.setdefault(tail[-1], {})[tail] = what
    return {letter: (tuple(tails), tails) for letter, tails in known.items()}


def endings(role: str, cyrillic: bool) -> list[str]:
    """The endings that a word may have in a role, in one script, as the table lists them."""
    return list(_endings(role, "Cyrl" if cyrillic else "Latn"))


@lru_cache(maxsize=1 << 16)
def ending(word: str, role: str) -> Ending | None:
    """The word's ending in one role ("surname", "given", "patronymic"), or None when no ending of the table fits.

    >>> ending("раҳмонова", "surname")
    Ending(stem='раҳмон', kind='ov', gender='f', base='раҳмонов')
    """
    script = "Cyrl" if is_cyrillic(word) else "Latn"
    plain = word if script == "Cyrl" or word.isascii() else _plain(word)
    tails, known = _by_last_letter(role, script).get(plain[-1:], _NO_ENDINGS)
    if not plain.endswith(tails):
        return None
    for tail in tails:
        if not plain.endswith(tail):
            continue
        kind, gender, leaves = known[tail]
        size = len(tail)
        stem = word[:-size] + (leaves if role == "patronymic" else "")
        if len(stem) >= _SHORTEST[role]:
            base = word[:-size] + leaves if leaves and role == "surname" else word
            return Ending(stem, kind, gender, base)
    return None


@lru_cache(maxsize=1 << 12)
def _plain(word: str) -> str:
    """A Latin word without its marks, letter for letter, as the endings are listed."""
    return "".join(_BARE.get(c) or unicodedata.normalize("NFD", c)[0] for c in word)


def father(stem: str) -> str:
    """A father's name as patronymics keep it: without the vowel or soft sign that the ending changes (Юрий, Юрьевич →
    юр)."""
    if stem[-1:] not in _FATHER_LAST:
        return stem
    short = _FATHER_END.sub("", stem)
    return short if len(short) >= 2 else stem
