"""Two settlements named in one text: a village and the town it lies by, or two names of one place."""

from __future__ import annotations

from typing import NamedTuple

from matcher.places.gazetteer import Entry, curated


class Named(NamedTuple):
    """The settlements that one name in a text may mean; ``unmarked``: no word beside it says that it is a village."""

    name: str
    unmarked: bool
    places: list[Entry]


def beside(before: Named | None, new: Named) -> tuple[Named, str]:
    """The settlement that is meant of the one named before and another, in whichever order they stand: the lesser one.

    Where the table has the lesser one in another region or country only, it is a namesake that the table does not have,
    by the town named beside it: then that town is given, and the name that stays text (else an empty one).
    """
    if before is None:
        return new, ""
    if same := [e for e in new.places if e in before.places]:
        return new._replace(places=same), ""
    lesser, town = sorted((before, new), key=_rank)
    near = [e for e in lesser.places if any(_compatible(e, other) for other in town.places)]
    return (lesser._replace(places=near), "") if near else (town, lesser.name)


def _rank(named: Named) -> tuple[bool, bool, int]:
    """A marked village is lesser than a name without a marker, a place around the curated table lesser than its own."""
    return named.unmarked, any(curated(e.place_id) for e in named.places), max(e.population for e in named.places)


def _compatible(one: Entry, other: Entry) -> bool:
    """Whether one may lie by the other, as far as the table knows where they lie."""
    return one.country == other.country and (not one.region or not other.region or one.region == other.region)
