"""Addresses of registration: settlement by the gazetteer, then street, house and flat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from matcher.addresses.comparison import LEVELS, NONE, Addresses, columns, compare_addresses, kept, not_in_table
from matcher.addresses.parsing import read_address
from matcher.comparator import Comparison, Met, Normal, NotesOfEither, Told, holding
from models.person import Person


class RegistrationAddresses(NotesOfEither[Addresses]):
    """Comparator of the attribute ``registration_address``."""

    attributes: Final = ("registration_address",)
    levels: Final = LEVELS
    codes = ("several_addresses", "settlement_not_in_table")

    def normalise(self, person: Person) -> Normal:
        """Every address as place, street, house and flat."""
        found = (kept(read_address(r.address)) for r in person.registrations)
        return tuple(row for row in dict.fromkeys(found) if row != NONE)

    def batch(self, rows: Sequence[Normal]) -> Addresses:
        """Columns for n records."""
        return columns(rows)

    def compare(self, a: Addresses, b: Addresses) -> Comparison:
        """The closest pair of addresses for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level = compare_addresses(a, b)
        return Comparison(level[:, None], np.full((len(a), 1), np.nan, np.float32))

    def shown(self, person: Person) -> tuple[str, ...]:
        """All addresses as received."""
        return ("; ".join(r.address for r in person.registrations),)

    def told(self, person: Person) -> Told:
        """How the addresses were understood: codes of ``reasons.toml``."""
        places = [read_address(r.address).place for r in person.registrations]
        return self._told(person, any(name and not ids for ids, _, _, _, name, _ in places))

    def told_of(self, people: Sequence[Person], met: Met[Addresses]) -> list[Told]:
        """The same, of addresses that need not be read again."""
        unknown = not_in_table(met.b)[met.at].tolist()
        return [self._told(person, missing) for person, missing in zip(people, unknown, strict=True)]

    def _told(self, person: Person, not_in_table: bool) -> Told:
        return holding(dict(zip(self.codes, (len(person.registrations) > 1, not_in_table), strict=True)))


COMPARATOR: Final = RegistrationAddresses()
