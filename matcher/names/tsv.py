"""Pairs of names in a table scored row by row: every column kept as it is, one `score` column added, order kept.

Cells are separated by tabs and never quoted. A byte-order mark and Windows line ends are tolerated; bytes that are no
UTF-8 pass through untouched. The table streams: memory does not grow with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from matcher.names.comparison import score
from matcher.names.wholes import wholes
from models.errors import BadFile

CHUNK = 20_000
COLUMNS = ("name_a", "name_b")


def scored(lines: Iterable[str], name: str = "-") -> Iterator[str]:
    """The table with a score column, in blocks of whole lines.

    The first line is a header that holds `name_a` and `name_b`; the scores are total bits with six decimals, so that
    ties are ties of evidence. Raises BadFile when a needed column is missing; `name` is what the message calls the
    table.
    """
    source = iter(lines)
    header = next(source, "").lstrip("\ufeff").rstrip("\r\n").split("\t")
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BadFile("list_columns", file=name, columns=", ".join(missing))
    left, right = (header.index(column) for column in COLUMNS)
    yield "\t".join([*header, "score"]) + "\n"
    width = len(header)
    while chunk := list(islice(source, CHUNK)):
        rows = [_cells(line, width) for line in chunk]
        bits = score(wholes([row[left] for row in rows]), wholes([row[right] for row in rows]))
        for row, value in zip(rows, bits.tolist(), strict=True):
            row.append(f"{value:.6f}\n")
        yield "".join(["\t".join(row) for row in rows])


def _cells(line: str, width: int) -> list[str]:
    """The cells of a line, filled up with empty ones where it is short, joined where it is long (a tab inside the last
    cell)."""
    cells = line.rstrip("\r\n").split("\t", width - 1)
    if len(cells) < width:
        cells.extend([""] * (width - len(cells)))
    return cells


def score_table(source: IO[bytes], target: IO[bytes], name: str = "-") -> None:
    """Score the table read from one binary stream into another."""
    lines = (line.decode("utf-8", "surrogateescape") for line in source)
    for block in scored(lines, name):
        target.write(block.encode("utf-8", "surrogateescape"))
    target.flush()


def main(arguments: list[str]) -> None:
    """`python -m matcher.names.tsv PAIRS.tsv`."""
    with open(arguments[0], "rb") as source:  # noqa: PTH123 - the path may be any file name the shell gives, - included
        score_table(source, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv[1:])
