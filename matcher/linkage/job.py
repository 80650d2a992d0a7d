"""A batch job from table to links and clusters; the engine sorts, the scorer judges, this says in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.features import Features
from matcher.generic import Coded, Frequencies
from matcher.linkage.arranging import Arranged, arrange
from matcher.linkage.clusters import Clustering, Decided, Linked, cluster
from matcher.linkage.engine import Engine
from matcher.linkage.hashing import dense, mixed
from matcher.linkage.judgement import assumed
from matcher.linkage.labelled import Labels
from matcher.linkage.learning import Lesson, Pairs, Taught, teach
from matcher.linkage.links import Links, Scored, one_to_one
from matcher.linkage.plan import budget
from matcher.linkage.preparing import prepare
from matcher.linkage.rivals import contested, evidence_between, lowered
from matcher.linkage.scoring import PairScorer
from matcher.linkage.spec import JobSpec
from matcher.linkage.thresholds import threshold_for
from matcher.scorer import score
from matcher.weights.model import Model

LEARN_FROM: Final = 1_000_000
"""About how many blocked pairs the weights are learned from."""

WITHIN: Final = assumed("within", "bits")
"""Bits that two records of one component have before their own evidence: links lead from one to the other."""

Progress = Callable[[str, float], None]
"""Called with the stage and how far it is (0…1)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose."""

    link_type: str = "dedupe"
    keep: float = 0.01
    """Links with at least this probability are written."""
    threshold: float = 0.9
    """Links with at least this probability make clusters."""
    target_precision: float | None = None
    """Where given, the threshold is the lowest at which so large a share of the links is expected to be right."""
    train: str = "em"
    """``em``; ``labels``: EM corrected by people's answers; ``none``: general experience alone."""
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
    labels: Labels | None = None
    model: Model | None = None
    """The weights of an earlier job; None: they are learned."""
    frequencies: Mapping[str, Frequencies] | None = None
    """How common values are among people at large, by declared attribute."""


class Checkpoint(Protocol):
    """Where a job keeps what it has done, so that a killed one can go on."""

    def part(self, number: int, make: Callable[[], Scored]) -> Scored:
        """What is kept of a part, or what ``make`` gives, kept from now on."""


class NoCheckpoint:
    """Keeps nothing."""

    def part(self, number: int, make: Callable[[], Scored]) -> Scored:
        """What ``make`` gives."""
        return make()


@dataclass(frozen=True)
class Outcome:
    """Everything a job found, and what it compared to find it."""

    arranged: Arranged
    taught: Taught
    links: Links
    rivals: NDArray[np.float32]
    """(links,): bits ≤ 0 that each lost to rivals; in its total already."""
    threshold: float
    clusters: Clustering
    scored: Scored
    """All links before a choice of one to one, and the histogram of all pairs compared."""
    unreadable: Counter[str]
    """Cells that could not be read and count as missing, by column."""
    exchanged: Mapping[str, int]
    """Records whose values stood in each other's column, by the two columns."""


def _silent(stage: str, share: float) -> None:
    pass


def run(
    records: Records,
    task: Task,
    engine: Engine,
    progress: Progress = _silent,
    checkpoint: Checkpoint | None = None,
) -> Outcome:
    """Link the records; raises BadFile where there is nothing to compare or nothing to block on."""
    options = task.options
    progress("features", 0.0)
    prepared = prepare(records.table, task.spec, task.frequencies)
    progress("blocking", 0.0)
    arranged = arrange(prepared, records.table, records.source, task.spec, options.link_type, options.threads)
    engine.load(arranged.blocks)
    progress("learning", 0.0)
    taught = teach(prepared.features, lesson(records, task, engine), task.model)
    scorer = PairScorer(taught.features, taught.model, taught.prior, arranged.blocks, options.keep)
    scored = score_parts(arranged, engine, scorer, progress, checkpoint or NoCheckpoint())
    progress("clusters", 0.0)
    links, lost = _weighed_together(scored.links, taught, options)
    wished = options.target_precision
    threshold = options.threshold if wished is None else threshold_for(links.probability, wished)
    clusters = clustered(links, threshold, taught, task.decided)
    progress("clusters", 1.0)
    return Outcome(arranged, taught, links, lost, threshold, clusters, scored, prepared.unreadable, prepared.exchanged)


def _weighed_together(links: Links, taught: Taught, options: Options) -> tuple[Links, NDArray[np.float32]]:
    """The links after rivals had their say, one to one where that was asked for; and the bits that each lost.

    Rivals are heard where the model knows relatives. In a register of other columns, kept badly enough, two records of
    one person contradict each other as twins do: on the historical figures F1 would fall from .88 to .85.
    """
    lost = np.zeros(len(links), np.float32)
    if taught.model.relations:
        lost = contested(links, lambda a, b: _between(taught, a, b), len(taught.features))
        links, lost = lowered(links, lost, options.keep)
    if not options.one_to_one:
        return links, lost
    chosen = one_to_one(links)
    return links.take(chosen), lost[chosen]


def _between(taught: Taught, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """See ``matcher.linkage.rivals.evidence_between``."""
    scores = score(taught.features.take(left), taught.features.take(right), taught.model, taught.prior)
    return evidence_between(scores, np.array([relation.count for relation in taught.model.relations]))


def score_parts(
    arranged: Arranged, engine: Engine, scorer: PairScorer, progress: Progress, checkpoint: Checkpoint
) -> Scored:
    """Every part scored, or taken from where an earlier run kept it."""
    attributes = len(scorer.features.registry.attributes)
    parts, found = arranged.blocks.parts(), []
    for number, part in enumerate(parts):
        progress("scoring", number / len(parts))
        made = partial(_scored, engine, part, scorer)
        found.append(checkpoint.part(number, made))
    progress("scoring", 1.0)
    return Scored.merged(found, attributes)


def _scored(engine: Engine, part: tuple[int, int], scorer: PairScorer) -> Scored:
    return Scored.merged(engine.scored(part, scorer), len(scorer.features.registry.attributes))


def clustered(links: Links, threshold: float, taught: Taught, decided: Decided | None) -> Clustering:
    """Clusters from the links that reach the threshold."""
    sure = links.take(np.flatnonzero(links.probability >= threshold))
    evidence = Linked(sure.left, sure.right, sure.bits.astype(float), len(taught.features))
    nearer = 0.0 if taught.model.relations else WITHIN
    return cluster(evidence, lambda a, b: judge(taught, a, b) + nearer, decided, alike(taught.features))


def alike(features: Features) -> NDArray[np.intp] | None:
    """One number for records that are equal in all that is compared; None where features are no plain codes."""
    if not all(isinstance(column, Coded) for column in features.columns):
        return None
    codes = [column.codes + np.int32(1) for column in features.columns if isinstance(column, Coded)]
    return dense(mixed(codes))[0].astype(np.intp)


def lesson(records: Records, task: Task, engine: Engine) -> Lesson:
    """What a job learns from."""
    options = task.options
    pairs, share = sampled(len(records.source), engine)
    possible = all_pairs(records.source, options.link_type)
    labels = task.labels if options.train == "labels" else None
    return Lesson(pairs, share, possible, options.seed, options.train != "none", labels)


def sampled(records: int, engine: Engine) -> tuple[Pairs, float]:
    """A sample of the pairs of all parts, those of every so-many-th left record in a fixed order; and its share."""
    every = max(1, round(budget(records) / LEARN_FROM))
    found = list(engine.sampled(every))
    left, right = (np.concatenate([f[side] for f in found] or [np.empty(0, np.intp)]) for side in (0, 1))
    order = np.lexsort((right, left))
    return (left[order], right[order]), 1 / every


def all_pairs(source: NDArray[np.int8], link_type: str) -> float:
    """How many pairs there are to a link type, compared or not."""
    sizes = np.bincount(source).astype(float)
    within = sizes * (sizes - 1) / 2
    across = (sizes.sum() ** 2 - np.sum(sizes**2)) / 2
    whole = {"link": across, "dedupe-first": within[0] + sizes[0] * sizes[1:].sum()}
    return float(whole.get(link_type, within.sum() + across))


def judge(taught: Taught, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """Total bits of any pairs of records."""
    if not len(left):
        return np.empty(0)
    scores = score(taught.features.take(left), taught.features.take(right), taught.model, taught.prior)
    return scores.total.astype(float)
