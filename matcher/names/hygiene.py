"""Script and encoding hygiene: what a keyboard, a font or a form did to a word is undone before anything is compared.

Each repair has a name, so that the evidence can say what was done. No letter is dropped silently: what no table knows
is kept (other scripts go through Unidecode, as a last resort).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from unidecode import unidecode

from matcher.names.tables import letters

APOSTROPHES = "'`´ʹʺʻʼʽʾʿˈ˝‘’‚‛′‵＇ʼ᾽᾿՚ߴߵ\"“”„″"
_LATIN = re.compile(r"[a-zƀ-ɏḀ-ỿªºß-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĸĺļľłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžſə]")
_CYRILLIC = re.compile(r"[Ѐ-ԯᲀ-ᲈꙀ-ꚟ]")
_KNOWN = re.compile(r"[a-z']*|[а-яёәғқңөұүһіҳҷӣӯў']*")
_TIE = re.compile("[\u0360\u0361\ufe20-\ufe23]")
"""Marks that tie two letters of a romanisation together; they are no letters."""
_LEGACY = "љњќѓ"
_SCHOLARLY = "âû"


@cache
def _table(name: str) -> dict[int, str]:
    return {ord(source): target for source, target in letters(name).items()}


@cache
def _apostrophe() -> dict[int, str]:
    return {ord(mark): "'" for mark in APOSTROPHES}


@lru_cache(maxsize=1 << 16)
def mend(word: str) -> tuple[str, tuple[str, ...]]:
    """The word in lower case, in one script, composed; and the names of the repairs that took it there.

    >>> mend("Cерік")[0]
    'серік'
    """
    low = word.lower()
    if _KNOWN.fullmatch(low):
        return low, ()
    repairs: list[str] = []
    text = _compose(low, repairs)
    text = _one_script(text, repairs)
    return text, tuple(repairs)


def _compose(low: str, repairs: list[str]) -> str:
    marked = low.translate(_apostrophe())  # first: Unicode takes an acute accent apart into a space and a mark
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", marked)).lower().replace("i̇", "i")
    text = _TIE.sub("", text)
    if text != marked:
        repairs.append("composed")
    plain = text.translate(_table("lookalike"))
    if plain != text:
        repairs.append("lookalike")
    return plain


def _one_script(text: str, repairs: list[str]) -> str:
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic and latin:
        to = "to_cyrillic" if cyrillic >= latin else "to_latin"
        text = text.translate(_table(to))
        repairs.append("homoglyph")
    elif not cyrillic and not latin and any(c.isalpha() for c in text):
        text = unidecode(text).lower().strip()
        repairs.append("other_script")
    if latin and not cyrillic and any(c in _SCHOLARLY for c in text):
        text = text.translate(_table("scholarly"))
        repairs.append("scholarly")
    if cyrillic and any(c in _LEGACY for c in text):
        text = text.translate(_table("legacy_tajik"))
        repairs.append("legacy_font")
    return text


def is_cyrillic(word: str) -> bool:
    """Whether a mended word is read as Cyrillic (it holds a Cyrillic letter)."""
    if word.isascii():
        return False
    return "Ѐ" <= word[0] <= "ԯ" or _CYRILLIC.search(word) is not None  # nearly always the first letter tells
