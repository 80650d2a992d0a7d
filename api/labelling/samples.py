"""A sample of links as a file to be reviewed, and what its answers say of all links."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from api.labelling.asked import Pair
from api.labelling.labels import WORDS, Answer
from matcher.evaluation.sampling import Answers, Interval, draw, precision, recall, strata
from models.errors import BadFile, StoreError

COLUMNS: Final = (
    "record_id_l",
    "record_id_r",
    "probability",
    "stratum",
    "stratum_links",
    "threshold",
    "same",
    "reason",
)
"""``stratum``: lowest probability of the pair's stratum; ``stratum_links``: how many links of the job are in it."""


def write_sample(links: pa.Table, path: Path, threshold: float, size: int, seed: int) -> int:
    """Draw about ``size`` links and write them with empty answers; how many they are."""
    probability = links.column("probability").to_numpy()
    found, rows = strata(probability, threshold), draw(probability, threshold, size, seed)
    ids = [links.column(n).take(pa.array(rows)).to_pylist() for n in COLUMNS[:2]]
    of = found.of[rows]
    facts = (probability[rows].tolist(), found.low[of].tolist(), found.size[of].tolist())
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for a, b, p, low, links_of in zip(*ids, *facts, strict=True):
                writer.writerow((a, b, f"{p:.9f}", low, links_of, threshold, "", ""))
    except OSError as error:
        raise StoreError("output_not_written", path.name) from error
    return len(rows)


def read_sample(path: Path) -> list[dict[str, str]]:
    """Rows of a sample's file; raises BadFile naming a column that is missing or not a number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for column in COLUMNS[:-1]:
                if column not in (reader.fieldnames or ()):
                    raise BadFile("column_missing", column, known=", ".join(reader.fieldnames or ()))
            return list(reader)
    except FileNotFoundError:
        raise BadFile("file_missing", path.name) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile("file_unreadable", path.name) from error


def pairs_of(sample: Sequence[dict[str, str]]) -> list[Pair]:
    """The pairs of a sample, the smaller identifier first."""
    return [_pair(row) for row in sample]


def estimate(sample: Sequence[dict[str, str]], answers: Sequence[Answer], confidence: float) -> dict[str, Any]:
    """Precision and recall with their intervals; ``answers``: of a file beside the sample, which count first."""
    said = {answer.pair: answer.same for answer in answers}
    same = [said[_pair(row)] if _pair(row) in said else _word(row) for row in sample]
    threshold = _number(sample[0], "threshold") if sample else 0.0
    table = _answers(sample, same)
    return {
        "threshold": threshold,
        "confidence": confidence,
        "asked": len(sample),
        "answered": sum(s is not None for s in same),
        "not_answered": sum(s is None for s in same),
        "precision": _interval(precision(table, threshold, confidence)),
        "recall_of_compared": _interval(recall(table, threshold, confidence)),
        "strata": _rows(table),
    }


def _answers(sample: Sequence[dict[str, str]], same: Sequence[bool | None]) -> Answers:
    low = np.array([_number(row, "stratum") for row in sample])
    edges, of = np.unique(low, return_inverse=True)
    size = np.zeros(len(edges), np.int64)
    size[of] = [int(_number(row, "stratum_links")) for row in sample]
    given = np.array([s is not None for s in same], bool)
    yes = np.array([s is True for s in same], bool)
    probability = np.array([_number(row, "probability") for row in sample])
    answered, agreed = (np.bincount(of[keep], minlength=len(edges)).astype(np.int64) for keep in (given, yes))
    mean = np.bincount(of, weights=probability) / np.maximum(np.bincount(of), 1) if len(of) else np.zeros(0)
    return Answers(edges, size, answered, agreed, mean)


def _rows(table: Answers) -> list[dict[str, float]]:
    columns = (table.low, table.size, table.answered, table.same, table.expected)
    names = ("from_probability", "links", "answered", "same", "expected")
    return [dict(zip(names, map(float, row), strict=True)) for row in zip(*columns, strict=True)]


def _interval(found: Interval) -> dict[str, float]:
    return {"estimate": round(found.estimate, 6), "low": round(found.low, 6), "high": round(found.high, 6)}


def _pair(row: dict[str, str]) -> Pair:
    a, b = row["record_id_l"], row["record_id_r"]
    return (a, b) if a <= b else (b, a)


def _word(row: dict[str, str]) -> bool | None:
    word = (row["same"] or "").strip()
    if word not in WORDS:
        raise BadFile("code_unknown", "same", allowed="1, 0")
    return WORDS[word]


def _number(row: dict[str, str], column: str) -> float:
    try:
        return float(row[column])
    except (TypeError, ValueError):
        raise BadFile("sample_damaged", column) from None
