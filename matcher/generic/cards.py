"""What comparing two values looks at, on one card for each: a look-up is one read of memory, not one of each table.

The cards of a column (or of several columns) lie end to end in one array. A card is the value's *place* in it; two
places are equal exactly when the values are. Two arrays in place of nine also spare compiled functions the counting of
references to each, which cost more than the comparison (2.1 µs a pair of seven columns against 0.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.generic.coded import NONE
from matcher.generic.letters import Letters, signatures
from matcher.kernels import compiled

Codes = NDArray[np.int32]

SIZE: Final = 0
"""Number of letters."""
SIGNATURE: Final = 1
"""Two words: the letters as bits of 64, by hash."""
FIRST: Final = 3
"""Code of the value's start or year."""
SECOND: Final = 4
"""Code of its rarest shared word, or of its day and month."""
SWAPPED: Final = 5
"""Code of its day and month exchanged."""
NUMBER: Final = 6
"""The value's own number where any association holds it, else NONE."""
BITS: Final = 7
"""Left to who weighs: the bits, float32, of agreeing on the value."""
LETTERS: Final = 8
"""From here on the letters, one a word."""


class Cards(NamedTuple):
    """The cards of V values."""

    card: NDArray[np.int32]
    at: NDArray[np.int64]
    """(V,): where the card of each value begins."""
    associated: NDArray[np.int64]
    """Sorted ``low number * V + high number`` of the values that go together."""


class Parts(NamedTuple):
    """What stands on the cards of one column beside the letters: codes (V,), NONE where there is none."""

    first: Codes
    second: Codes
    swapped: Codes


def cards_of(letters: Letters, parts: Parts, associated: NDArray[np.int64]) -> Cards:
    """The cards of a column's values."""
    size = len(letters.at) - 1
    at = letters.at[:-1] + LETTERS * np.arange(size)
    card = np.zeros(int(letters.at[-1]) + LETTERS * size, np.int32)
    number = np.full(size, NONE, np.int32)
    if len(associated):
        number[associated // size] = associated // size
        number[associated % size] = associated % size
    fill(card, at, *letters, signatures(letters).view(np.int32).reshape(size, 2), *parts, number)
    return Cards(card, at, associated)


@compiled
def fill(
    card: NDArray[np.int32],
    place: NDArray[np.int64],
    code: NDArray[np.uint16],
    at: NDArray[np.int64],
    signature: NDArray[np.int32],
    first: Codes,
    second: Codes,
    swapped: Codes,
    number: Codes,
) -> None:
    """Write the cards."""
    for value in range(len(place)):
        own = place[value]
        card[own + SIZE] = at[value + 1] - at[value]
        card[own + SIGNATURE], card[own + SIGNATURE + 1] = signature[value, 0], signature[value, 1]
        card[own + FIRST], card[own + SECOND], card[own + SWAPPED] = first[value], second[value], swapped[value]
        card[own + NUMBER] = number[value]
        for i in range(at[value], at[value + 1]):
            card[own + LETTERS + i - at[value]] = code[i]


def end_to_end(several: Sequence[Cards]) -> Cards:
    """The cards of several columns as one set; codes of parts may repeat, for two columns are never compared."""
    values = np.append(0, np.cumsum([len(c.at) for c in several]))
    places = np.append(0, np.cumsum([len(c.card) for c in several]))
    whole = int(values[-1])
    card = np.concatenate([c.card for c in several])
    associated = []
    for c, value, place in zip(several, values[:-1].tolist(), places[:-1].tolist(), strict=True):
        own = c.at + place + NUMBER
        card[own] += np.where(card[own] == NONE, 0, value).astype(np.int32)
        size = max(len(c.at), 1)
        associated.append((c.associated // size + value) * whole + c.associated % size + value)
    at = np.concatenate([c.at + place for c, place in zip(several, places[:-1].tolist(), strict=True)])
    return Cards(card, at, np.concatenate(associated).astype(np.int64))
