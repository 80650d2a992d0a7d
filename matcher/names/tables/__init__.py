"""Data files of the name comparator, read once on first use.

Every table is a tab-separated file with a header, in UTF-8, beside this module; `NOTICE` names the sources.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    """All rows of table `name` without its header, as lists of cells; an empty list where the table is not shipped."""
    path = _HERE / f"{name}.tsv"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")[1:]
    return [line.split("\t") for line in lines if line]


@cache
def letters(kind: str) -> dict[str, str]:
    """Letter replacements of one kind from `letters.tsv`: source letter → target."""
    return {source: target for group, source, target in rows("letters") if group == kind}
