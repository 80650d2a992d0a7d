"""What kind of document a source means, and which kinds a person keeps for life."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any, Final

from matcher.folding import fold

UNKNOWN: Final = ""


@functools.cache
def data() -> dict[str, Any]:
    """``data/types.toml`` as it stands."""
    return tomllib.loads(files("matcher.documents").joinpath("data", "types.toml").read_text("utf-8"))


@functools.lru_cache(1 << 12)
def kind_by_word(text: str) -> str:
    """The kind that the source's own word names, or UNKNOWN."""
    padded = f" {fold(text)} "
    return next((kind for word, kind in _words() if f" {word} " in padded), UNKNOWN)


def kind_by_shape(canonical: str) -> str:
    """The kind that the shape of series and number suggests, or UNKNOWN."""
    return next((kind for kind, shape in _shapes() if shape.fullmatch(canonical)), UNKNOWN)


@functools.cache
def kinds() -> tuple[str, ...]:
    """All kinds in a fixed order; the first is UNKNOWN."""
    return (UNKNOWN, *data()["words"])


@functools.cache
def personal_kinds() -> frozenset[str]:
    """Kinds of numbers that a person keeps for life."""
    return frozenset(data()["personal"]["kinds"])


def is_dummy(series: str, digits: str) -> bool:
    """Whether the digits are what clerks type where there is no number; 1, 2, 3 … behind a series may be a real one."""
    rules = data()["dummy"]
    return len(digits) < rules["shortest"] or len(set(digits)) == 1 or (not series and digits in rules["numbers"])


@functools.cache
def _words() -> list[tuple[str, str]]:
    pairs = [(fold(word), kind) for kind, words in data()["words"].items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@functools.cache
def _shapes() -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(shape)) for kind, shape in data()["shapes"].items()]
