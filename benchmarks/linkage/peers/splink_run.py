"""Splink on a data set: ``splink_run.py FAMILY OUT A.parquet [B.parquet] [--wide] [--engine spark]``.

Settings follow Splink's own guides and examples for these data sets. Writes links.parquet (record_id_l, record_id_r,
bits), clusters.parquet and about.json into OUT; tells its stages on stderr.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

KEEP = 0.01
CLUSTER_AT = 0.95


def settings(family: str, wide: bool) -> dict[str, Any]:
    """Rules to block on, comparisons, deterministic rules with their recall, and the rules of the two EM sessions."""
    return {"febrl": _febrl, "historical": _historical, "people": _people}[family.rstrip("34")](wide)


def _febrl(_: bool) -> dict[str, Any]:
    rules = [[c] for c in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")]
    swapped = "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"
    return {
        "rules": [block_on(*r) for r in rules],
        "comparisons": [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        "certain": ([block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth"), swapped], 0.9),
        "em": [["date_of_birth"], ["postcode"]],
    }


def _historical(_: bool) -> dict[str, Any]:
    rules = [
        ["substr(first_name,1,3)", "substr(surname,1,4)"], ["surname", "dob"], ["first_name", "dob"],
        ["postcode_fake", "first_name"], ["postcode_fake", "surname"], ["dob", "birth_place"],
        ["substr(postcode_fake,1,3)", "dob"], ["substr(postcode_fake,1,3)", "first_name"],
        ["substr(postcode_fake,1,3)", "surname"], ["substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"],
    ]  # fmt: skip
    certain = [["first_name", "surname", "dob"], ["dob", "postcode_fake"]]
    certain.append(["substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"])
    whole = "first_and_surname"
    return {
        "rules": [block_on(*r) for r in rules],
        "comparisons": [
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name=whole),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        "certain": ([block_on(*r) for r in certain], 0.6),
        "em": [["first_name", "surname"], ["dob"]],
    }


def _people(wide: bool) -> dict[str, Any]:
    narrow_rules = [
        ["docno"], ["surname", "dob"], ["given_name", "dob"], ["surname", "given_name", "birthplace"],
        ["surname", "given_name", "substr(dob,1,4)"],
        ["substr(surname,1,4)", "substr(given_name,1,3)", "substr(dob,1,7)"],
    ]  # fmt: skip
    wide_rules = [
        ["docno"], ["dob"], ["surname", "given_name"], ["surname", "patronymic", "birthplace"],
        ["given_name", "patronymic", "birthplace"],
        ["substr(surname,1,4)", "substr(given_name,1,3)", "substr(dob,1,4)"],
    ]  # fmt: skip
    rules: list[Any] = [block_on(*r) for r in (wide_rules if wide else narrow_rules)]
    rules.append("l.surname = r.given_name and l.given_name = r.surname")
    common = [cl.JaroWinklerAtThresholds(c, [0.92, 0.85]).configure(term_frequency_adjustments=True)
              for c in ("surname", "given_name")]  # fmt: skip
    return {
        "rules": rules,
        "comparisons": [
            *common,
            cl.JaroWinklerAtThresholds("patronymic", [0.92, 0.85]),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("docno", [1]),
            cl.ExactMatch("birthplace").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
        ],
        "certain": ([block_on("docno"), block_on("surname", "given_name", "dob")], 0.8),
        "em": [["surname", "given_name"], ["dob"]],
    }


def stage(name: str) -> None:
    """Tell which stage begins."""
    print(f"stage {name}", file=sys.stderr, flush=True)


def api(engine: str, out: Path) -> tuple[Any, Any]:
    """Splink's connection to DuckDB, or to Spark with two local cores (then the session too)."""
    if engine == "duckdb":
        return DuckDBAPI(connection=duckdb.connect()), None
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI, similarity_jar_location

    builder = SparkSession.builder.master("local[2]").config("spark.jars", similarity_jar_location())
    for name, value in {
        "spark.driver.memory": "8g", "spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1", "spark.local.dir": str(out / "spark"), "spark.log.level": "ERROR",
    }.items():  # fmt: skip
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setCheckpointDir(str(out / "checkpoints"))
    return SparkAPI(spark_session=session), session


def run(a: argparse.Namespace) -> None:
    """Everything from files to files."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    stage("load")
    db, spark = api(a.engine, a.out)
    read = spark.read.parquet if spark else pq.read_table
    tables = [db.register(read(str(path))) for path in a.sources]
    chosen = settings(a.family, a.wide)
    linker = Linker(tables, SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only", unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=chosen["rules"], comparisons=chosen["comparisons"],
        retain_intermediate_calculation_columns=False, retain_matching_columns=False,
    ))  # fmt: skip
    stage("learning")
    rules, recall = chosen["certain"]
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1 if a.engine == "duckdb" else None)
    for columns in chosen["em"]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    stage("scoring")
    found = linker.inference.predict(threshold_match_probability=KEEP)
    stage("clusters")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=CLUSTER_AT
    )
    stage("write")
    _write(found, clusters, a.out)
    stage("end")
    if a.engine == "duckdb":
        _count(linker, a.out)


def _write(found: Any, clusters: Any, out: Path) -> None:
    links = _table(found)
    links = links.select(["record_id_l", "record_id_r", "match_weight"]).rename_columns(
        ["record_id_l", "record_id_r", "bits"]
    )
    pq.write_table(links, out / "links.parquet")
    pq.write_table(_table(clusters).select(["record_id", "cluster_id"]), out / "clusters.parquet")


def _table(frame: Any) -> Any:
    return frame.as_pyarrow_table() if hasattr(frame, "as_pyarrow_table") else frame.as_spark_dataframe().toArrow()


def _count(linker: Any, out: Path) -> None:
    """How many pairs were compared; counted after the clock has stopped (stage ``end`` is left out of the time)."""
    counts = linker.blocking_analysis.count_comparisons_from_blocking_rules(record_sample_proportion=1.0)
    pairs = int(sum(c["marginal_comparison_count"] for c in counts))
    (out / "about.json").write_text(json.dumps({"pairs_compared": pairs}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("family")
    parser.add_argument("out", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--engine", default="duckdb")
    run(parser.parse_args())
