"""Records of a table read column by column: each distinct filling of a few cells once, its bytes joined to whole rows.

What is stored of a record is an array of what each comparator keeps and an array of what each field holds; both are
packed part by part, by the same readers that read a whole row (``models.flat``, ``normalise``, ``payload.FIELDS``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, Final, NamedTuple

import msgpack

from api.store import payload
from matcher.families import FAMILIES
from matcher.features import FEATURE_VERSION, ROOMS, registry
from matcher.keys import PARTS, Parts, joined
from models.biometrics import MediaReference
from models.errors import TulgaError
from models.flat import read_fields

KEPT: Final = 1 << 15
"""Distinct fillings of a group's cells that are kept, with what is stored of them."""

Column = Sequence[str | None]


class Group(NamedTuple):
    """Cells that are read together: what is stored of them hangs on no other cell."""

    columns: tuple[str, ...]
    rooms: tuple[str, ...]
    """Of the comparators that look at them."""
    fields: tuple[str, ...]
    """Of the person that they fill."""
    beside: tuple[str, ...] = ()
    """Fields, filled by others, that the comparators look at as well."""
    repeats: bool = True


class Part(NamedTuple):
    """What is stored of one filling of a group's cells."""

    features: tuple[bytes, ...]
    fields: tuple[bytes, ...]
    keys: tuple[Any, ...]
    pictures: tuple[MediaReference, ...]


_FIELDS: Final = {
    "surname": (("names", "sex"), ()),
    "birth_date": (("birth_date",), ()),
    "birth_place": (("birth_place",), ()),
    "citizenship": (("citizenships",), ()),
    "document": (("documents",), ("document_issued_on", "document_issuer")),
    "registration_address": (("registrations",), ()),
}
"""For each family (by its first attribute) the person's fields that its cells fill, and what else these are read of."""
_PICTURES: Final = slice(len(FAMILIES), len(FAMILIES) + 2)
"""Which groups are the photograph's and the fingerprint card's."""
OWN: Final = ("record_id", "register")
"""Fields that no group fills: each record's own."""


@functools.cache
def groups() -> tuple[Group, ...]:
    """All groups; each comparator and each field of a person belongs to one."""
    found = []
    for family in FAMILIES:
        fields, more = _FIELDS[next(iter(family.needs))]
        rooms = tuple(r for r, c in zip(ROOMS, registry().comparators, strict=True) if c.attributes[0] in family.needs)
        found.append(Group((*family.columns, *more), rooms, fields, family.beside, family.repeats))
    pictures = (Group(("photo",), (), ("photos",)), Group(("fingerprint_card",), (), ("fingerprint_cards",)))
    return (*found, *pictures, Group((), (), ("permits", "restrictions")))


class Reader:
    """Reads the cells of one group, in tables that have the columns ``names``."""

    def __init__(self, group: Group, names: Iterable[str]) -> None:
        self.group = group
        self._columns = tuple(name for name in group.columns if name in set(names))
        self._normalise = [registry().comparators[ROOMS.index(room)].normalise for room in group.rooms]
        self.keyed = tuple(room for room in group.rooms if room in PARTS)
        self._parts = [(group.rooms.index(room), PARTS[room]) for room in self.keyed]
        self._filled = (*group.fields, *group.beside) if group.columns else ()
        self._fields = [payload.FIELDS[field] for field in group.fields]
        self._pack: Callable[[Any], bytes] = msgpack.Packer().pack
        keeps = group.repeats or not self._columns
        self._read = functools.lru_cache(KEPT)(self._fresh) if keeps else self._fresh

    def read(self, table: Mapping[str, Column], size: int) -> list[Part | None]:
        """The parts of all rows; None where a cell cannot be read."""
        columns: list[Column] = [table[name] for name in self._columns] or [[None] * size]
        try:
            return list(map(self._read, zip(*columns, strict=True)))
        except TulgaError:
            return [self._tried(filling) for filling in zip(*columns, strict=True)]

    def _tried(self, filling: tuple[str | None, ...]) -> Part | None:
        try:
            return self._read(filling)
        except TulgaError:
            return None

    def _fresh(self, filling: tuple[str | None, ...]) -> Part:
        person = read_fields(dict(zip(self._columns, filling, strict=False)), self._filled)
        kept = [normalise(person) for normalise in self._normalise]
        return Part(
            tuple([self._pack(normal) for normal in kept]),
            tuple([self._pack(field(person)) for field in self._fields]),
            tuple([part(kept[i]) for i, part in self._parts]),
            (*person.photos, *person.fingerprint_cards),
        )


class Rows(NamedTuple):
    """What is stored of some records of a table, in the clear, column by column."""

    at: list[int]
    """Which rows of the table they are; the others cannot be read this way, or cannot be read at all."""
    features: list[bytes]
    fields: list[bytes]
    """Payloads without their beginning (``payload.HEADER`` and the fields of ``OWN``)."""
    keys: list[list[str]]
    pictures: list[tuple[MediaReference, ...]]


class TableReader:
    """Reads tables that have the columns ``names``, and keeps what repeats from one to the next."""

    def __init__(self, names: Iterable[str]) -> None:
        known = tuple(names)
        self._readers = [Reader(group, known) for group in groups()]
        self._opening = msgpack.Packer().pack_array_header(1 + len(ROOMS)) + msgpack.packb(FEATURE_VERSION)

    def read(self, table: Mapping[str, Column], size: int, chosen: Sequence[int]) -> Rows:
        """Those of the ``chosen`` rows whose cells can all be read."""
        found = [reader.read(table, size) for reader in self._readers]
        unreadable = {i for parts in found if None in parts for i, part in enumerate(parts) if part is None}
        at = [i for i in chosen if i not in unreadable]
        return self._joined([[part for i in at if (part := parts[i])] for parts in found], at)

    def _joined(self, found: Sequence[list[Part]], at: list[int]) -> Rows:
        features: dict[str, list[bytes]] = {}
        fields: dict[str, list[bytes]] = {}
        keys: dict[str, list[Any]] = {}
        for reader, parts in zip(self._readers, found, strict=True):
            features |= {room: [p.features[i] for p in parts] for i, room in enumerate(reader.group.rooms)}
            fields |= {field: [p.fields[i] for p in parts] for i, field in enumerate(reader.group.fields)}
            keys |= {room: [p.keys[i] for p in parts] for i, room in enumerate(reader.keyed)}
        return Rows(
            at,
            list(map(b"".join, zip(repeat(self._opening, len(at)), *[features[room] for room in ROOMS], strict=True))),
            list(map(b"".join, zip(*[fields[field] for field in payload.FIELDS if field not in OWN], strict=True))),
            [joined(Parts(*parts)) for parts in zip(*[keys[room] for room in PARTS], strict=True)],
            [(*photo.pictures, *card.pictures) for photo, card in zip(*found[_PICTURES], strict=True)],
        )
