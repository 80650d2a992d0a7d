"""Batch jobs on Spark: a real standalone cluster on loopback, Spark Connect, a killed worker, and what is said when
something is missing."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pyarrow.parquet as pq
import pytest

from api.cli import run
from api.linking.spark_session import open_session
from api.linking.tables import read_table
from benchmarks.linkage.datasets import MAPS, dataset
from matcher.linkage.arranging import arrange
from matcher.linkage.duckdb_engine import DuckDBEngine
from matcher.linkage.job import Options, Records, Task, lesson
from matcher.linkage.learning import teach
from matcher.linkage.links import Scored
from matcher.linkage.meeting import Blocks
from matcher.linkage.preparing import prepare
from matcher.linkage.scoring import PairScorer
from matcher.linkage.spark_engine import TASK_PAIRS, SparkEngine, tasks
from matcher.linkage.spec import read_spec
from models.errors import MissingExtra, StoreError

_spec = spec_from_file_location("spark_cluster", Path(__file__).with_name("cluster.py"))
assert _spec is not None
assert _spec.loader is not None
cluster_module = module_from_spec(_spec)
sys.modules["spark_cluster"] = cluster_module
_spec.loader.exec_module(cluster_module)

needs_spark = pytest.mark.skipif(bool(cluster_module.missing()), reason=str(cluster_module.missing()))
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.timeout(900), pytest.mark.slow]


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def job(work):
    """Made people, a fifth of them twice: their blocks, and a scorer that learned on DuckDB."""
    data = dataset("people_3000", work, None)
    spec = read_spec(MAPS / "people.toml")
    records = Records.of([read_table(data.sources[0], spec)])
    prepared = prepare(records.table, spec)
    blocks = arrange(prepared, records.table, records.source, spec, "dedupe").blocks
    engine = DuckDBEngine()
    engine.load(blocks)
    taught = teach(prepared.features, lesson(records, Task(spec, Options()), engine))
    yield engine, PairScorer(taught.features, taught.model, taught.prior, blocks, 0.01)
    engine.close()


@pytest.fixture(scope="module")
def cluster(work):
    """A master and two workers."""
    made = cluster_module.Cluster(work)
    try:
        made.start(workers=2)
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def spark(cluster, job, work):
    """An engine on the cluster."""
    session = open_session(cluster.url)
    folder = work / "shared"
    folder.mkdir()
    engine = SparkEngine(session, folder)
    engine.load(job[1].blocks)
    yield engine, session
    engine.close()
    session.stop()


def whole(found: list[Scored]) -> Scored:
    return Scored.merged(found, found[0].links.levels.shape[1])


@needs_spark
def test_spark_samples_the_pairs_that_duckdb_samples(spark, job):
    both = []
    for engine in (spark[0], job[0]):
        left, right = (np.concatenate(side) for side in zip(*engine.sampled(3), strict=True))
        both.append(set(zip(left.tolist(), right.tolist(), strict=True)))
    assert both[0] == both[1]
    assert len(both[0]) > 1000


@needs_spark
def test_a_worker_killed_while_it_scores_changes_no_link_and_no_bit(spark, job, cluster):
    """Equal to DuckDB pair by pair, level by level and bit by bit, with half of the cluster lost on the way."""
    (engine, session), (duckdb, scorer) = spark, job
    part = (0, int(scorer.blocks.block.max()) + 1)
    found: list[Scored] = []
    thread = threading.Thread(target=lambda: found.extend(engine.scored(part, scorer)))
    thread.start()
    tracker = session.sparkContext.statusTracker()
    cluster_module.wait(lambda: tracker.getActiveStageIds() or not thread.is_alive(), "a running stage")
    assert thread.is_alive(), "the job ended before a worker could be killed"
    cluster.kill_worker()
    thread.join()
    ours, theirs = whole(found), whole(duckdb.scored(part, scorer))
    assert len(ours.links) > 500
    for mine, other in zip(ours.links.columns(), theirs.links.columns(), strict=True):
        assert np.array_equal(mine, other)
    assert np.array_equal(ours.histogram, theirs.histogram)
    cluster_module.wait(lambda: cluster.alive() == 1, "the master to notice")


@needs_spark
def test_parts_that_lie_apart_give_the_same_links_as_the_whole(spark, job):
    (engine, _), (duckdb, scorer) = spark, job
    last = int(scorer.blocks.block.max()) + 1
    apart = whole([s for part in ((0, last // 3), (last // 3, last)) for s in engine.scored(part, scorer)])
    together = whole(duckdb.scored((0, last), scorer))
    assert np.array_equal(apart.links.left, together.links.left)
    assert apart.compared == together.compared


@needs_spark
def test_the_command_gives_the_same_files_over_spark_connect(work, job):
    data = dataset("people_3000", work, None)
    server = cluster_module.Cluster(work / "connect")
    server.folder.mkdir()
    port = cluster_module.free_port()
    submit = "org.apache.spark.deploy.SparkSubmit"
    name = "org.apache.spark.sql.connect.service.SparkConnectServer"
    bound = ["--conf", f"spark.connect.grpc.binding.port={port}", "--conf", "spark.ui.enabled=false"]
    local = ["--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.connect.grpc.binding.address=127.0.0.1"]
    try:
        server.run(submit, "--class", name, "--master", "local[2]", *bound, *local, "spark-internal")
        asked = ["dedupe", str(data.sources[0]), "--map", str(MAPS / "people.toml"), "-o"]
        assert run([*asked, str(work / "by_duckdb")]) == 0
        cluster_module.wait(lambda: _takes(port), "the Connect server")
        over = [*asked, str(work / "over_connect"), "--engine", "spark", "--master", f"sc://127.0.0.1:{port}"]
        command = [sys.executable, "-c", "from api.cli import main; main()", *over]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
    finally:
        server.stop()
    for file in ("links.parquet", "clusters.parquet", "model.json"):
        assert (work / "over_connect" / file).read_bytes() == (work / "by_duckdb" / file).read_bytes()
    assert pq.read_metadata(work / "over_connect" / "links.parquet").num_rows > 500
    assert not list((work / "over_connect").glob(".spill*"))


def _takes(port: int) -> bool:
    try:
        cluster_module.socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_tasks_are_cut_by_pairs_so_that_a_common_key_makes_no_straggler():
    """Twenty thousand pairs of records, and one key that 3,000 share: it is a task of its own."""
    sizes = np.array([2] * 10_000 + [3000] + [2] * 10_000)
    block = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
    blocks = Blocks(np.arange(len(block) + 1), block, np.zeros(len(block), np.int8), "dedupe")
    of = tasks(blocks)
    pairs = np.bincount(of, weights=sizes * (sizes - 1) / 2)
    assert (np.diff(of) >= 0).all()
    assert np.count_nonzero(pairs > TASK_PAIRS) == 1
    assert len(of[of == of[10_000]]) <= 10_001
    assert of[9_999] != of[10_001]


def test_parts_are_scored_several_at_once_and_each_task_is_of_one_part(tmp_path):
    """Fifty million pairs in blocks of a hundred records: a dozen parts, a task of one part only, all parts in turn."""
    block = np.repeat(np.arange(10_000, dtype=np.int32), 100)
    blocks = Blocks(np.arange(len(block) + 1), block, np.zeros(len(block), np.int8), "dedupe")
    asked: list[list[tuple[int, int]]] = []

    class Watched(SparkEngine):
        def _sweep(self, parts, scorer):
            asked.append(parts)
            return {part: [] for part in parts}

    reader = MagicMock()
    engine = Watched(MagicMock(read=reader, _sc=None), tmp_path)
    engine.load(blocks)
    parts = blocks.parts()
    for part in parts:
        assert engine.scored(part, lambda run: Scored.none(1)) == []
    assert [part for sweep in asked for part in sweep] == parts
    assert 1 <= len(asked) < len(parts) / 4
    of = tasks(blocks)
    assert all(of[low] > of[low - 1] for low, _ in parts[1:])


def test_without_pyspark_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingExtra) as refused:
        open_session(None)
    assert "tulga[spark]" in refused.value.text("en")


@needs_spark
def test_without_java_the_remedy_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(MissingExtra) as refused:
        open_session("local[1]")
    assert refused.value.code == "java_missing"


@needs_spark
@pytest.mark.parametrize("scheme", ["spark", "sc"])
def test_a_master_that_does_not_answer_is_told_at_once(scheme):
    with pytest.raises(StoreError) as refused:
        open_session(f"{scheme}://127.0.0.1:{cluster_module.free_port()}")
    assert refused.value.code == "spark_unreachable"


def test_failures_of_executors_are_told_without_their_stack():
    told = importlib.import_module("matcher.linkage.spark_engine").told
    secret = "Traceback … surname='Кульманзода' …"
    assert told(RuntimeError(f"ModuleNotFoundError: No module named 'matcher' {secret}"), "x").code == "spark_python"
    assert told(RuntimeError(f"[PATH_NOT_FOUND] {secret}"), "found").text("en").count("found")
    assert "Кульманзода" not in told(RuntimeError(secret), "x").text("ru")
