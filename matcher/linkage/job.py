"""A batch job from table to links and clusters; the engine joins, the scorer judges, this says in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.features import Features
from matcher.generic import Coded, ColumnComparator, encode_arrow
from matcher.linkage.blocking import MISSING_KEY, Key, key_codes
from matcher.linkage.clusters import Clustering, Decided, Linked, cluster
from matcher.linkage.learning import Pairs, Taught, teach
from matcher.linkage.links import Links, Tally, one_to_one, score_parts
from matcher.linkage.plan import budget, plan
from matcher.linkage.preparing import Prepared, prepare
from matcher.linkage.spec import JobSpec, KeyPart
from matcher.scorer import score
from models.errors import BadFile

LEARN_FROM: Final = 1_000_000
"""About how many blocked pairs the weights are learned from."""
SHARED_CAP: Final = 500
"""A key that more records than this share is refined (rules) or left to narrower ones (keys of persons)."""

Progress = Callable[[str, float], None]
"""Called with the stage and how far it is (0…1)."""


class Engine(Protocol):
    """What a job asks of DuckDB or Spark."""

    @property
    def parts(self) -> int:
        """Number of parts the pairs come in."""

    def prepare(self, keys: pa.Table, rules: int, link_type: str) -> None:
        """Block on rules: columns rec, source, k0…"""

    def prepare_shared(self, keys: pa.Table, cap: int, link_type: str) -> None:
        """Block on any shared key."""

    def pairs(self, part: int, every: int = 1) -> Iterator[Pairs]:
        """Pairs of a part; ``every``: only those whose left record's number it divides."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose."""

    link_type: str = "dedupe"
    keep: float = 0.01
    """Links with at least this probability are written."""
    threshold: float = 0.9
    """Links with at least this probability make clusters."""
    seed: int = 1
    threads: int = 2
    one_to_one: bool = False


@dataclass(frozen=True)
class Records:
    """The records of all sources, source after source."""

    table: pa.Table
    source: NDArray[np.int8]
    """(n,): which source each record is from, numbered from 0."""

    @classmethod
    def of(cls, tables: Sequence[pa.Table]) -> Records:
        """One table of several; columns that a source lacks are empty there."""
        source = np.repeat(np.arange(len(tables), dtype=np.int8), [t.num_rows for t in tables])
        return cls(pa.concat_tables(tables, promote_options="permissive").combine_chunks(), source)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done: the columns, the user's choices, what people decided before."""

    spec: JobSpec
    options: Options
    decided: Decided | None = None


@dataclass(frozen=True)
class Outcome:
    """Everything a job found, and what it compared to find it."""

    keys: tuple[Key, ...]
    taught: Taught
    links: Links
    clusters: Clustering
    tally: Tally


def run(records: Records, task: Task, engine: Engine, progress: Progress = lambda stage, share: None) -> Outcome:
    """Link the records; raises BadFile where there is nothing to compare or nothing to block on."""
    options = task.options
    progress("features", 0.0)
    prepared = prepare(records.table, task.spec)
    progress("blocking", 0.0)
    keys = block(records, prepared, task, engine)
    progress("learning", 0.0)
    taught = learn(prepared.features, engine, options, all_pairs(records.source, options.link_type))
    links, tally = score_parts(taught, engine, options, progress)
    if options.one_to_one:
        links = one_to_one(links)
    progress("clusters", 0.0)
    clusters = clustered(links, taught, task)
    progress("clusters", 1.0)
    return Outcome(keys, taught, links, clusters, tally)


def clustered(links: Links, taught: Taught, task: Task) -> Clustering:
    """Clusters from the links that reach the threshold."""
    sure = links.take(np.flatnonzero(links.probability >= task.options.threshold))
    evidence = Linked(sure.left, sure.right, sure.bits.astype(float), len(taught.features))
    return cluster(evidence, lambda a, b: judge(taught, a, b), task.decided)


def block(records: Records, prepared: Prepared, task: Task, engine: Engine) -> tuple[Key, ...]:
    """Tell the engine what to join on: the keys of search for persons, the map's rules, or a plan from the data."""
    table, spec, sources = records.table, task.spec, pa.array(records.source)
    if prepared.person_keys is not None and not spec.rules:
        of = sources.take(prepared.person_keys.column("rec"))
        engine.prepare_shared(prepared.person_keys.append_column("source", of), SHARED_CAP, task.options.link_type)
        return ()
    keys = declared_keys(prepared.features, spec) or _planned(prepared.features, spec)
    if not keys:
        raise BadFile("nothing_to_block_on", known=", ".join(table.column_names))
    columns = _blocking_columns(keys, prepared.features, table)
    numbers = {"rec": pa.array(np.arange(table.num_rows, dtype=np.int32)), "source": sources}
    for i, key in enumerate(keys):
        codes = key_codes(key, columns)
        numbers[f"k{i}"] = pa.array(codes, mask=codes == MISSING_KEY)
    engine.prepare(pa.table(numbers), len(keys), task.options.link_type)
    return keys


def _blocking_columns(keys: Sequence[Key], features: Features, table: pa.Table) -> dict[str, Coded]:
    """The declared columns, and those that only a rule of the map names."""
    columns = _declared(features)
    for name in {part.column for key in keys for part in (*key.rule, *key.refined_by)} - set(columns):
        if name not in table.column_names:
            raise BadFile("column_missing", name, known=", ".join(table.column_names))
        columns[name] = encode_arrow(table.column(name))
    return columns


def declared_keys(features: Features, spec: JobSpec) -> tuple[Key, ...]:
    """The rules of the map; values that too many share are refined by the declared column that tells most apart."""
    sizes = {name: len(column.vocabulary.values) for name, column in _declared(features).items()}
    found = []
    for rule in spec.rules:
        others = [name for name in sorted(sizes, key=lambda n: -sizes[n]) if name not in {p.column for p in rule}]
        found.append(Key(rule, SHARED_CAP, (KeyPart(others[0]),) if others else ()))
    return tuple(found)


def _declared(features: Features) -> dict[str, Coded]:
    pairs = zip(features.registry.comparators, features.columns, strict=True)
    return {c.column: v for c, v in pairs if isinstance(c, ColumnComparator) and isinstance(v, Coded)}


def _planned(features: Features, spec: JobSpec) -> tuple[Key, ...]:
    return plan(_declared(features), {a.name: a.kind for a in spec.attributes})


def learn(features: Features, engine: Engine, options: Options, pairs: float) -> Taught:
    """Weights from a sample of the pairs of all parts: those of every so-many-th left record, in a fixed order."""
    every = max(1, round(budget(len(features)) / LEARN_FROM))
    found = [batch for part in range(engine.parts) for batch in engine.pairs(part, every)]
    left, right = (np.concatenate([f[side] for f in found] or [np.empty(0, np.intp)]) for side in (0, 1))
    order = np.lexsort((right, left))
    return teach(features, (left[order], right[order]), 1 / every, pairs, options.seed)


def all_pairs(source: NDArray[np.int8], link_type: str) -> float:
    """How many pairs there are to a link type, compared or not."""
    sizes = np.bincount(source).astype(float)
    within = sizes * (sizes - 1) / 2
    across = (sizes.sum() ** 2 - np.sum(sizes**2)) / 2
    whole = {"link": across, "dedupe-first": within[0] + sizes[0] * sizes[1:].sum()}
    return float(whole.get(link_type, within.sum() + across))


def judge(taught: Taught, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """Total bits of any pairs of records."""
    scores = score(taught.features.take(left), taught.features.take(right), taught.model, taught.prior)
    return scores.total.astype(float)
