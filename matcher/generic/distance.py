"""Edit distance up to two over pairs of distinct values, with a bound that spares most of them the computation.

One edit (insertion, deletion, substitution, or transposition of neighbours: optimal string alignment) changes at most
two letters of the set of letters. Two values whose signatures differ in more bits are further apart; hash collisions
only make signatures more alike, so the bound never loses a pair.

What is left when common beginning and end are taken away differs in its first and in its last letter: an edit stands at
either end, and what lies between must be equal. So two edits are one of few shapes, each looked at in turn (after
mbleven, Fujimoto 2018), and no table of distances is filled.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.generic.cards import LETTERS, SIGNATURE, SIZE
from matcher.kernels import compiled, inlined

FAR: Final = 3
"""Stands for every distance above two."""

_LETTERS_PER_EDIT: Final = 2

Card = NDArray[np.int32]


@inlined
def ones(word: np.uint64) -> int:
    """Number of bits that are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@inlined
def edits(card: Card, a: int, b: int) -> int:
    """Distance of the two values whose cards begin at ``a`` and ``b``, FAR above two."""
    size_a, size_b = card[a + SIZE], card[b + SIZE]
    if abs(size_a - size_b) >= FAR:
        return FAR
    low = np.uint64(np.uint32(card[a + SIGNATURE] ^ card[b + SIGNATURE]))
    high = np.uint64(np.uint32(card[a + SIGNATURE + 1] ^ card[b + SIGNATURE + 1]))
    if ones(low | (high << np.uint64(32))) > 2 * _LETTERS_PER_EDIT:
        return FAR
    first, other = a + LETTERS, b + LETTERS
    while size_a > 0 and size_b > 0 and card[first] == card[other]:
        first, other, size_a, size_b = first + 1, other + 1, size_a - 1, size_b - 1
    while size_a > 0 and size_b > 0 and card[first + size_a - 1] == card[other + size_b - 1]:
        size_a, size_b = size_a - 1, size_b - 1
    if size_a < size_b:
        first, other, size_a, size_b = other, first, size_b, size_a
    return stripped(card, first, size_a, other, size_b)


@compiled
def stripped(card: Card, a: int, size_a: int, b: int, size_b: int) -> int:
    """Distance of two stretches of letters, the first as long as the second or longer, that differ at both ends."""
    if size_b == 0:
        return min(size_a, FAR)
    if size_a == size_b:
        return of_one_length(card, a, b, size_a)
    inner = size_b - 1
    if size_a - size_b == 2:  # a letter goes at either end
        return 2 if equal(card, a + 1, b, size_b) else FAR
    if size_a - size_b > 2:
        return FAR
    # one goes at one end; at the other one is another, or two are exchanged
    if equal(card, a + 1, b, inner) or equal(card, a + 1, b + 1, inner):
        return 2
    if size_b >= 2:
        if crossed(card, a + size_a - 2, b + size_b - 2) and equal(card, a + 1, b, size_b - 2):
            return 2
        if crossed(card, a, b) and equal(card, a + 2, b + 2, size_b - 2):
            return 2
    return FAR


@inlined
def of_one_length(card: Card, a: int, b: int, size: int) -> int:
    """The same of two stretches of one length."""
    if size == 1:
        return 1
    front = crossed(card, a, b)
    if size == 2:
        return 1 if front else 2
    if equal(card, a + 1, b + 1, size - 2):  # another letter at either end
        return 2
    if front and equal(card, a + 2, b + 2, size - 3):
        return 2
    back = crossed(card, a + size - 2, b + size - 2)
    if back and equal(card, a + 1, b + 1, size - 3):
        return 2
    if front and back and size >= 4 and equal(card, a + 2, b + 2, size - 4):
        return 2
    # one goes at one end, one comes at the other
    return 2 if equal(card, a + 1, b, size - 1) or equal(card, a, b + 1, size - 1) else FAR


@inlined
def crossed(card: Card, a: int, b: int) -> bool:
    """Whether two letters stand exchanged."""
    return bool(card[a] == card[b + 1] and card[a + 1] == card[b])


@inlined
def equal(card: Card, a: int, b: int, size: int) -> bool:
    """Whether two stretches of so many letters are equal."""
    for i in range(size):
        if card[a + i] != card[b + i]:
            return False
    return True
