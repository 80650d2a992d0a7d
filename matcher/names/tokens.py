"""Chunks of a written name taken to words: punctuation, hyphens, glued parts, initials, titles and placeholders.

A chunk is what stands between spaces. Chunks repeat from name to name, so each distinct one is worked out once.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from matcher.names.grammar import ending
from matcher.names.hygiene import mend
from matcher.names.tables import rows

_SPLIT = re.compile(r"[^\w'`´ʹʺʻʼʽʾʿˈ‘’‚‛′‵＇\u0300-\u036f\ufe20-\ufe2f¥]+|_+")
_GLUED = re.compile(r"(?<=[a-zа-яёәғқңөұүһіҳҷӣӯў]{2})(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІҲҶӢӮЎ][a-zа-яёәғқңөұүһіҳҷӣӯў]{2})")
_HYPHEN = re.compile(r"\w[-‐‑–/]\w")
_DROPPED = frozenset({"title", "placeholder"})
_NOT_LETTERS = re.compile(r"[\d]+")
LONGEST = 1000
"""Letters of one written name that are read; what stands beyond is left aside, and said so."""


class Word(NamedTuple):
    """A mended word, the repairs that made it, and whether a comma followed it."""

    text: str
    repairs: tuple[str, ...]
    comma: bool


@cache
def _titles() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("titles")}


@cache
def particles() -> dict[str, str]:
    """The words that make a patronymic of the word before them, each with the letter it is shortened to, if any."""
    return {row[0]: row[1] for row in rows("patronymic_words")}


@cache
def shortened() -> dict[str, str]:
    """The letters that such words are shortened to (Нусубалы к.), each with its word."""
    return {short: word for word, short in particles().items() if short}


def bounded(text: str) -> str:
    """The text as far as it is read: no name is longer, and time and memory must not follow whatever a field holds."""
    return text if len(text) <= LONGEST else text[:LONGEST]


def left_aside(text: str) -> tuple[str, ...]:
    """What of a written name is not compared: `title` for titles and placeholders, `shortened` for what exceeds
    `LONGEST`."""
    found = ("title",) if any(map(_has_title, bounded(text).split())) else ()
    return (*found, "shortened") if len(text) > LONGEST else found


@lru_cache(maxsize=1 << 16)
def _has_title(chunk: str) -> bool:
    pieces = [_piece(bit)[0] for bit in _SPLIT.split(chunk)]
    return any(_titles().get(piece) in _DROPPED for piece in pieces if piece)


@lru_cache(maxsize=1 << 17)
def words(chunk: str) -> tuple[Word, ...]:
    """The words of one chunk.

    >>> [w.text for w in words("ZagipaYahyanovna")]
    ['zagipa', 'yahyanovna']
    """
    if chunk.isalpha() and not _is_glued(chunk):
        mended, repairs = mend(chunk)
        text = mended.strip("'")
        return () if not text or _titles().get(text) in _DROPPED else (Word(text, repairs, False),)
    found: list[Word] = []
    comma = chunk.rstrip().endswith(",")
    glued = _GLUED.sub(" ", chunk)
    extra = ("glued",) if glued != chunk else ()
    for piece in glued.split():
        pieces = [_piece(bit) for bit in _SPLIT.split(piece)]
        kept = [(text, repairs) for text, repairs in pieces if text and _titles().get(text) not in _DROPPED]
        long = [text for text, _ in kept if len(text) > 1]
        repaired = tuple(name for _, repairs in kept for name in repairs)
        if _HYPHEN.search(piece) and len(long) > 1 and not any(map(is_particle, long)):
            found.append(Word("-".join(long), (*repaired, *extra), comma))
        else:
            found.extend(Word(text, (*repairs, *extra), comma) for text, repairs in kept)
    return tuple(found)


def _is_glued(chunk: str) -> bool:
    """Whether a capital follows small letters, as where a space was lost."""
    rest = chunk[1:]
    return not (rest.islower() or rest.isupper()) and _GLUED.search(chunk) is not None


def _piece(text: str) -> tuple[str, tuple[str, ...]]:
    mended, repairs = mend(_NOT_LETTERS.sub("", text))
    return mended.strip("'"), repairs


def is_particle(text: str) -> bool:
    """Whether the word makes a patronymic of the word before it (оглы, қызы, uulu)."""
    return text in particles()


def has_patronymic_ending(text: str) -> bool:
    """Whether the word ends like a patronymic."""
    return ending(text, "patronymic") is not None
