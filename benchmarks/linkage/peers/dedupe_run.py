"""dedupe with sixty labels given by the truth: ``dedupe_run.py FAMILY OUT TRUTH.parquet A.parquet [B.parquet]``.

Writes links.parquet (record_id_l, record_id_r, bits), clusters.parquet for one source, and about.json into OUT.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import dedupe
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from dedupe import variables

LABELS = 60
SEED = 1
FAMILIES = {
    "febrl": (["given_name", "surname"], ["date_of_birth", "soc_sec_id", "postcode", "street_number"]),
    "historical": (["first_name", "surname"], ["dob", "postcode_fake", "birth_place", "occupation"]),
    "people": (["surname", "given_name", "patronymic"], ["dob", "docno", "birthplace", "sex"]),
}
"""Columns compared as texts and as short texts."""


def stage(name: str) -> None:
    """Tell which stage begins."""
    print(f"stage {name}", file=sys.stderr, flush=True)


def fields(family: str) -> list[Any]:
    """The variables; predicates on mere presence are left out, they make blocks of everybody."""
    texts, short = FAMILIES[family.rstrip("34")]
    made = [variables.String(c, has_missing=True) for c in texts]
    made += [variables.ShortString(c, has_missing=True) for c in short]
    for variable in made:
        variable.predicates = [p for p in variable.predicates if "Exists" not in type(p).__name__]
    return made


def read(path: Path, columns: list[str]) -> dict[str, dict[str, Any]]:
    """Records by identifier; each knows its own, so that the truth can label it."""
    rows = pq.read_table(path, columns=["record_id", *columns]).to_pylist()
    return {row["record_id"]: {c: row[c] for c in columns} | {"_id": row["record_id"]} for row in rows}


def run(family: str, out: Path, truth: Path, sources: list[Path]) -> None:
    """Everything from files to files."""
    random.seed(SEED)
    np.random.seed(SEED)  # dedupe draws from the global generator
    stage("load")
    person = dict(zip(*(c.to_pylist() for c in pq.read_table(truth).columns), strict=True))
    declared = fields(family)
    data = [read(path, [v.field for v in declared]) for path in sources]
    model = (dedupe.Dedupe if len(data) == 1 else dedupe.RecordLink)(declared, num_cores=2)
    stage("learning")
    model.prepare_training(*data)
    for _ in range(LABELS):
        ((x, y),) = model.uncertain_pairs()
        same = person[x["_id"]] == person[y["_id"]]
        model.mark_pairs({"match": [(x, y)] if same else [], "distinct": [] if same else [(x, y)]})
    model.train(recall=1.0)
    model.cleanup_training()
    stage("scoring")
    scored = model.score(model.pairs(*data))
    stage("clusters")
    clusters = list(model.cluster(scored, threshold=0.5)) if len(data) == 1 else []
    stage("write")
    _write(scored, clusters, list(data[0]), out)


def _write(scored: Any, clusters: list[Any], records: list[str], out: Path) -> None:
    probability = np.clip(np.array(scored["score"], float), 1e-12, 1 - 1e-12)
    ids = np.array(scored["pairs"])
    bits = np.log2(probability / (1 - probability))
    pq.write_table(pa.table({"record_id_l": ids[:, 0], "record_id_r": ids[:, 1], "bits": bits}), out / "links.parquet")
    (out / "about.json").write_text(json.dumps({"pairs_compared": len(bits)}))
    if clusters:
        of = {record: str(group[0]) for group, _ in clusters for record in group}
        table = {"record_id": records, "cluster_id": [of.get(r, r) for r in records]}
        pq.write_table(pa.table(table), out / "clusters.parquet")


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [Path(p) for p in sys.argv[4:]])
