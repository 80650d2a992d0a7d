"""The tables of the generated population, read once: names, practice, spellings, places, faults."""

from __future__ import annotations

import csv
import functools
import tomllib
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

LANGUAGES: Final = ("kk", "tg", "ru", "uz", "ky")
STATES: Final = ("KZ", "TJ")
ERAS: Final = ("o", "s", "p", "n")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def read_toml(name: str) -> dict[str, Any]:
    """One TOML table of this folder."""
    return tomllib.loads(files("benchmarks.population").joinpath("data", name).read_text("utf-8"))


def read_tsv(name: str) -> list[dict[str, str]]:
    """The rows of one TSV table of this folder, comment lines left out."""
    text = files("benchmarks.population").joinpath("data", name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


@functools.cache
def practice() -> dict[str, Any]:
    """Naming and family practice (``practice.toml``)."""
    return read_toml("practice.toml")


def shares(weights: dict[str, float]) -> tuple[list[str], Floats]:
    """Keys of a weight table and the running share up to each, for ``np.searchsorted``."""
    total = np.cumsum(np.array(list(weights.values()), dtype=np.float64))
    return list(weights), total / total[-1]


def draw(rng: np.random.Generator, running: Floats, size: int) -> Ints:
    """``size`` indices drawn with the given running shares."""
    return np.searchsorted(running, rng.random(size), side="right").astype(np.int64)


def zipf(count: int, exponent: float, shift: float = 3.0) -> Floats:
    """Running shares of ``count`` ranks that fall off as 1/(rank + shift)^exponent."""
    weights = 1.0 / (np.arange(count) + shift) ** exponent
    running: Floats = np.cumsum(weights) / weights.sum()
    return running
