"""What a job leaves, as tables and objects: links, clusters, the record of the run.

The same records, map, options and versions give the same bytes: rows stand in a fixed order, nothing holds a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from api.linking.decided import Answers
from matcher.linkage.job import Outcome, Records
from matcher.linkage.missed import blocking_recall
from matcher.linkage.naming import names
from models.errors import BadFile

LIBRARIES: Final = ("tulga", "numpy", "pyarrow", "duckdb", "rapidfuzz", "scikit-learn", "numba")


def links_table(outcome: Outcome, identifiers: pa.Array) -> pa.Table:
    """One row a link: both identifiers, probability, bits, level and bits of every attribute, bits lost to rivals."""
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
    columns["rivals_bits"] = pa.array(outcome.rivals)
    return pa.table(columns)


def clusters_table(outcome: Outcome, identifiers: pa.Array, previous: dict[str, str] | None = None) -> pa.Table:
    """One row a record: its cluster, named as ``matcher.linkage.naming`` says, and how surely it belongs there.

    ``cluster_probability`` is the probability of the record's best link to another member; 1 for a record alone.
    """
    labels, links = outcome.clusters.labels, outcome.links
    inside = np.flatnonzero(labels[links.left] == labels[links.right])
    best = np.full(len(labels), -1.0)
    for side in (links.left, links.right):
        np.maximum.at(best, side[inside], links.probability[inside])
    alone = np.bincount(labels, minlength=len(labels))[labels] == 1
    probability = np.where(alone, 1.0, np.maximum(best, 0.0))
    named = names(labels, identifiers.to_pylist(), previous) if previous else identifiers.take(pa.array(labels))
    return pa.table({"record_id": identifiers, "cluster_id": named, "cluster_probability": pa.array(probability)})


def run_record(outcome: Outcome, records: Records, asked: Mapping[str, Any], answers: Answers | None) -> dict[str, Any]:
    """What was done, so that it can be done again: parameters, versions, hashes, counts."""
    learned, arranged = outcome.taught.learned, outcome.arranged
    sure = outcome.links.take(np.flatnonzero(outcome.links.probability >= outcome.threshold))
    recall = blocking_recall(arranged.blocks, sure.left, sure.right)
    return {
        **asked,
        "records": records.table.num_rows,
        "threshold": outcome.threshold,
        "model": outcome.taught.model.version,
        "blocking": {
            "rules": _rules(outcome),
            "pairs_compared": outcome.scored.compared,
            "links_in_one_block": recall.by_one,
            "links_in_two_blocks": recall.by_two,
            "missed_estimate": round(recall.missed, 1),
            "recall_estimate": round(recall.recall, 6),
        },
        "links": len(outcome.links),
        "links_above_threshold": len(sure),
        "clusters": outcome.clusters.count,
        "components_judged": outcome.clusters.judged,
        "components_split": outcome.clusters.split,
        "answers": None if answers is None else {"used": len(answers.labels.left), "unknown": answers.unknown},
        "exchanged_values": dict(outcome.exchanged),
        "unreadable_cells": dict(sorted(outcome.unreadable.items())),
        "learning": {
            "rounds": learned.rounds,
            "converged": learned.converged,
            "expected_matches": round(learned.matches, 3),
            "warnings": list(learned.warnings),
            "associations": dict(outcome.taught.associated),
        },
        "prior_bits": round(outcome.taught.prior.match_bits, 6),
    }


def _rules(outcome: Outcome) -> list[dict[str, Any]]:
    """Each rule, and what was too common under it: blocks of rules were cut into neighbourhoods, keys of search left
    to narrower ones."""
    arranged = outcome.arranged
    said = [str(key) for key in arranged.keys] or ["keys of search"]
    rows = zip(said, arranged.common, arranged.crowded, strict=True)
    return [{"rule": rule, "common_blocks": common, "records_in_them": crowded} for rule, common, crowded in rows]


def versions() -> dict[str, str]:
    """Versions of what decides the bytes of a result."""
    return {name: version(name) for name in LIBRARIES}


def write_table(table: pa.Table) -> Callable[[Path], object]:
    """A function that writes the table to a path, as Parquet."""
    return lambda path: pq.write_table(table, path, compression="zstd")


def text_of(value: Mapping[str, Any]) -> Callable[[Path], object]:
    """A function that writes an object to a path, as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return lambda path: path.write_text(text, "utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file; raises BadFile where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile("table_unreadable", path.name) from error
