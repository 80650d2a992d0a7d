"""How well a word suits each role: by its endings and by what the lexicon knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from matcher.names.grammar import ending, father
from matcher.names.judgement import assumed
from matcher.names.lexicon import look_up, look_up_father

_NISBA = tuple(assumed("nisba")["endings"])
"""Endings that make a Tajik surname where the word is no known given name."""


class Evidence(NamedTuple):
    """How well a word suits each role (surname, given, patronymic), in rough bits."""

    surname: int
    given: int
    patronymic: int


_SURNAME_ENDINGS: Mapping[str, int] = assumed("surname_endings")
"""Rough bits that an ending gives for a surname."""


@lru_cache(maxsize=1 << 17)
def evidence(text: str) -> Evidence:
    """Role evidence of one word; of a hyphenated word, what its parts say together."""
    if "-" in text:
        parts = [evidence(part) for part in text.split("-")]
        return Evidence(max(p.surname for p in parts) + 1, max(p.given for p in parts), parts[-1].patronymic)
    if len(text) == 1:
        return Evidence(-5, 1, 1)
    known = look_up(text)
    given = (4 if known.given >= 20 else 3) if known.given else 0
    surname = 2 if known.surname else 0
    tail = ending(text, "surname")
    if tail is not None and not (known.given >= 20 and not known.surname):
        surname += _SURNAME_ENDINGS.get(tail.kind, 0)
        if tail.kind in {"ov", "sky"}:
            given -= 3
        elif text.endswith(_NISBA):
            surname += assumed("nisba")["bits"]
    return Evidence(surname, given, father_evidence(text, bare=-3 if given > 0 else -6))


@lru_cache(maxsize=1 << 16)
def father_evidence(text: str, bare: int = -6) -> int:
    """Evidence that a word is a father's name; `bare` without an ending that says so."""
    tail = ending(text, "patronymic")
    if tail is None:
        return bare
    known = look_up_father(father(tail.stem)).given
    if known:
        return 12
    return 6 if tail.kind == "ovich" else 9
