"""Pieces of the distinct values of a column, coded, so that comparing a piece is comparing two integers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from unidecode import unidecode

from matcher.generic.coded import NONE, Vocabulary

Codes = NDArray[np.int32]

START: Final = 4
"""Characters that make a start; shorter values have none."""

SKELETON: Final = 5
"""Longest skeleton in characters."""

_GROUPED: Final = {"dzh": "j", "zh": "j", "dj": "j", "kh": "-", "gh": "g", "sh": "s", "ch": "s", "ts": "s", "ph": "f"}
_GROUPS: Final = re.compile("|".join(_GROUPED))
_FOLDED: Final = {c: group[0] for group in ("bp", "dt", "gkqcx", "jzs", "fvw", "mn", "-aeiouyh") for c in group[1:]}

_WORD: Final = re.compile(r"\w+")
_DATE_DIGITS: Final = 8


class DateParts(NamedTuple):
    """Codes (V,) of the year, of day and month, and of day and month exchanged; NONE in another form."""

    year: Codes
    day_month: Codes
    swapped: Codes


def beginning(vocabulary: Vocabulary, end: int) -> Codes:
    """(V,): the first ``end`` characters, shorter values whole."""
    return vocabulary.piece(f"beginning{end}", lambda: _dictionary(pc.utf8_slice_codeunits(vocabulary.words, 0, end)))


def skeletons(vocabulary: Vocabulary) -> Codes:
    """(V,): skeletons, see ``skeleton``; NONE for values without a letter or digit."""
    return vocabulary.piece("skeletons", lambda: _codes(map(skeleton, vocabulary.values)))


def skeleton(text: str) -> str:
    """What misspellings and transcriptions leave alone: the first consonants, those often confused folded.

    Vowels, h and y go (a first one stands as ``a``), doubled letters count once; b p, d t, g k q c, j z s, f v w, m n
    are one letter each.
    """
    plain = _GROUPS.sub(lambda m: _GROUPED[m[0]], unidecode(text).lower())
    letters = [c for c in plain if c.isalnum()]
    folded = "".join(_FOLDED.get(c, c) for c in letters)
    bones = re.sub(r"(.)\1+", r"\1", folded[:1].replace("-", "a") + folded[1:].replace("-", ""))
    return bones[:SKELETON]


def start(vocabulary: Vocabulary) -> Codes:
    """(V,): the first START characters."""
    return vocabulary.piece("start", lambda: _starts(vocabulary.words))


def rarest_word(vocabulary: Vocabulary) -> Codes:
    """(V,): the rarest word of each value that another value has too; NONE where there is none."""
    return vocabulary.piece("rarest_word", lambda: _rarest(vocabulary))


def date_parts(vocabulary: Vocabulary) -> DateParts:
    """Year, day and month of values written YYYY-MM-DD, YYYYMMDD, DD.MM.YYYY or alike, calendar or not."""
    return vocabulary.piece("date_parts", lambda: _dates(vocabulary))


def _starts(words: pa.StringArray) -> Codes:
    longer = pc.greater(pc.utf8_length(words), START)
    return _dictionary(pc.if_else(longer, pc.utf8_slice_codeunits(words, 0, START), pa.scalar(None, pa.string())))


def _dictionary(texts: pa.StringArray) -> Codes:
    return np.asarray(pc.fill_null(texts.dictionary_encode().indices, NONE).to_numpy(zero_copy_only=False), np.int32)


def _rarest(vocabulary: Vocabulary) -> Codes:
    words = [_WORD.findall(v) for v in vocabulary.values]
    counts = Counter(w for found in words for w in set(found))
    shared = [[w for w in found if counts[w] > 1] for found in words]
    return _codes(min(found, key=lambda w: (counts[w], w)) if found else None for found in shared)


def _dates(vocabulary: Vocabulary) -> DateParts:
    known: dict[str, int] = {}
    year = np.full(len(vocabulary), NONE, np.int32)
    day_month, swapped = year.copy(), year.copy()
    for i, value in enumerate(vocabulary.values):
        digits = "".join(c for c in value if c.isdigit())
        if len(digits) != _DATE_DIGITS:
            continue
        year_first = not re.match(r"\d{1,2}\D", value)
        years, rest = (digits[:4], digits[4:]) if year_first else (digits[4:], digits[2:4] + digits[:2])
        year[i] = int(years)
        day_month[i] = known.setdefault(rest, len(known))
        swapped[i] = known.setdefault(rest[2:] + rest[:2], len(known))
    return DateParts(year, day_month, swapped)


def _codes(values: Iterable[str | None]) -> Codes:
    known: dict[str, int] = {}
    return np.array([known.setdefault(v, len(known)) if v else NONE for v in values], np.int32)
