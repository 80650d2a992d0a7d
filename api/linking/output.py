"""What a job leaves: links.parquet, clusters.parquet, run.json. Written beside their names, then put in place.

The same records, map, options and versions give the same bytes: rows stand in a fixed order, nothing holds a time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.linkage.job import Outcome, Records, Task
from models.errors import StoreError

LIBRARIES: Final = ("tulga", "numpy", "pyarrow", "duckdb", "rapidfuzz", "scikit-learn")


def links_table(outcome: Outcome, identifiers: pa.Array) -> pa.Table:
    """One row a link: both identifiers, probability, bits, and level and bits of every attribute."""
    links, registry = outcome.links, outcome.taught.features.registry
    columns: dict[str, Any] = {
        "record_id_l": identifiers.take(pa.array(links.left)),
        "record_id_r": identifiers.take(pa.array(links.right)),
        "probability": pa.array(links.probability),
        "bits": pa.array(links.bits),
    }
    for i, (name, levels) in enumerate(zip(registry.attributes, registry.levels, strict=True)):
        codes = pa.array(np.ascontiguousarray(links.levels[:, i]).astype(np.int8))
        columns[f"{name}_level"] = pa.DictionaryArray.from_arrays(codes, pa.array(levels))
        columns[f"{name}_bits"] = pa.array(np.ascontiguousarray(links.weights[:, i]))
    return pa.table(columns)


def clusters_table(outcome: Outcome, identifiers: pa.Array) -> pa.Table:
    """One row a record: its cluster, named by the identifier of its first record, and how surely it belongs there.

    ``cluster_probability`` is the probability of the record's best link to another member; 1 for a record alone.
    """
    labels, links = outcome.clusters.labels, outcome.links
    inside = np.flatnonzero(labels[links.left] == labels[links.right])
    best = np.full(len(labels), -1.0)
    for side in (links.left, links.right):
        np.maximum.at(best, side[inside], links.probability[inside])
    alone = np.bincount(labels, minlength=len(labels))[labels] == 1
    probability = np.where(alone, 1.0, np.maximum(best, 0.0))
    return pa.table(
        {
            "record_id": identifiers,
            "cluster_id": identifiers.take(pa.array(labels)),
            "cluster_probability": pa.array(probability),
        }
    )


def run_record(outcome: Outcome, records: Records, task: Task, inputs: Sequence[Path]) -> dict[str, Any]:
    """What was done, so that it can be done again: parameters, versions, hashes, counts."""
    options, learned = task.options, outcome.taught.learned
    return {
        "inputs": [{"name": path.name, "sha256": _digest(path)} for path in inputs],
        "records": records.table.num_rows,
        "link_type": options.link_type,
        "keep": options.keep,
        "threshold": options.threshold,
        "one_to_one": options.one_to_one,
        "seed": options.seed,
        "versions": {name: version(name) for name in LIBRARIES},
        "model": outcome.taught.model.version,
        "blocking": [str(key) for key in outcome.arranged.keys] or ["keys of search"],
        "pairs_compared": outcome.scored.compared,
        "links": len(outcome.links),
        "clusters": len(np.unique(outcome.clusters.labels)),
        "components_judged": outcome.clusters.judged,
        "components_split": outcome.clusters.split,
        "learning": {
            "rounds": learned.rounds,
            "converged": learned.converged,
            "expected_matches": round(learned.matches, 3),
            "warnings": list(learned.warnings),
            "associations": dict(outcome.taught.associated),
        },
        "prior_bits": round(outcome.taught.prior.match_bits, 6),
    }


def write_parquet(table: pa.Table, path: Path) -> None:
    """A table into place, whole or not at all; raises StoreError('disk_full') and the like."""
    _put(path, lambda partial: pq.write_table(table, partial, compression="zstd"))


def write_text(text: str, path: Path) -> None:
    """A text into place, whole or not at all."""
    _put(path, lambda partial: partial.write_text(text, "utf-8"))


def write_json(value: dict[str, Any], path: Path) -> None:
    """An object as JSON into place."""
    write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", path)


def _put(path: Path, write: Any) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        write(partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError("output_not_written", path.name) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
