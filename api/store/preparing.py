"""A person made ready for the store: features for the scorer, candidate keys for the index, both sealed or hashed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgpack

from api.store.parts import Column, TableReader
from api.store.payload import HEADER
from api.store.vault import People, Sealed, Vault
from matcher.features import FEATURE_VERSION, normalise
from matcher.keys import KEY_VERSION, keys
from models.biometrics import MediaReference
from models.errors import BadValue, TulgaError
from models.flat import MAX_CELL, read_flat
from models.person import Person


def prepare(person: Person, vault: Vault, number: int) -> Sealed:
    """All that is written of one record; raises BadValue for a record without identifier."""
    if not person.record_id:
        raise BadValue("field_missing", "record_id")
    row = normalise(person)
    return vault.seal(person, row, keys(row), number)


Cells = Mapping[str, str | None]
"""A flat row: names of fields to cells."""


class Prepared(NamedTuple):
    """A record of a table made ready."""

    sealed: Sealed
    pictures: Sequence[MediaReference]


class TablePreparer:
    """Prepares rows of files with the columns ``names``: what ``prepare`` gives for each, many times as fast."""

    def __init__(self, names: Iterable[str], register: str, vault: Vault) -> None:
        self._register, self._vault = register, vault
        self._reader = TableReader(names)
        self._pack: Callable[[str], bytes] = msgpack.Packer().pack

    def prepare(
        self, table: Mapping[str, Column], numbers: Sequence[int], row: Callable[[int], Cells]
    ) -> list[Prepared | TulgaError]:
        """For each row, sealed for its number, the record, or why it cannot be read.

        ``table`` has names of fields to the cells of all rows; ``row`` gives the cells of one as they came, for those
        that hold something odd: they are read on their own, so that what is wrong with them is told as always.
        """
        found = self._together(table, numbers)
        return [found[i] if i in found else self._alone(row(i), number) for i, number in enumerate(numbers)]

    def _together(self, table: Mapping[str, Column], numbers: Sequence[int]) -> dict[int, Prepared]:
        """The rows that have nothing odd about them."""
        record_ids = [(cell or "").strip() for cell in table["record_id"]]
        plain = [i for i, text in enumerate(record_ids) if 0 < len(text) <= MAX_CELL and text.isprintable()]
        rows = self._reader.read(table, len(record_ids), plain)
        own = [record_ids[i] for i in rows.at]
        register = self._pack(self._register)
        payloads = [
            b"".join((HEADER, self._pack(record_id), register, fields))
            for record_id, fields in zip(own, rows.fields, strict=True)
        ]
        people = People(own, payloads, rows.features, rows.keys)
        sealed = self._vault.seal_many(self._register, people, [numbers[i] for i in rows.at])
        return dict(zip(rows.at, map(Prepared, sealed, rows.pictures), strict=True))

    def _alone(self, cells: Cells, number: int) -> Prepared | TulgaError:
        try:
            person = read_flat(cells, self._register)
            sealed = prepare(person, self._vault, number)
        except TulgaError as error:
            return error
        return Prepared(sealed, (*person.photos, *person.fingerprint_cards))


def versions() -> dict[str, str]:
    """The versions that stored features and keys were made by; a store of other versions must be prepared anew."""
    return {"features": str(FEATURE_VERSION), "keys": str(KEY_VERSION)}
