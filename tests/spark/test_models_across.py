"""A model trained on one engine runs on the other: weights of DuckDB on Spark, weights of Spark on DuckDB."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec

import pyarrow.parquet as pq
import pytest

from benchmarks.linkage.datasets import MAPS, dataset

needs_spark = pytest.mark.skipif(find_spec("pyspark") is None or not shutil.which("java"), reason="no Spark or no Java")
pytestmark = [pytest.mark.timeout(900), pytest.mark.slow]
RESULTS = ("links.parquet", "clusters.parquet", "model.json")


def job(sources, out, engine, model=None):
    """One run of the command in a process of its own, as a user starts it."""
    verb, mapped = ("dedupe", ["--map", str(MAPS / "people.toml")]) if len(sources) == 1 else ("link", [])
    where = ["--engine", engine, *(["--master", "local[2]"] if engine == "spark" else [])]
    taken = ["--model", str(model)] if model else []
    command = [sys.executable, "-c", "from api.cli import main; main()", verb, *map(str, sources), "-o", str(out)]
    done = subprocess.run([*command, *mapped, *where, *taken], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return out


@needs_spark
@pytest.mark.parametrize(("taught", "judged"), [("people_3000", "people_700"), ("registers_1500", "registers_400")])
def test_weights_of_either_engine_give_the_same_links_on_both(tmp_path, taught, judged):
    """Declared columns of one register, and Art. 6 of two; what is judged is not what was learned from."""
    large, small = (dataset(name, tmp_path, None).sources for name in (taught, judged))
    models = {
        engine: job(large, tmp_path / f"taught_{engine}", engine) / "model.json" for engine in ("duckdb", "spark")
    }
    found = {
        (trained, engine): job(small, tmp_path / f"{trained}_on_{engine}", engine, model)
        for trained, model in models.items()
        for engine in ("duckdb", "spark")
    }
    first, *others = found.values()
    assert pq.read_metadata(first / "links.parquet").num_rows > 50
    for other in others:
        assert all((other / name).read_bytes() == (first / name).read_bytes() for name in RESULTS)
    told = [json.loads((out / "run.json").read_text()) for out in found.values()]
    assert {run["model_taken"] for run in told} == {sha256(models["spark"].read_bytes()).hexdigest()}
