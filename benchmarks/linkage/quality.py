"""Quality of any tool's answer: its scored pairs and clusters against the truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.linkage.datasets import Dataset
from matcher.evaluation.clusters import b_cubed, merge_distance, overlap, pairwise
from matcher.evaluation.metrics import best_f1, curve, recall_at_precision, thinned

POINTS: Final = 400
"""Points of a precision–recall curve that are kept for the plot."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is who: person codes of the records in the order of ``ids``; how many pairs there are to find."""

    ids: pa.Array
    person: NDArray[np.int64]
    positives: int

    def codes(self, records: pa.ChunkedArray) -> NDArray[np.int64]:
        """Person codes of records by identifier."""
        return np.asarray(self.person[pc.index_in(records.cast(pa.string()), self.ids).to_numpy()])


def people(data: Dataset) -> People:
    """The truth of a data set; a link counts the pairs across, a de-duplication those within."""
    truth = pq.read_table(data.truth)
    codes = truth.column("person_id").combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    known = People(truth.column("record_id").combine_chunks(), codes, 0)
    sides = [np.bincount(known.codes(_ids(path)), minlength=codes.max() + 1) for path in data.sources]
    positives = sides[0] * (sides[0] - 1) // 2 if len(sides) == 1 else sides[0] * sides[1]
    return People(known.ids, known.person, int(positives.sum()))


def _ids(path: Path) -> pa.ChunkedArray:
    return pq.read_table(path, columns=["record_id"]).column(0)


def figures(out: Path, data: Dataset) -> dict[str, Any]:
    """Figures of the answer in ``out``: links.parquet (record_id_l, record_id_r, bits) and clusters.parquet."""
    known = people(data)
    links = pq.read_table(out / "links.parquet", columns=["record_id_l", "record_id_r", "bits"])
    same = known.codes(links.column(0)) == known.codes(links.column(1))
    points = curve(links.column("bits").to_numpy(), same, known.positives)
    best = best_f1(points)
    made: dict[str, Any] = {
        "f1": best.f1, "precision": best.precision, "recall": best.recall,
        "recall_99": recall_at_precision(points, 0.99).recall,
        "recall_999": recall_at_precision(points, 0.999).recall,
        "recall_any": float(points.recall[-1]) if len(points.recall) else 0.0,
        "links": links.num_rows, "true_pairs": known.positives,
        "curve": [(p.recall, p.precision) for p in thinned(points, POINTS)],
    }  # fmt: skip
    if (out / "clusters.parquet").exists():
        made |= _clusters(out / "clusters.parquet", known)
    return made


def _clusters(path: Path, known: People) -> dict[str, Any]:
    table = pq.read_table(path, columns=["record_id", "cluster_id"])
    labels = table.column("cluster_id").cast(pa.string()).combine_chunks().dictionary_encode().indices.to_numpy()
    laid = overlap(labels, known.codes(table.column("record_id")))
    return {"cluster_f1": pairwise(laid).f1, "b_cubed": b_cubed(laid).f1, "merge_distance": merge_distance(laid)}
