"""The letters of many texts as numbers in one array, straight from Arrow's bytes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.kernels import compiled


class Letters(NamedTuple):
    """``code[at[i]:at[i + 1]]`` are the letters of text i: code points, those beyond 16 bits folded into them."""

    code: NDArray[np.uint16]
    at: NDArray[np.int64]


def without_letters(texts: int) -> Letters:
    """So many texts without a letter."""
    return Letters(np.empty(0, np.uint16), np.zeros(texts + 1, np.int64))


def letters_of(texts: pa.StringArray) -> Letters:
    """The letters of an Arrow array without nulls."""
    if not len(texts):
        return without_letters(0)
    _, offsets, content = texts.buffers()
    at = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    held = np.frombuffer(content, np.uint8) if content is not None else np.empty(0, np.uint8)
    code, starts = np.empty(int(at[-1] - at[0]), np.uint16), np.zeros(len(texts) + 1, np.int64)
    used = decode(held, at, code, starts)
    return Letters(code[:used].copy() if used < len(code) else code, starts)


@compiled
def decode(held: NDArray[np.uint8], at: NDArray[np.int32], code: NDArray[np.uint16], starts: NDArray[np.int64]) -> int:
    """UTF-8 to letters (RFC 3629); the number of letters."""
    used = 0
    for text in range(len(at) - 1):
        i = at[text]
        while i < at[text + 1]:
            first = np.uint32(held[i])
            size = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
            point = first if size == 1 else first & np.uint32(0xFF >> (size + 1))
            for step in range(1, size):
                point = (point << np.uint32(6)) | (np.uint32(held[i + step]) & np.uint32(0x3F))
            code[used] = np.uint16((point ^ (point >> np.uint32(16))) & np.uint32(0xFFFF))
            used += 1
            i += size
        starts[text + 1] = used
    return used


def signatures(letters: Letters) -> NDArray[np.uint64]:
    """(V,): the letters of each text as bits of a word, by hash."""
    found = np.zeros(len(letters.at) - 1, np.uint64)
    sign(letters.code, letters.at, found)
    return found


@compiled
def sign(code: NDArray[np.uint16], at: NDArray[np.int64], found: NDArray[np.uint64]) -> None:
    """Write the signatures."""
    for text in range(len(at) - 1):
        for i in range(at[text], at[text + 1]):
            hashed = np.uint64(code[i]) * np.uint64(0x9E3779B1)
            found[text] |= np.uint64(1) << ((hashed >> np.uint64(7)) & np.uint64(63))
