"""Two unrelated generators of registers, to see whether what was learned on our own population holds elsewhere.

They share no table, no name list and no error model with ``benchmarks.population``: one is Latin only with surnames of
random syllables, one is Russian Cyrillic in capitals. Nothing is ever trained on them.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.records.cases import Case
from benchmarks.records.others.cyrillic import CyrillicBody
from benchmarks.records.others.latin import LatinBody
from benchmarks.records.others.world import write_world


def other_cases(folder: Path, people: int, queries: int, seed: int) -> list[Case]:
    """Both other worlds, written below ``folder`` and read back as cases."""
    return [
        write_world(folder / body.name, body, people, queries, seed)
        for body in (LatinBody(seed), CyrillicBody(seed))
    ]  # fmt: skip
