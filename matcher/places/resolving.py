"""From a text to the set of places it may mean."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

from matcher.citizenship.countries import country_named
from matcher.folding import sounds
from matcher.places.gazetteer import (
    SETTLEMENTS,
    Entry,
    adjective_ending,
    by_name,
    by_sound,
    by_stem,
    by_town_stem,
    curated,
    entries,
    near_miss,
    stem,
    words,
)
from matcher.places.parsing import Part, parse
from matcher.places.settlements import Named, beside


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text says about a place.

    ``ids`` are the settlements it may mean (several: a homonym). ``areas`` are districts, or the town a village belongs
    to; ``regions`` and ``country`` (alpha-3) are stated or follow from the ids. ``name`` is the settlement as it was
    called, in the spelling of its sounds; it stands alone where the table does not have it. ``framed`` says that a
    district, region or country was stated with it, or the town it lies by. ``kind`` is the finest thing known:
    settlement, text, area, region, country or nothing. ``notes`` are codes of ``reasons.toml``.
    """

    ids: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    country: str = ""
    name: str = ""
    framed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The finest thing that is known."""
        named = (("settlement", self.ids), ("text", self.name), ("area", self.areas), ("region", self.regions))
        return next((kind for kind, value in named if value), "country" if self.country else "nothing")


@dataclass(slots=True)
class _Found:
    named: Named | None = None
    settlements: list[Entry] = field(default_factory=list)
    called: str = ""
    framed: bool = False
    areas: list[Entry] = field(default_factory=list)
    regions: list[Entry] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


@functools.lru_cache(1 << 16)
def resolve(text: str) -> Resolution:
    """The places a text may mean; never fails: what the table does not have stays as ``name``."""
    parsed = parse(text)
    found = _Found()
    for part in parsed.parts:
        _place(part, found)
    country = next((c for c in parsed.countries if c != "SUN"), "")
    if "SUN" in parsed.countries:
        found.notes.add("state_dissolved")
    return _settle(found, country)


def _place(part: Part, found: _Found) -> None:
    """Puts one named part where its marker, or the table, says it belongs."""
    if part.kind == "region":
        _wider(part, "region", found.regions, found)
    elif part.kind == "district":
        _wider(part, "district", found.areas, found)
    elif part.kind == "commune":
        found.notes.add("commune_ignored")
    else:
        _settlement(part, found)


def _wider(part: Part, kind: str, target: list[Entry], found: _Found) -> None:
    """A region or district: by name, else by stem."""
    found.framed = True
    named = [e for e in _named(part.name) if e.kind == kind]
    named = named or [e for e in by_stem().get(stem(part.name), ()) if e.kind == kind]
    if not named and kind == "district":
        named = list(by_town_stem().get(stem(part.name), ()))
    if named:
        target += named
    elif kind == "district":
        target.append(Entry(f"~{stem(part.name)}", "", "district", "", 0, frozenset()))


def _settlement(part: Part, found: _Found) -> None:
    named = _named(part.name) if part.known else ()
    towns = [e for e in named if e.kind in SETTLEMENTS and not (part.kind == "village" and e.kind == "city")]
    if part.kind == "city":
        towns = [e for e in towns if e.kind == "city"] or towns
    if towns:
        _called_so(part, towns, found)
    elif not part.kind and (wide := named or _by_adjective(part.name)):
        _wide(part.name, wide, found)
    elif part.kind != "village" and (near := near_miss(sounds(part.name))):
        found.settlements, found.called = list(near), part.name
        found.notes.add("spelling_slip")
    else:
        found.unknown.append(_sounds_of_words(part.name))


def _called_so(part: Part, towns: list[Entry], found: _Found) -> None:
    found.named, elsewhere = beside(found.named, Named(part.name, part.kind != "village", towns))
    if elsewhere:
        found.unknown.append(_sounds_of_words(elsewhere))
        found.notes.add("homonym_elsewhere")
    found.settlements, found.called = found.named.places, found.named.name
    if not elsewhere:
        _note_former(found.called, found.settlements, found)


def _by_adjective(name: str) -> tuple[Entry, ...]:
    return by_stem().get(stem(name), ()) if adjective_ending(name) else ()


def _wide(name: str, wide: tuple[Entry, ...], found: _Found) -> None:
    """A bare name that the table has for regions or districts only; a village may bear a district's name too."""
    found.regions += [e for e in wide if e.kind == "region"]
    districts = [e for e in wide if e.kind != "region"]
    found.areas += districts
    if districts and not adjective_ending(name):
        found.called = name


def _sounds_of_words(name: str) -> str:
    return " ".join(sounds(word) for word in name.split())


def _named(name: str) -> tuple[Entry, ...]:
    return by_name().get(name) or by_sound().get(sounds(name), ())


def _note_former(name: str, towns: list[Entry], found: _Found) -> None:
    if all(sounds(name) not in e.today for e in towns):
        found.notes.add("former_or_other_name")


def _settle(found: _Found, country: str) -> Resolution:
    stated = country
    country = country or _country(found.regions) or _country(found.areas)
    areas = _within(found.areas, _regions(found.regions), country)
    settlements = _within(found.settlements, _regions(found.regions) or _regions(areas), country)
    if found.settlements and not settlements:
        found.unknown.append(_sounds_of_words(found.called))
        found.notes.add("homonym_elsewhere")
    settlements = _not_outnumbered(settlements)
    rest = " ".join(found.unknown)
    framed = bool(stated or found.framed)
    if rest and settlements:
        areas, settlements, framed = [*areas, *settlements], [], True
    _note(found, settlements, rest)
    finest = settlements or areas
    return Resolution(
        ids=_ids(settlements),
        areas=_ids(areas),
        regions=tuple(sorted(_regions(found.regions) or _regions(finest))),
        country=country or _country(finest),
        name=rest or _sounds_of_words(found.called),
        framed=framed,
        notes=tuple(sorted(found.notes)),
    )


def _note(found: _Found, settlements: list[Entry], rest: str) -> None:
    if len(settlements) > 1:
        found.notes.add("ambiguous")
    if rest:
        found.notes.add("not_in_table")


def _regions(places: Iterable[Entry]) -> set[str]:
    """The regions that are among the places, or that they lie in."""
    return {e.place_id if e.kind == "region" else e.region for e in places} - {""}


def _within(places: list[Entry], regions: set[str], country: str) -> list[Entry]:
    """Those that lie in the regions and the country, as far as the table knows where they lie."""
    kept = [e for e in places if not regions or e.region in regions or not e.region]
    return [e for e in kept if not country or not e.country or alpha3(e.country) == country]


def _not_outnumbered(places: list[Entry]) -> list[Entry]:
    """Without the hamlets that bear the name of a city, unless the curated table has them for that very reason."""
    most = max((e.population for e in places), default=0)
    return [e for e in places if e.population * words()["limits"]["outnumbered"] >= most or curated(e.place_id)]


def _ids(places: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({e.place_id for e in places}))


def _country(places: Iterable[Entry]) -> str:
    codes = {alpha3(e.country) for e in places if e.country}
    return codes.pop() if len(codes) == 1 else ""


@functools.cache
def alpha3(alpha2: str) -> str:
    """The three-letter code of a country of the table."""
    return country_named(alpha2) or alpha2


def share(place_id: str) -> float:
    """Share of people in registers of the region who were born there, from its population."""
    limits, entry = words()["limits"], entries().get(place_id)
    if entry is None or not entry.population:
        return float(limits.get(entry.kind if entry else "village", limits["village"]))
    born = limits["born"].get(entry.country, limits["born"]["rest"])
    people = limits["people"].get(entry.country, limits["people"]["rest"])
    return float(max(born * entry.population / people, limits["village"]))
