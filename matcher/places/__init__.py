"""Places of birth: a text becomes the set of places it may mean, and two sets are compared."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from matcher.comparator import Comparison, Normal, NotesOfEither, Told
from matcher.places.columns import EMPTY, PlaceRow, Places, columns, kept
from matcher.places.comparison import LEVELS, compare_places
from matcher.places.resolving import Resolution, resolve
from models.person import Person
from models.place import Place

__all__ = ["COMPARATOR", "BirthPlaces", "Resolution", "resolve"]


class BirthPlaces(NotesOfEither[Places]):
    """Comparator of the attribute ``birth_place``."""

    attributes: Final = ("birth_place",)
    levels: Final = LEVELS

    def normalise(self, person: Person) -> Normal:
        """Ids of settlements, areas, regions, the country, and what the table does not have."""
        place = person.birth_place.value
        return EMPTY if place is None else _kept(_text(place))

    def batch(self, rows: Sequence[Normal]) -> Places:
        """Columns for n records."""
        return columns(rows)

    def compare(self, a: Places, b: Places) -> Comparison:
        """Levels and shares for aligned pairs; raises ValueError when the lengths differ."""
        if len(a) != len(b):
            raise ValueError("pairs must be aligned")
        level, share = compare_places(a, b)
        return Comparison(level[:, None], share[:, None])

    def shown(self, person: Person) -> tuple[str, ...]:
        """The text as received, with its country where that was a field of its own."""
        place = person.birth_place.value
        return ("" if place is None else _text(place),)

    def told(self, person: Person) -> Told:
        """How the text was understood: codes of ``reasons.toml``."""
        place = person.birth_place.value
        return () if place is None else resolve(_text(place)).notes


@functools.lru_cache(1 << 16)
def _kept(text: str) -> PlaceRow:
    return kept(resolve(text))


def _text(place: Place) -> str:
    return ", ".join(p for p in (place.country, place.text) if p) if place.country else place.text


COMPARATOR: Final = BirthPlaces()
