"""Resolved places as columns of integers; what the table does not have is kept as text beside them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.places.resolving import Resolution

Codes = NDArray[np.int32]
PlaceRow = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str, str, int]
"""Settlements, areas, regions, country, name, flags: what is kept of a place."""
FRAMED: Final = 1
"""Flag: a district, region or country was stated."""
SLIP: Final = 2
"""Flag: the table was only reached over a slip in the spelling."""

EMPTY: Final[PlaceRow] = ((), (), (), "", "", 0)


def kept(resolution: Resolution) -> PlaceRow:
    """The part of a resolution that is compared."""
    r = resolution
    flags = FRAMED * r.framed | SLIP * ("spelling_slip" in r.notes)
    return r.ids, r.areas, r.regions, r.country, r.name, flags


@dataclass(frozen=True, slots=True)
class Table:
    """Distinct places: codes (n, as many as the widest has), 0 none; ``name`` numbers a text of ``texts``, 0 empty.

    Codes are hashes of ids, so that batches made apart can be compared.
    """

    ids: Codes
    areas: Codes
    regions: Codes
    country: Codes
    name: Codes
    name_hash: NDArray[np.int64]
    flags: NDArray[np.uint8]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.country)

    def take(self, index: NDArray[np.intp]) -> Table:
        """The places at ``index``; the texts are shared."""
        return Table(
            self.ids[index],
            self.areas[index],
            self.regions[index],
            self.country[index],
            self.name[index],
            self.name_hash[index],
            self.flags[index],
            self.texts,
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Columns of n places: where each stands in a table of the distinct ones, so that taking many costs little."""

    table: Table
    at: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.at)

    def take(self, index: NDArray[np.intp]) -> Places:
        """The places at ``index``; the table is shared."""
        return Places(self.table, self.at[index])

    def spread(self) -> Table:
        """One line for each of the n places."""
        return self.table.take(self.at)


def columns(rows: Sequence[PlaceRow]) -> Places:
    """Columns for n places; each distinct one is worked out once."""
    numbers: dict[PlaceRow, int] = {}
    at = np.fromiter((numbers.setdefault(row, len(numbers)) for row in rows), np.intp, len(rows))
    return Places(_table(list(numbers)), at)


def _table(rows: list[PlaceRow]) -> Table:
    texts = {"": 0}
    names = [texts.setdefault(row[4], len(texts)) for row in rows]
    ids, areas, regions, country, hashes, flags = zip(*map(_coded, rows), strict=True) if rows else [()] * 6
    return Table(
        _padded(ids),
        _padded(areas),
        _padded(regions),
        np.array(country, np.int32),
        np.array(names, np.int32),
        np.array(hashes, np.int64),
        np.array(flags, np.uint8),
        tuple(texts),
    )


@functools.lru_cache(1 << 16)
def _coded(row: PlaceRow) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int, int, int]:
    """A row as integers."""
    ids, areas, regions = (tuple(codes_of(places)) for places in row[:3])
    return ids, areas, regions, _code(row[3]) if row[3] else 0, _hash(row[4], 8) if row[4] else 0, row[5]


def _padded(values: Sequence[tuple[int, ...]]) -> Codes:
    width = max(1, max(map(len, values), default=1))
    filled = [row + (0,) * (width - len(row)) for row in values]
    return np.array(filled, np.int32).reshape(len(values), width)


@functools.lru_cache(1 << 14)
def _code(place_id: str) -> int:
    return _hash(place_id, 4)


def _hash(text: str, size: int) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=size).digest(), signed=True) | 1


def codes_of(place_ids: Iterable[str]) -> list[int]:
    """The codes of ids, for tables that are looked up by code."""
    return [_code(place_id) for place_id in place_ids]
