"""Figures of two generated registers that only their generator knows: what was knowable, and who was taken for whom.

A true pair is *knowable* when both records hold a surname, a given name and a birth date, or the same document number:
nobody could tell the others, and they count neither for nor against. A false link joins *relatives* when the two
people are of one family or one household.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.linkage.datasets import Dataset
from matcher.evaluation.metrics import best_f1, curve
from matcher.evaluation.truth import Truth

SURE: Final = 0.9
"""Probability from which a link counts as made."""
SURER: Final = (SURE, 0.99, 0.999)
"""Probabilities at which false links are counted."""


def figures(out: Path, data: Dataset) -> dict[str, Any]:
    """``f1_knowable``, ``relatives`` and ``strangers`` (shares of the links at SURE that join two people of one family,
    of two), and ``sure``: how many do at each of SURER."""
    sides = [pq.read_table(path) for path in data.sources]
    truth = pacsv.read_csv(data.truth.with_name("households.csv"))
    links = pq.read_table(out / "links.parquet", columns=["record_id_l", "record_id_r", "bits", "probability"])
    rows = [pc.index_in(links.column(i), side.column("record_id").combine_chunks()).to_numpy()
            for i, side in enumerate(sides)]  # fmt: skip
    facts = [_facts(side, truth) for side in sides]
    same = facts[0]["person"][rows[0]] == facts[1]["person"][rows[1]]
    kin = ~same & ((facts[0]["family"][rows[0]] == facts[1]["family"][rows[1]])
                   | (facts[0]["household"][rows[0]] == facts[1]["household"][rows[1]]))  # fmt: skip
    counted = ~same | _knowable(facts, rows[0], rows[1])
    left, right = Truth(facts[0]["person"], facts[1]["person"], same=False).pairs()
    positives = int(_knowable(facts, left, right).sum())
    points = curve(links.column("bits").to_numpy()[counted], same[counted], positives)
    probability = links.column("probability").to_numpy()
    sure = probability >= SURE
    return {
        "f1_knowable": best_f1(points).f1,
        "knowable": positives / max(len(left), 1),
        "relatives": float(np.sum(kin & sure) / max(int(sure.sum()), 1)),
        "strangers": float(np.sum(~same & ~kin & sure) / max(int(sure.sum()), 1)),
        "sure": {str(p): _false(probability >= p, kin, same) for p in SURER},
    }


def _false(links: NDArray[np.bool_], kin: NDArray[np.bool_], same: NDArray[np.bool_]) -> dict[str, int]:
    return {
        "links": int(links.sum()),
        "relatives": int(np.sum(links & kin)),
        "strangers": int(np.sum(links & ~same & ~kin)),
    }


def _facts(side: pa.Table, truth: pa.Table) -> dict[str, NDArray[Any]]:
    """By record: who it is, family, household, whether name and birth date are given, the document's digits."""
    at = pc.index_in(side.column("record_id"), truth.column("record_id").combine_chunks()).to_numpy()
    codes = {n: _numbers(truth.column(f"{n}_id"))[at] for n in ("person", "family", "household")}
    given = [_any(side, "surname_ru", "surname_latin"), _any(side, "given_ru", "given_latin"), _any(side, "birth_date")]
    digits = pc.replace_substring_regex(side.column("document_number"), r"\D|^0+", "").to_pylist()
    return {**codes, "named": np.logical_and.reduce(given), "digits": np.array([hash(d) if d else 0 for d in digits])}


def _numbers(codes: pa.ChunkedArray) -> NDArray[np.int64]:
    """P0000000012 as 12."""
    return np.asarray(pc.utf8_slice_codeunits(codes, 1).cast(pa.int64()).to_numpy())


def _any(side: pa.Table, *columns: str) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduce([side.column(c).is_valid().to_numpy() for c in columns]))


def _knowable(facts: list[dict[str, NDArray[Any]]], left: NDArray[Any], right: NDArray[Any]) -> NDArray[np.bool_]:
    a, b = facts
    known = a["named"][left] & b["named"][right]
    return np.asarray(known | ((a["digits"][left] == b["digits"][right]) & (a["digits"][left] != 0)))
