"""Labelled pairs of names, read from a folder outside the repository."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SETS = (
    "pos", "pos_synthetic", "pos_other", "neg_hard", "neg_constructed", "neg_random", "neg_hard_other", "namesakes",
)  # fmt: skip
TAMGA = "tamga-dev"


class Pair(NamedTuple):
    """Two names, whether one person bears both, and what is known of the pair."""

    group: str
    name_a: str
    name_b: str
    same: bool
    source: str
    languages: frozenset[str]
    kind: str
    scripts: tuple[str, str]
    tags: str
    persons: tuple[str, str]

    @property
    def language(self) -> str:
        """The language of a pair that names one; of several, none is the pair's own."""
        return next(iter(self.languages)) if len(self.languages) == 1 else ""


def rows(path: Path) -> list[dict[str, str]]:
    """A tab-separated table with a header; quotes are letters."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def load(data: Path) -> list[Pair]:
    """Every pair of every set found in `data/pairs`, in the order of the files.

    Raises FileNotFoundError when there are no positive pairs.
    """
    folder = data / "pairs"
    if not (folder / "pos.tsv").exists():
        raise FileNotFoundError(f"{folder} holds no pos.tsv: give --data the folder that holds pairs/.")
    found: list[Pair] = []
    for group in SETS:
        if (folder / f"{group}.tsv").exists():
            found += [_pair(group, row) for row in rows(folder / f"{group}.tsv")]
    if (folder / f"{TAMGA}.tsv").exists():
        found += [_tamga(row) for row in rows(folder / f"{TAMGA}.tsv")]
    return found


def _pair(group: str, row: dict[str, str]) -> Pair:
    return Pair(
        group,
        row["name_a"].replace('"', ""),
        row["name_b"].replace('"', ""),
        row["label"] == "1",
        row["source"],
        frozenset(row["lang"].split("/")),
        row["kind"],
        (row["script_a"], row["script_b"]),
        row["tags"],
        (row["person_a"], row["person_b"]),
    )


def _tamga(row: dict[str, str]) -> Pair:
    names = row["name_a"].replace('"', ""), row["name_b"].replace('"', "")
    return Pair(
        "tamga", *names, row["same"] == "1", "tamga", frozenset(row["language"].split("/")), row["difficulty"],
        ("", ""), row["phenomena"], (row["id"], row["id"]),
    )  # fmt: skip


def in_half(pairs: Iterable[Pair], half: int) -> list[int]:
    """Indices of the pairs whose first person falls in half 0 or 1 of all: one to look at, the other to measure."""
    return [i for i, pair in enumerate(pairs) if _half(pair.persons[0]) == half]


def _half(person: str) -> int:
    return sum(person.encode()) % 2
