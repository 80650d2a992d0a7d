"""Pieces of the distinct values of a column, coded, so that comparing a piece is comparing two integers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from unidecode import unidecode

from matcher.generic.coded import NONE, Vocabulary
from matcher.kernels import compiled

Codes = NDArray[np.int32]

START: Final = 4
"""Characters that make a start; shorter values have none."""

SKELETON: Final = 5
"""Longest skeleton in characters."""

_GROUPED: Final = {"dzh": "j", "zh": "j", "dj": "j", "kh": "-", "gh": "g", "sh": "s", "ch": "s", "ts": "s", "ph": "f"}
_FOLDED: Final = {c: group[0] for group in ("bp", "dt", "gkqcx", "jzs", "fvw", "mn", "-aeiouyh") for c in group[1:]}
_KEPT: Final = "abcdefghijklmnopqrstuvwxyz0123456789-\n"
_BONES: Final = {i: _FOLDED.get(chr(i), chr(i)) if chr(i) in _KEPT.replace("-", "") else None for i in range(128)}
"""What each character of a plain text becomes; all that is neither letter nor digit goes."""
_GROUP_MARK: Final = "\x01"
"""Stands for a folded ``kh``, which is a vowel's equal, until other signs are gone."""
_BONES[ord(_GROUP_MARK)] = "-"
_DATE_DIGITS: Final = 8
_ZERO: Final = ord("0")
_NINE: Final = ord("9")
_DOUBLED: Final = re.compile(r"([^\n])\1+")
_NO_WORD: Final = re.compile(r"[^\w\n]+")


class DateParts(NamedTuple):
    """Codes (V,) of the year, of day and month, and of day and month exchanged; NONE in another form."""

    year: Codes
    day_month: Codes
    swapped: Codes


def beginning(vocabulary: Vocabulary, end: int) -> Codes:
    """(V,): the first ``end`` characters, shorter values whole."""
    return vocabulary.piece(f"beginning{end}", lambda: _dictionary(pc.utf8_slice_codeunits(vocabulary.words, 0, end)))


def skeletons(vocabulary: Vocabulary) -> Codes:
    """(V,): skeletons, see ``skeletons_of``; NONE for values without a letter or digit."""
    return vocabulary.piece("skeletons", lambda: _codes(skeletons_of(vocabulary.values)))


def skeletons_of(texts: Sequence[str]) -> list[str]:
    """What misspellings and transcriptions leave alone: the first consonants, those often confused folded.

    Vowels, h and y go (a first one stands as ``a``), doubled letters count once; b p, d t, g k q c, j z s, f v w, m n
    are one letter each. All texts are folded as one, a line each, which is many times faster than one by one.
    """
    plain = unidecode("\n".join(t.replace("\n", " ") for t in texts)).lower()
    for group, letter in _GROUPED.items():
        plain = plain.replace(group, _GROUP_MARK if letter == "-" else letter)
    folded = ("\n" + plain.translate(_BONES)).replace("\n-", "\na").replace("-", "")
    return [bones[:SKELETON] for bones in _DOUBLED.sub(r"\1", folded)[1:].split("\n")]


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
    size = len(vocabulary)
    lines = _NO_WORD.sub(" ", "\n".join(v.replace("\n", " ") for v in vocabulary.values)).split("\n")
    words = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(pa.array(lines, pa.string())))
    owner, word = np.asarray(pc.list_parent_indices(words)), pc.list_flatten(words).dictionary_encode()
    code, names = np.asarray(word.indices), np.array(word.dictionary.to_pylist(), object)
    pairs = np.unique(owner.astype(np.int64) * max(len(names), 1) + code)
    owner, code = pairs // max(len(names), 1), pairs % max(len(names), 1)
    counts = np.bincount(code, minlength=len(names))
    shared = np.flatnonzero((counts[code] > 1) & (names[code] != "") if len(code) else np.zeros(0, bool))
    rank = np.argsort(np.argsort(names))
    order = shared[np.lexsort((rank[code[shared]], counts[code[shared]], owner[shared]))]
    found = np.full(size, NONE, np.int32)
    first = np.flatnonzero(np.diff(owner[order], prepend=-1))
    found[owner[order[first]]] = code[order[first]]
    return found


def _dates(vocabulary: Vocabulary) -> DateParts:
    year = np.full(len(vocabulary), NONE, np.int32)
    day_month, swapped = year.copy(), year.copy()
    read_dates(vocabulary.letters.code, vocabulary.letters.at, year, day_month, swapped)
    return DateParts(year, day_month, swapped)


@compiled
def read_dates(code: NDArray[np.uint16], at: NDArray[np.int64], year: Codes, day_month: Codes, swapped: Codes) -> None:
    """Write the parts of values that hold eight digits: the year first, or day and month."""
    digits = np.zeros(_DATE_DIGITS, np.int64)
    for text in range(len(at) - 1):
        count, leading = 0, 0
        for i in range(at[text], at[text + 1]):
            if _ZERO <= code[i] <= _NINE:
                if count < _DATE_DIGITS:
                    digits[count] = code[i] - _ZERO
                count += 1
                leading += leading == i - at[text]
        if count != _DATE_DIGITS:
            continue
        n = digits
        if 1 <= leading <= 2:
            year[text] = n[4] * 1000 + n[5] * 100 + n[6] * 10 + n[7]
            month, day = n[2] * 10 + n[3], n[0] * 10 + n[1]
        else:
            year[text] = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3]
            month, day = n[4] * 10 + n[5], n[6] * 10 + n[7]
        day_month[text], swapped[text] = month * 100 + day, day * 100 + month


def _codes(values: Iterable[str | None]) -> Codes:
    known: dict[str, int] = {}
    return np.array([known.setdefault(v, len(known)) if v else NONE for v in values], np.int32)
