"""The tools that are measured and how each is started on a data set."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.linkage.datasets import Dataset

PEERS: Final = Path(__file__).parent / "peers"
ENVIRONMENTS: Final = Path(".peers/linkage")
KEEP: Final = "0.01"
"""Least probability of a link that is written, for every tool that has probabilities."""

Command = Callable[[Dataset, Path], list[str]]


def tulga(data: Dataset, out: Path, *options: str) -> list[str]:
    """``tulga dedupe`` or ``tulga link``, as a user would type it."""
    verb = "dedupe" if len(data.sources) == 1 else "link"
    mapped = ["--map", str(data.map_file)] if data.map_file else []
    start = [sys.executable, "-c", "from api.cli import main; main()"]
    return [*start, verb, *map(str, data.sources), "-o", str(out), *mapped, "--keep", KEEP, *options]


def _peer(script: str, data: Dataset, out: Path, before: list[str], *options: str) -> list[str]:
    python = ENVIRONMENTS / script / "bin" / "python"
    if not python.exists():
        raise FileNotFoundError(f"{python} is missing: sh benchmarks/linkage/peers/install.sh installs the peers")
    family = data.name.partition("_")[0]
    sources = [str(path) for path in data.sources]
    return [str(python), str(PEERS / f"{script}_run.py"), family, str(out), *before, *sources, *options]


def splink(data: Dataset, out: Path, *options: str) -> list[str]:
    """Splink, with its own guides' settings."""
    return _peer("splink", data, out, [], *options)


TOOLS: Final[dict[str, Command]] = {
    "tulga": tulga,
    "tulga spark": lambda data, out: tulga(data, out, "--engine", "spark"),
    "splink": splink,
    "splink wide": lambda data, out: splink(data, out, "--wide"),
    "splink spark": lambda data, out: splink(data, out, "--engine", "spark"),
    "splink spark wide": lambda data, out: splink(data, out, "--engine", "spark", "--wide"),
    "recordlinkage": lambda data, out: _peer("recordlinkage", data, out, []),
    "dedupe": lambda data, out: _peer("dedupe", data, out, [str(data.truth)]),
}
"""Name in the tables → how it is started."""
