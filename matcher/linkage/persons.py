"""Columns of Art. 6 read value by value: what a comparator looks at is read once for each way its cells are filled.

A register of a million people has thirty thousand birth dates and a few thousand places, and half of its names stand
in it twice. So the cells that some comparators read are brought to codes, each distinct filling is read as search reads
record (``read_flat``, ``normalise``), and the comparator's columns are spread over the records by number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matcher.comparator import Columns, Comparator, Normal
from matcher.families import FAMILIES
from matcher.features import ROOMS, registry
from matcher.generic import NONE
from matcher.keys import PARTS, Parts, joined, lasting
from matcher.linkage.hashing import dense, hashed_texts, mixed
from matcher.names.distance import compiled as names_compiled
from models.errors import BadValue
from models.flat import read_flat
from models.person import Person

Codes = NDArray[np.int32]

ROWS_AT_A_TIME: Final = 50_000
"""Records whose keys are held as texts at a time."""
_REPEATED: Final = 4
"""Records a distinct filling from which on its part of the keys is made once and kept."""


@dataclass(frozen=True)
class Persons:
    """The columns of Art. 6 of n records, read."""

    comparators: tuple[Comparator[Any], ...]
    columns: tuple[Columns, ...]
    keys: pa.Table
    """The candidate keys of search as (key, rec)."""
    unreadable: Counter[str]
    """Cells that could not be read and count as missing, by column."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a comparator keeps of each distinct filling of its columns, and (n,) which of them each record has."""

    normals: list[Normal]
    at: NDArray[np.intp]


def read_persons(table: pa.Table, art6: Mapping[str, str]) -> Persons:
    """Read the columns ``art6`` (name of Art. 6 → name in the table); a cell that cannot be read counts as missing.

    A batch job goes on where a load would refuse the row: it keeps no record, and the other cells still count.
    """
    names_compiled()
    cells = {name: _coded(table.column(column)) for name, column in art6.items()}
    unreadable: Counter[str] = Counter()
    found: dict[str, _Read] = {}
    for family in FAMILIES:
        asked = {name: needs for name, needs in family.needs.items() if not cells.keys().isdisjoint(needs)}
        used = dict.fromkeys(name for needs in (*asked.values(), family.beside if asked else ()) for name in needs)
        told = Counter[str]()
        found |= _read(asked, {name: cells[name] for name in used if name in cells}, told)
        unreadable |= told  # a column of two families is told of once
    chosen = tuple(c for c in registry().comparators if c.attributes[0] in found)
    columns = tuple(c.batch(found[c.attributes[0]].normals).take(found[c.attributes[0]].at) for c in chosen)
    return Persons(chosen, columns, _keys(found, table.num_rows), unreadable)


def _coded(column: pa.ChunkedArray) -> tuple[Codes, pa.Array]:
    """Codes of the cells, NONE where empty, and the distinct texts."""
    coded = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    return np.asarray(pc.fill_null(coded.indices, NONE).to_numpy(zero_copy_only=False), np.int32), coded.dictionary


def _read(
    asked: Collection[str], cells: Mapping[str, tuple[Codes, pa.Array]], unreadable: Counter[str]
) -> dict[str, _Read]:
    """Each distinct filling of the cells, as the comparators ``asked`` keep it."""
    if not asked:
        return {}
    at, counts = dense(mixed([codes + np.int32(1) for codes, _ in cells.values()]))
    first = np.empty(len(counts), np.intp)
    first[at[::-1]] = np.arange(len(at) - 1, -1, -1)
    texts = [_texts(codes[first], values) for codes, values in cells.values()]
    keep = [c.normalise for c in registry().comparators if c.attributes[0] in asked]
    kept: list[list[Normal]] = [[] for _ in keep]
    for filled, count in zip(zip(*texts, strict=True), counts.tolist(), strict=True):
        person, bad = readable(dict(zip(cells, filled, strict=True)))
        for normals, normalise in zip(kept, keep, strict=True):
            normals.append(normalise(person))
        unreadable.update(dict.fromkeys(bad, count))
    names = [c.attributes[0] for c in registry().comparators if c.attributes[0] in asked]
    return {name: _Read(normals, at.astype(np.intp)) for name, normals in zip(names, kept, strict=True)}


def _texts(codes: Codes, values: pa.Array) -> list[str | None]:
    texts: list[str | None] = values.take(pa.array(codes, mask=codes == NONE)).to_pylist()
    return texts


def readable(row: dict[str, str | None]) -> tuple[Person, list[str]]:
    """The person in a flat row without the cells that cannot be read, and the columns of these."""
    bad: list[str] = []
    while True:
        try:
            return read_flat(row), bad
        except BadValue as refusal:
            field = refusal.field or ""
            if row.pop(field, None) is None:
                raise
            bad.append(field)


def _keys(found: Mapping[str, _Read], records: int) -> pa.Table:
    """The keys of all records, by hash."""
    keys: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    sizes: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    parts = [_parts(found, room) for room in PARTS]
    for low in range(0, records, ROWS_AT_A_TIME):
        high = min(low + ROWS_AT_A_TIME, records)
        told = zip(*[part(low, high) for part in parts], strict=True)
        made = [lasting(joined(Parts(*row))) for row in told]
        sizes.append(np.fromiter(map(len, made), np.int64, len(made)))
        keys.append(hashed_texts(pa.array(chain.from_iterable(made), pa.string())))
    record = np.repeat(np.arange(records, dtype=np.int32), np.concatenate(sizes))
    return pa.table({"key": np.concatenate(keys), "rec": record})


def _parts(found: Mapping[str, _Read], room: str) -> Callable[[int, int], Iterable[Any]]:
    """What gives a room's part of the keys of the records low ≤ number < high.

    It is made once for each distinct filling where these are few, else record by record, so that it need not be kept.
    """
    comparator = registry().comparators[ROOMS.index(room)]
    read, part = found.get(comparator.attributes[0]), PARTS[room]
    if read is None:
        nothing = part(comparator.normalise(Person()))
        return lambda low, high: [nothing] * (high - low)
    if len(read.normals) > len(read.at) // _REPEATED:
        return lambda low, high: (part(read.normals[i]) for i in read.at[low:high].tolist())
    told = [part(normal) for normal in read.normals]
    return lambda low, high: [told[i] for i in read.at[low:high].tolist()]
