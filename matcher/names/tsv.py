"""Pairs of names in a table scored row by row: every column kept, one `score` column added, order kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice

from matcher.names.comparison import score
from matcher.names.model import Spelling
from matcher.names.reading import prepare

CHUNK = 20_000


def scored(lines: Iterable[str]) -> Iterator[str]:
    """The table with a score column, line by line.

    `lines` start with a header that names `name_a` and `name_b`; cells are separated by tabs and never quoted.
    Raises ValueError when a needed column is missing.
    """
    source = iter(lines)
    header = next(source, "").lstrip("\ufeff").rstrip("\r\n").split("\t")
    for needed in ("name_a", "name_b"):
        if needed not in header:
            raise ValueError(
                f"The table has no column {needed}: its first line must name name_a and name_b, separated by tabs."
            )
    at = header.index("name_a"), header.index("name_b")
    yield "\t".join([*header, "score"])
    while chunk := list(islice(source, CHUNK)):
        rows = [line.rstrip("\r\n").split("\t") for line in chunk]
        bits = score(*(prepare([(Spelling(whole=row[i] if i < len(row) else ""),) for row in rows]) for i in at))
        for row, value in zip(rows, bits.tolist(), strict=True):
            row.extend([""] * (len(header) - len(row)))
            yield "\t".join([*row, f"{value:.6f}"])


def main(arguments: list[str]) -> None:
    """`python -m matcher.names.tsv PAIRS.tsv`."""
    with open(arguments[0], encoding="utf-8-sig", newline="\n", errors="replace") as lines:  # noqa: PTH123
        for line in scored(lines):
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
