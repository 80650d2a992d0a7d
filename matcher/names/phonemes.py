"""Words of any script in one phonemic alphabet, so that an official transliteration costs little or nothing.

One character is one symbol. Digraphs (sh, zh, дж) and adjectival endings (-ий = -iy = -y) are one symbol each, an
iotated vowel is two (я = ya = ia = j + a); letters whose value depends on the language (Latin j, c, x; Cyrillic ў)
keep a symbol of their own and the learned costs say what they stand for. Doubled symbols are written once. Symbols are
coded per script (`encode`), because a Latin y and a Cyrillic ы deceive in different ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher.names.hygiene import is_cyrillic
from matcher.names.tables import rows

SYMBOLS = "aäeiIyoöuüUıWôbvwgGdJjZzkqlmnNprstfxhcCSQ'YKHXî"
VOWELS = frozenset("aäeiIyoöuüUıWôî")
WIDTH = 64
PAD = 0
READINGS = 4
"""The most ways in which one word is read."""

_HINT = "h"
_DOUBLE = re.compile(r"(.)\1+")
_CYR_E = re.compile(r"(?:^|(?<=[аеёиоуыэюяәіөұүӣӯўї]))е(?!$)|[ьъ']е")
_CYR_IO = re.compile(r"[ьъ']о")
_CYR_I = re.compile(r"[иійьъӣї']+(?=[яюё\x01])")
_CYR_END = re.compile(r"[иыі]й$")
_LAT_IOTA = re.compile(r"[iy']*(?:y|(?<=[^aeouyäöüı])i)(?=[aeouöüä])")
_LAT_J = re.compile(r"[iy']+(?=j[aeouöüä])|(?<=[aeou])j(?=y[aeou])")
_LAT_END = re.compile(r"(?<=[^aeouäöüı'])(?:iy|ii|ij|yi|yy|y'?j+|y|ıy)$")
_LAT_VJ = re.compile(r"(?<=[aeou])j(?![aeiouy])")
_LAT_VI = re.compile(r"(?<=[aeouäöüy])i")
_NARROW = re.compile(r"(?<=.)ө")
_LIKE_THE_FIRST = "е"
_ROUNDED = re.compile(r"([оөуұү][^аәеёиоөуұүыіэюяўӯйь]{1,3})[ыі]")
_LAT_VY = re.compile(r"(?<=[aeouäöüiı])y")


@cache
def _groups(script: str) -> dict[str, str]:
    """Letter groups of one script."""
    return {source: _guard(target) for kind, source, target in rows("symbols") if kind == script and len(source) > 1}


@cache
def _group(script: str) -> re.Pattern[str]:
    """What finds letter groups, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, _groups(script)), key=len, reverse=True)))


class _Letters(dict[int, str | None]):
    """A table for `str.translate` that drops what it does not know."""

    def __missing__(self, key: int) -> None:
        self[key] = None


@cache
def _singles(script: str) -> _Letters:
    """Single letters to symbols; symbols that groups gave already stay."""
    table: _Letters = _Letters({ord(s): s for s in SYMBOLS})
    table.update({ord(s): t for kind, s, t in rows("symbols") if kind == script and len(s) == 1})
    table.update({ord(_guard(s)): s for s in SYMBOLS})
    return table


@cache
def _marked() -> dict[int, str]:
    return {ord(s): t for kind, s, t in rows("symbols") if kind == "LatnMark"}


def _guard(symbols: str) -> str:
    """Symbols moved out of the way (to a private area), so that they are not read as letters a second time."""
    return "".join(chr(0xE000 + ord(s)) for s in symbols)


@cache
def _plain_group() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What finds the letter groups of a word without marks, and letters of which such a word holds one."""
    plain = sorted(filter(str.isascii, _groups("Latn")), key=len, reverse=True)
    hints = (_HINT, *(group for group in plain if _HINT not in group))
    return re.compile("|".join(map(re.escape, plain))), hints


@lru_cache(maxsize=1 << 17)
def phonemes(word: str) -> str:
    """The symbols of a mended word (lower case, one script).

    >>> phonemes("жүсіпов"), phonemes("zhussupov")
    ('ZüsiPov', 'Zusupov')
    """
    read = _cyrillic(word) if is_cyrillic(word) else _latin(word)
    return _DOUBLE.sub(r"\1", read)


def lookups(word: str) -> list[str]:
    """The symbols of a mended word under which the lexicon may know it, the likeliest first.

    A Latin x may stand for ks as well as for х, a Latin j after a vowel for й; Russian records write Kazakh and Kyrgyz
    vowels as they sound in a row (Жүніс – Жунус, Үсөн – Усен).
    """
    first = phonemes(word)
    if word.isascii():
        if "x" not in word and "j" not in word:
            return [first]
        other = _LAT_VJ.sub("y", word).replace("x", "ks")
        return [phonemes(other), first] if other != word else [first]
    heard = _heard(word)
    return [first, phonemes(heard)] if heard != word else [first]


def _heard(word: str) -> str:
    """A Cyrillic word with the rounded vowels of Kazakh and Kyrgyz as a Russian clerk hears them."""
    heard = _NARROW.sub(_LIKE_THE_FIRST, word) if "ө" in word else word
    if "ы" not in heard and "і" not in heard:
        return heard
    while (again := _ROUNDED.sub(r"\1у", heard)) != heard:
        heard = again
    return heard


def readings(word: str) -> list[str]:
    """The symbols of a mended word, then its other readings, the most that `READINGS` allows.

    Letters that some scheme gives another value (`readings.tsv`: a Latin x for ks, ng for ң, Kazakh ý for у; a
    Cyrillic ё printed е) are read in that way too, each alone and, where several meet, all together.
    """
    cyrillic = is_cyrillic(word)
    others = [_heard(word)] if cyrillic else []
    script = "Cyrl" if cyrillic else "Latn"
    if _doubtful(script).search(word):
        others += _rewritten(word, script)
    first, *rest = dict.fromkeys([word, *others])
    if not rest:
        return [phonemes(first)]
    return list(dict.fromkeys(map(phonemes, (first, *rest))))[:READINGS]


def _rewritten(word: str, script: str) -> Iterator[str]:
    """The word with each doubtful letter read otherwise, then with all of them."""
    whole = word
    for pattern, replacement in _rewrites(script):
        yield pattern.sub(replacement, word)
        whole = pattern.sub(replacement, whole)
    yield whole


@cache
def _doubtful(script: str) -> re.Pattern[str]:
    """Finds the words of one script in which anything may be read otherwise."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _rewrites(script)))


@cache
def _rewrites(script: str) -> list[tuple[re.Pattern[str], str]]:
    """What may be read otherwise in one script, as patterns and replacements."""
    return [(re.compile(pattern), instead) for kind, pattern, instead, *_ in rows("readings") if kind == script]


def _cyrillic(word: str) -> str:
    if "е" in word:
        word = _CYR_E.sub("\x01", word)
    if "ь" in word or "'" in word or "ъ" in word:
        word = _CYR_IO.sub("ё", word)
    if "\x01" in word or "я" in word or "ю" in word or "ё" in word:
        word = _CYR_I.sub("", word)
    if word[-1:] == "й":
        word = _CYR_END.sub("\x02", word)
    for source, target in _groups("Cyrl").items():
        if source in word:
            word = word.replace(source, target)
    return word.translate(_singles("Cyrl"))


def _latin(word: str) -> str:
    if not word.isascii():
        word = word.translate(_marked())
        if not word.isascii():
            word = "".join(c if c in _SYMBOL_SET else _bare(c) for c in word)
    if word[-1:] in "yij":
        word = _LAT_END.sub("\x02", word)
    if "j" in word:
        word = _LAT_J.sub("", word)
    if "y" in word or "i" in word:
        word = _LAT_IOTA.sub("\x01", word)
    word = _grouped(word)
    if "y" in word:
        word = _LAT_VY.sub("\x01", word)
    if "i" in word:
        word = _LAT_VI.sub("ı", word)
    return word.translate(_singles("Latn"))


def _grouped(word: str) -> str:
    """A Latin word with its letter groups read; most words have none."""
    if not word.isascii():
        return _group("Latn").sub(_one_group, word)
    groups, hints = _plain_group()
    for hint in hints:
        if hint in word:
            return groups.sub(_one_group, word)
    return word


def _bare(letter: str) -> str:
    """A letter without marks that no table knows; an empty text for what is no Latin letter."""
    return "".join(c for c in unicodedata.normalize("NFD", letter) if c.isascii())


def _one_group(found: re.Match[str]) -> str:
    return _groups("Latn")[found.group()]


_SYMBOL_SET = frozenset(SYMBOLS)
_CODE = {s: i + 1 for i, s in enumerate(SYMBOLS)}


def encode(text: str, cyrillic: bool) -> bytes:
    """Symbol codes, one byte each: 1…63 for Cyrillic, 65…127 for Latin; 0 is padding."""
    shift = 0 if cyrillic else WIDTH
    return text.translate(_codes(shift)).encode("latin-1")


@cache
def _codes(shift: int) -> dict[int, str]:
    return {ord(symbol): chr(code + shift) for symbol, code in _CODE.items()}


def vowel_codes() -> NDArray[np.bool_]:
    """Which of the 128 codes are vowels."""
    marks = np.zeros(2 * WIDTH, dtype=bool)
    for symbol in VOWELS:
        marks[[_CODE[symbol], _CODE[symbol] + WIDTH]] = True
    return marks


_FOLD = str.maketrans(
    {"q": "k", "K": "k", "G": "g", "h": "x", "ä": "a", "ö": "o", "ô": "o", "W": "o", "U": "u", "ü": "u", "N": "n",
     "I": "i", "y": "i",
     "ı": "i", "î": "i", "j": "i", "Y": "J", "Z": "J", "H": "x", "w": "v", "'": ""}
)  # fmt: skip
_FOLD_IOTA = re.compile(r"^i(?=e)|(?<=[aou])i(?=e)|(?<=i)i|(?<=(.))\1|i$")


def folded(symbols: str) -> str:
    """Symbols without the distinctions that keyboards and schemes lose: the key under which the lexicon knows a name.

    >>> folded(phonemes("дмитрий")) == folded(phonemes("dmitri"))
    True
    """
    return _FOLD_IOTA.sub("", symbols.translate(_FOLD))
