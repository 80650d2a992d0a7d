"""Which pairs of a finished job to ask, and in which order: the queue of active learning, or a sample's file."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.evaluation.queue import review_order
from models.errors import BadFile, StoreError

Pair = tuple[str, str]


def read_links(out: Path) -> pa.Table:
    """The links of a job; raises BadFile where the folder holds none."""
    try:
        return pq.read_table(out / "links.parquet")
    except FileNotFoundError:
        raise BadFile("links_missing", out.name) from None
    except (OSError, pa.ArrowInvalid) as error:
        raise BadFile("table_unreadable", "links.parquet") from error


def next_pairs(links: pa.Table, answered: Collection[Pair], count: int) -> pa.Table:
    """The rows to ask, best first; pairs already answered (in either order) are left out, and make their like wait."""
    done = np.fromiter((pair in answered for pair in sorted_pairs(links)), bool, links.num_rows)
    return links.take(pa.array(review_order(links, count, done)))


def named_pairs(links: pa.Table, wanted: Sequence[Pair], answered: Collection[Pair]) -> pa.Table:
    """The rows of the pairs in a file, in its order, those already answered left out."""
    place = {pair: i for i, pair in enumerate(sorted_pairs(links))}
    rows = [place[pair] for pair in wanted if pair in place and pair not in answered]
    return links.take(pa.array(rows, pa.int64()))


def sorted_pairs(links: pa.Table) -> list[Pair]:
    """Both identifiers of each row, the smaller first."""
    sides = [links.column(name).cast(pa.string()).to_pylist() for name in ("record_id_l", "record_id_r")]
    return [(a, b) if a <= b else (b, a) for a, b in zip(*sides, strict=True)]


def write_queue(pairs: pa.Table, path: Path) -> None:
    """The queue as a file to fill in elsewhere: identifiers, probability, ``same`` and ``reason`` empty."""
    columns = [pairs.column(n).to_pylist() for n in ("record_id_l", "record_id_r", "probability")]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("record_id_l", "record_id_r", "probability", "same", "reason"))
            writer.writerows((a, b, f"{p:.9f}", "", "") for a, b, p in zip(*columns, strict=True))
    except OSError as error:
        raise StoreError("output_not_written", path.name) from error
