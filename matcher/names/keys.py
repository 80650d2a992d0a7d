"""Candidate keys of a name: skeletons that survive transliteration, grammar and most spelling habits."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from matcher.names.grammar import ending, endings, father
from matcher.names.model import ROLES, Row
from matcher.names.phonemes import phonemes

_FOLD = str.maketrans(
    {
        **dict.fromkeys("JYZjzı", "z"), **dict.fromkeys("xhH", "h"), **dict.fromkeys("gGhxH", "h"),
        **dict.fromkeys("kqK", "k"),
        **dict.fromkeys("sScCQ", "s"), **dict.fromkeys("vwWb", "b"), **dict.fromkeys("dt", "t"),
        **dict.fromkeys("pf", "p"),
        **dict.fromkeys("nN", "n"), "X": "ks", "'": "",
        **dict.fromkeys("aäeiIîyoöuüUô", ""),
    }
)  # fmt: skip


_KS = re.compile("ex(?=[aeiys]|$)")
"""A Latin x that is ks (Alexander, Alexey) and no х."""
_YE = ("е", "ye")
"""What begins with the sound that many papers write as a plain E (Елена, Elena)."""


@lru_cache(maxsize=1 << 17)
def skeleton(text: str, role: int) -> str:
    """The consonants of a part's stem, folded: what nearly every spelling of it shares."""
    word = text.replace(" ", "")
    tail = ending(word, ROLES[role]) if role != 1 else None
    stem = tail.stem if tail else word
    symbols = phonemes(_KS.sub("eks", father(stem) if role == 2 else stem))
    if word.startswith(_YE):
        symbols = symbols.removeprefix("j")
    first = symbols[:1].translate(_FOLD) or "a"
    rest = symbols[1:].replace("j", "").replace("ı", "").translate(_FOLD)
    out = [first]
    for c in rest:
        if c != out[-1]:
            out.append(c)
    return "".join(out).replace("tz", "t")  # Belarusian papers write a soft d or t so (Дзмітрый, Уладзімір)


class Folded(NamedTuple):
    """The distinct skeletons of a row's surnames, given names and fathers' names, and the pairs of surname and given
    name."""

    surnames: tuple[str, ...]
    givens: tuple[str, ...]
    fathers: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def folded(row: Row) -> Folded:
    """The skeletons of one stored row, each once."""
    surnames: dict[str, None] = {}
    givens: dict[str, None] = {}
    fathers: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for surname, given, father_, _ in row:
        if surname:
            surnames[left := skeleton(surname, 0)] = None
        if given:
            givens[right := skeleton(given, 1)] = None
        if surname and given:
            pairs[left, right] = None
        if father_:
            fathers[skeleton(father_, 2)] = None
    return Folded(tuple(surnames), tuple(givens), tuple(fathers), tuple(pairs))


def other_honorifics(row: Row) -> tuple[tuple[str, str], ...]:
    """Pairs of skeletons of surname and given name with the given name's honorific left out, and with each other one in
    its place: -бек, -хон and -джон come and go from paper to paper."""
    found: dict[tuple[str, str], None] = {}
    for surname, given, _, _ in row:
        if surname and given and " " not in given:
            tail = ending(given, ROLES[1])
            stem = skeleton(tail.stem if tail else given, 1)
            found.update(dict.fromkeys([(skeleton(surname, 0), _joined(stem, other)) for other in _honorifics()]))
    return tuple(found)


def _joined(stem: str, tail: str) -> str:
    return stem + (tail[1:] if tail.startswith(stem[-1]) else tail)


@cache
def _honorifics() -> tuple[str, ...]:
    """The skeletons of all honorifics, and of none, as they stand behind a name."""
    every = [(tail, "а" if cyrillic else "a") for cyrillic in (True, False) for tail in endings(ROLES[1], cyrillic)]
    return tuple(dict.fromkeys(["", *[skeleton(before + tail, 1)[1:] for tail, before in every]]))


def keys(row: Row) -> list[str]:
    """Candidate keys of one stored row: `s:`, `g:`, `f:` skeletons of surname, given name and father's name, and `sg:`
    of both, whichever is which."""
    parts = folded(row)
    kinds = (
        ("s", parts.surnames),
        ("g", parts.givens),
        ("f", parts.fathers),
        ("sg", dict.fromkeys("|".join(sorted(p)) for p in parts.pairs)),
    )
    return [f"{kind}:{value}" for kind, values in kinds for value in values]
