"""A country's name, abbreviation or code as ISO 3166 alpha-3."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any, Final

from rapidfuzz import fuzz, process

from matcher.folding import fold

SOVIET: Final = "SUN"
STATELESS: Final = "XXA"


@functools.lru_cache(1 << 12)
def country_code(text: str) -> str | None:
    """The alpha-3 code (SUN for the USSR, XXA stateless, XXB refugee); None where the text names no known country."""
    table, folded = _names(), fold(text)
    if code := _as_written().get(text.strip().casefold()) or table.get(folded):
        return code
    plain = " ".join(word for word in folded.split() if word not in _filler())
    return table.get(plain) or _misspelt(plain)


def country_named(text: str) -> str | None:
    """The code for a name or abbreviation as the table has it, without guessing; letters alone only from three on."""
    folded = fold(text)
    if len(folded) < 3 and folded.isascii():
        return _names().get(folded) if text.isupper() else None
    return _as_written().get(text.strip().casefold()) or _names().get(folded)


def says_nothing(text: str) -> bool:
    """Whether the text only says that the citizenship is not known (ICAO's XXX, «не установлено»)."""
    folded = fold(text)
    return not folded or folded in _none()


@functools.cache
def codes() -> tuple[str, ...]:
    """All codes of the table in a fixed order."""
    return tuple(sorted(set(_names().values())))


def successors(code: str) -> tuple[str, ...]:
    """The states whose citizens were citizens of ``code``."""
    return tuple(data()["successors"].get(code, ()))


def country_name(code: str, language: str) -> str | None:
    """How ``language`` (ru, kk, tg, en) calls the country; None for a code that stands in no list of countries."""
    return _called().get(code, {}).get(language)


@functools.cache
def data() -> dict[str, Any]:
    """``data/words.toml`` as it stands."""
    return tomllib.loads(files("matcher.citizenship").joinpath("data", "words.toml").read_text("utf-8"))


def _misspelt(plain: str) -> str | None:
    limits = data()["limits"]
    if len(plain) < limits["letters"]:
        return None
    found = process.extractOne(plain, _long_names(), scorer=fuzz.ratio, score_cutoff=limits["similarity"])
    return _names()[found[0]] if found else None


@functools.cache
def _names() -> dict[str, str]:
    """Folded name or code to alpha-3; a name of two countries stands for the one that is named first."""
    table: dict[str, str] = {}
    for code, others in data()["other_names"].items():
        for name in (code, *others):
            table.setdefault(fold(name), code)
    for line in _lines()[1:]:
        code, *names = line.split("\t")
        for name in (code, *names):
            table.setdefault(fold(name), code)
    table.pop("", None)
    return table


def _lines() -> list[str]:
    return files("matcher.citizenship").joinpath("data", "countries.tsv").read_text("utf-8").splitlines()


@functools.cache
def _called() -> dict[str, dict[str, str]]:
    """Alpha-3 code to the country's name by language."""
    head, *rows = (line.split("\t") for line in _lines())
    return {cells[0]: dict(zip(head, cells, strict=True)) for cells in rows}


@functools.cache
def _as_written() -> dict[str, str]:
    """Curated names before national letters are put aside: ҚР is Kazakhstan, КР Kyrgyzstan."""
    return {name.casefold(): code for code, names in data()["other_names"].items() for name in names}


@functools.cache
def _long_names() -> list[str]:
    return [name for name in _names() if len(name) >= data()["limits"]["letters"]]


@functools.cache
def _filler() -> frozenset[str]:
    return frozenset(fold(word) for word in data()["filler"]["words"])


@functools.cache
def _none() -> frozenset[str]:
    return frozenset(fold(word) for word in data()["none"]["words"])
