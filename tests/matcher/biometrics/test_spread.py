"""The cascade over a spread gallery finds what one gallery finds: partition by partition, and on Spark."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from matcher.biometrics import wire
from matcher.biometrics.gallery.spread import GALLERY, best_of, packed, search
from matcher.biometrics.images import to_png
from matcher.biometrics.synthetic.cards import print_of
from matcher.biometrics.types import CardTemplate

MODEL = "mindtct/1"
FINGERS = (2, 7)


@pytest.fixture(scope="module")
def takings(worker):
    """Two takings of four people's index fingers."""

    def card(person: int, taking: int) -> CardTemplate:
        return CardTemplate({f: _finger(worker, person, taking, f) for f in FINGERS})

    return {(person, taking): card(person, taking) for person in range(4) for taking in (0, 1)}


def _finger(worker, person, taking, finger):
    return worker.call("finger", to_png(print_of(person, finger, taking).pixels), MODEL, finger, 500.0, False)


def table(takings) -> pa.Table:
    rows = [{"record_id": f"P-{p}", "template": packed(c)} for (p, taking), c in takings.items() if taking == 0]
    return pa.Table.from_pylist(rows, GALLERY)


def test_each_partition_gives_its_best_with_their_templates(takings):
    parts = table(takings).to_batches(max_chunksize=2)
    found = [b for part in parts for b in best_of(iter([part]), packed(takings[3, 1]), 1)]
    assert [b.num_rows for b in found] == [1, 1]
    assert found[1].column(0).to_pylist() == ["P-3"]
    assert found[1].column(1)[0].as_py() > found[0].column(1)[0].as_py()
    assert isinstance(wire.unpack(found[1].column(2)[0].as_py()), CardTemplate)


def test_an_empty_partition_gives_nothing(takings):
    (found,) = best_of(iter(()), packed(takings[3, 1]), 5)
    assert found.num_rows == 0


@pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None, reason="needs the extra 'spark', Java"
)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_spark_finds_the_person_in_a_partitioned_gallery(takings, worker, tmp_path):
    from pyspark.sql import SparkSession

    pq.write_table(table(takings), tmp_path / "gallery.parquet")
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
    try:
        cards = session.read.parquet((tmp_path / "gallery.parquet").as_uri()).repartition(2)
        hits = search(cards, takings[2, 1], best=2, worker=worker)
    finally:
        session.stop()
    assert hits[0].record_id == "P-2"
    assert hits[0].comparison.bits > 10
    assert len(hits) == 2
