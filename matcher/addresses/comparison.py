"""Agreement of addresses: the closest pair of all that the two records have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matcher.addresses.parsing import Address, words
from matcher.places.columns import EMPTY, PlaceRow, Places
from matcher.places.columns import columns as place_columns
from matcher.places.comparison import LEVEL as PLACE
from matcher.places.comparison import compare_places

LEVELS: Final = ("missing", "same", "same_house", "same_street", "same_settlement", "different")
LEVEL: Final = {name: np.uint8(number) for number, name in enumerate(LEVELS)}

AddressRow = tuple[PlaceRow, str, str, str]
NONE: Final[AddressRow] = (EMPTY, "", "", "")

Mask = NDArray[np.bool_]
Texts = tuple[str, ...]
_SAME_SETTLEMENT: Final = tuple(PLACE[n] for n in ("same_place", "same_text", "same_ambiguous", "similar_text"))
_UNKNOWN: Final = tuple(PLACE[n] for n in ("missing", "contains", "same_district", "same_region", "same_country"))


@dataclass(frozen=True, slots=True)
class Slot:
    """One address of each of n records; ``street``, ``house`` and ``flat`` number texts of ``texts``, 0 empty."""

    place: Places
    street: NDArray[np.int32]
    house: NDArray[np.int32]
    flat: NDArray[np.int32]
    filled: Mask

    def take(self, index: NDArray[np.intp]) -> Slot:
        """The records at ``index``."""
        parts = (self.street[index], self.house[index], self.flat[index], self.filled[index])
        return Slot(self.place.take(index), *parts)


@dataclass(frozen=True, slots=True)
class Addresses:
    """All addresses of n records, one slot after the other; the texts are shared."""

    slots: tuple[Slot, ...]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.slots[0].filled)

    def take(self, index: NDArray[np.intp]) -> Addresses:
        """The records at ``index``."""
        return Addresses(tuple(slot.take(index) for slot in self.slots), self.texts)


def kept(address: Address) -> AddressRow:
    """The part of an address that is compared."""
    return address.place, address.street, address.house, address.flat


def columns(rows: Sequence[tuple[AddressRow, ...]]) -> Addresses:
    """Columns for n records with any number of addresses each."""
    texts: dict[str, int] = {"": 0}
    width = max(1, max(map(len, rows), default=1))
    slots = tuple(_slot([row[i] if len(row) > i else NONE for row in rows], texts) for i in range(width))
    return Addresses(slots, tuple(texts))


def _slot(rows: list[AddressRow], texts: dict[str, int]) -> Slot:
    street = np.array([texts.setdefault(row[1], len(texts)) for row in rows], np.int32)
    house = np.array([texts.setdefault(row[2], len(texts)) for row in rows], np.int32)
    flat = np.array([texts.setdefault(row[3], len(texts)) for row in rows], np.int32)
    filled = np.array([row != NONE for row in rows], np.bool_)
    return Slot(place_columns([row[0] for row in rows]), street, house, flat, filled)


def not_in_table(addresses: Addresses) -> Mask:
    """Whether a record has an address whose settlement is named and not in the table, (n,)."""
    found = np.zeros(len(addresses), np.bool_)
    for slot in addresses.slots:
        table = slot.place.table
        found |= ((table.name != 0) & (table.ids[:, 0] == 0))[slot.place.at]
    return found


def compare_addresses(a: Addresses, b: Addresses) -> NDArray[np.uint8]:
    """The level of the closest pair of addresses, uint8 (n,)."""
    other = _renumbered(b.texts, a.texts)
    level = np.full(len(a), len(LEVELS), np.uint8)
    for one in a.slots:
        for two in b.slots:
            both = np.flatnonzero(one.filled & two.filled)
            found = _judge(one.take(both), two.take(both), a.texts, b.texts, other)
            level[both] = np.minimum(level[both], found)
    level[level == len(LEVELS)] = LEVEL["missing"]
    return level


def _renumbered(texts: Texts, into: Texts) -> NDArray[np.int32]:
    """For each text its number among others, -1 where it is not there."""
    if texts is into:
        return np.arange(len(texts), dtype=np.int32)
    numbers = {text: number for number, text in enumerate(into)}
    return np.array([numbers.get(text, -1) for text in texts], np.int32)


def _judge(a: Slot, b: Slot, texts: Texts, others: Texts, number: NDArray[np.int32]) -> NDArray[np.uint8]:
    place, _ = compare_places(a.place, b.place)
    together = np.isin(place, _SAME_SETTLEMENT)
    near = np.flatnonzero((together | np.isin(place, _UNKNOWN)) & (a.street > 0) & (b.street > 0))
    level = np.where(together, LEVEL["same_settlement"], LEVEL["different"])
    street = np.zeros(len(level), np.bool_)
    street[near] = _alike(a.street[near], b.street[near], texts, others)
    house = (a.house > 0) & (a.house == number[b.house])
    # A village without street names: the house number stands for the address.
    village = together & (a.street == 0) & (b.street == 0) & house
    level[street] = LEVEL["same_street"]
    level[(street | village) & house] = LEVEL["same_house"]
    level[(street | village) & house & (a.flat == number[b.flat])] = LEVEL["same"]
    return level


def _alike(a: NDArray[np.int32], b: NDArray[np.int32], texts: Texts, others: Texts) -> Mask:
    """Whether two street names are one; every distinct pair is compared once."""
    distinct, where = np.unique(a.astype(np.int64) * len(others) + b, return_inverse=True)
    left = [texts[i] for i in distinct // len(others)]
    right = [others[i] for i in distinct % len(others)]
    limit = words()["limits"]["street"]
    return np.asarray((process.cpdist(left, right, scorer=fuzz.token_sort_ratio) >= limit)[where])
