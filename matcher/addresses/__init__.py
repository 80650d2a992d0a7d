"""Addresses of registration: settlement by the gazetteer, then street, house and flat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from matcher.addresses.comparison import LEVELS, NONE, Addresses, columns, compare_addresses, kept
from matcher.addresses.parsing import read_address
from matcher.comparator import Comparison, Normal
from models.person import Person


class RegistrationAddresses:
    """Comparator of the attribute ``registration_address``."""

    attributes: Final = ("registration_address",)
    levels: Final = LEVELS

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

    def notes(self, a: Person, b: Person) -> tuple[tuple[str, ...], ...]:
        """How the addresses were understood: codes of ``reasons.toml``."""
        places = [read_address(r.address).place for p in (a, b) for r in p.registrations]
        found = {
            "several_addresses": len(a.registrations) > 1 or len(b.registrations) > 1,
            "settlement_not_in_table": any(name and not ids for ids, _, _, _, name, _ in places),
        }
        return (tuple(code for code, holds in found.items() if holds),)


COMPARATOR: Final = RegistrationAddresses()
