"""Candidate keys of a name: skeletons that survive transliteration, grammar and most spelling habits."""

from __future__ import annotations

from functools import lru_cache

from matcher.names.grammar import ending, father
from matcher.names.model import ROLES, Row
from matcher.names.phonemes import phonemes

_FOLD = str.maketrans(
    {
        **dict.fromkeys("JYZjzı", "z"), **dict.fromkeys("xhH", "h"), **dict.fromkeys("gGhxH", "h"), **dict.fromkeys("kqK", "k"),
        **dict.fromkeys("sScCQ", "s"), **dict.fromkeys("vwWb", "b"), **dict.fromkeys("dt", "t"), **dict.fromkeys("pf", "p"),
        **dict.fromkeys("nN", "n"), "X": "ks", "'": "",
        **dict.fromkeys("aäeiIîyoöuüUô", ""),
    }
)  # fmt: skip


@lru_cache(maxsize=1 << 17)
def skeleton(text: str, role: int) -> str:
    """The consonants of a part's stem, folded: what nearly every spelling of it shares."""
    word = text.replace(" ", "")
    tail = ending(word, ROLES[role]) if role != 1 else None
    stem = tail.stem if tail else word
    symbols = phonemes(father(stem) if role == 2 else stem)
    first = symbols[:1].translate(_FOLD) or "a"
    rest = symbols[1:].replace("j", "").replace("ı", "").translate(_FOLD)
    out = [first]
    for c in rest:
        if c != out[-1]:
            out.append(c)
    return "".join(out)


def keys(row: Row) -> list[str]:
    """Candidate keys of one stored row: `s:`, `g:`, `f:` skeletons of surname, given name and father's name, and `sg:` of both."""
    found: dict[str, None] = {}
    for surname, given, patronymic, _ in row:
        s, g, f = (skeleton(t, role) if t else "" for role, t in enumerate((surname, given, patronymic)))
        for mark, value in (("s", s), ("g", g), ("f", f), ("sg", f"{s}|{g}" if s and g else "")):
            if value:
                found[f"{mark}:{value}"] = None
    return list(found)
