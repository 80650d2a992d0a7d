"""Tulga with five hundred labels: the pairs its own review queue asks for first, answered by the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from benchmarks.linkage.datasets import Dataset
from benchmarks.linkage.quality import people
from benchmarks.linkage.tools import tulga
from matcher.evaluation.queue import review_order

TOOL: Final = "tulga labels"
LABELS: Final = 500


def command(data: Dataset, unlabelled: Path, out: Path) -> list[str]:
    """The run that learns from labels; ``unlabelled``: the answer of a run without, which must have been made."""
    labels = out / "labels.csv"
    write_labels(data, unlabelled, labels)
    return tulga(data, out, "--train", f"labels={labels}")


def write_labels(data: Dataset, unlabelled: Path, path: Path) -> None:
    """The first pairs of the review queue with the truth's answers: record_id_l, record_id_r, same."""
    links = pq.read_table(unlabelled / "links.parquet")
    asked = links.take(pa.array(review_order(links, LABELS)))
    known = people(data)
    same = known.codes(asked.column("record_id_l")) == known.codes(asked.column("record_id_r"))
    columns = {n: asked.column(n) for n in ("record_id_l", "record_id_r")}
    pacsv.write_csv(pa.table({**columns, "same": pa.array(same.astype(int))}), path)
