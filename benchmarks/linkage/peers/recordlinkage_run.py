"""recordlinkage with its ECM classifier: ``recordlinkage_run.py FAMILY OUT A.parquet [B.parquet]``.

Writes links.parquet (record_id_l, record_id_r, bits) and about.json into OUT; it makes no clusters.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import recordlinkage as rl

KEPT_A_RECORD = 20
"""Best pairs a record that are written: enough for every point of a curve that matters."""
FAMILIES = {
    "febrl": (
        [["soc_sec_id"], ["given_name"], ["surname"], ["date_of_birth"], ["postcode"]],
        ["given_name", "surname"],
        ["date_of_birth", "soc_sec_id", "street_number", "postcode"],
    ),
    "historical": (
        [["first_name:3", "surname:4"], ["surname", "dob"], ["first_name", "dob"], ["postcode_fake", "first_name"],
         ["postcode_fake", "surname"], ["dob", "birth_place"], ["postcode_fake:3", "dob"],
         ["postcode_fake:3", "first_name"], ["postcode_fake:3", "surname"], ["first_name:2", "surname:2", "dob:4"]],
        ["first_name", "surname", "postcode_fake"],
        ["dob", "birth_place", "occupation"],
    ),
    "people": (
        [["docno"], ["surname", "dob"], ["given_name", "dob"], ["surname", "given_name", "birthplace"],
         ["surname", "given_name", "dob:4"], ["surname:4", "given_name:3", "dob:7"]],
        ["surname", "given_name", "patronymic"],
        ["dob", "docno", "birthplace", "sex"],
    ),
}  # fmt: skip
"""Blocks (``column:3``: its first three characters), columns compared by Jaro-Winkler, columns compared exactly."""


def stage(name: str) -> None:
    """Tell which stage begins."""
    print(f"stage {name}", file=sys.stderr, flush=True)


def run(family: str, out: Path, sources: list[Path]) -> None:
    """Everything from files to files."""
    logging.disable(logging.CRITICAL)
    stage("load")
    blocks, texts, exact = FAMILIES[family.rstrip("34")]
    frames = [pd.read_parquet(path).set_index("record_id") for path in sources]
    for frame in frames:
        for part in {p for block in blocks for p in block if ":" in p}:
            column, end = part.split(":")
            frame[part] = frame[column].str[: int(end)]
    stage("blocking")
    index = rl.Index()
    for block in blocks:
        index.block(block)
    pairs = index.index(*frames)
    stage("scoring")
    compare = rl.Compare()
    for column in texts:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in exact:
        compare.exact(column, column, label=column)
    levels = compare.compute(pairs, *frames)
    stage("learning")
    classifier = rl.ECMClassifier(max_iter=100, init="jaro")
    classifier.fit(levels)
    stage("write")
    _write(levels, classifier.log_weights, sum(map(len, frames)), out)


def _write(levels: pd.DataFrame, weights: dict[str, dict[float, float]], records: int, out: Path) -> None:
    """Log-odds instead of probabilities, which saturate at 1 and would lose the order of the pairs."""
    bits = np.zeros(len(levels))
    for column in levels.columns:
        known = {float(level): float(weight) for level, weight in weights[column].items()}
        bits += levels[column].map(known).fillna(0).to_numpy() / np.log(2)
    best = np.argsort(-bits, kind="stable")[: KEPT_A_RECORD * records]
    left, right = (levels.index.get_level_values(i).to_numpy()[best] for i in (0, 1))
    pq.write_table(pa.table({"record_id_l": left, "record_id_r": right, "bits": bits[best]}), out / "links.parquet")
    (out / "about.json").write_text(json.dumps({"pairs_compared": len(levels)}))


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]])
