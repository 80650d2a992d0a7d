"""The figures of a run as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.evaluation.clusters import (
    Quality,
    b_cubed,
    components,
    merge_distance,
    overlap,
    pairwise,
    pairwise_across,
    whole_clusters,
)
from matcher.evaluation.errors import by_error
from matcher.evaluation.metrics import (
    Curve,
    Point,
    best_f1,
    brier,
    curve,
    expected_calibration_error,
    recall_at_precision,
    reliability,
    thinned,
)
from matcher.evaluation.run import Run
from matcher.evaluation.truth import UNKNOWN_PERSON
from matcher.scorer import GRADES

PRECISIONS: Final = (0.99, 0.999)
"""Precisions at which recall is reported."""
CURVE_POINTS: Final = 60
"""Points of the precision–recall curve in the report."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What is known of the records' errors: kinds of error by record_id, identifiers of the left and right register."""

    kinds: Mapping[str, frozenset[str]]
    left: list[str]
    right: list[str]


def pair_curve(run: Run) -> Curve:
    """Precision and recall of the pairs found, along their evidence."""
    found = run.scored.found
    return curve(run.scored.evidence[found], run.scored.truth[found], run.truth.count())


def report(run: Run, faults: Faults | None = None) -> dict[str, Any]:
    """All figures of a run; every number is finite or None. With ``faults`` also recall by kind of error."""
    probability, positives = run.probability, run.truth.count()
    found = run.scored.found
    points = pair_curve(run)
    best = best_f1(points)
    errors = {} if faults is None else by_error(run, faults.kinds, (faults.left, faults.right), best.threshold)
    return {
        "records": {"a": len(run.truth.left), "b": None if run.truth.same else len(run.truth.right)},
        "true_pairs": positives,
        "model": run.model.version,
        "prior_bits": round(run.prior.match_bits, 3),
        "blocking": _blocking(run, positives),
        "pairs": {
            "best": _point(best, run),
            **{f"recall_at_precision_{p}": _point(recall_at_precision(points, p), run) for p in PRECISIONS},
        },
        "curve": [_point(point, run) for point in thinned(points, CURVE_POINTS)],
        "grades": _grades(run, positives),
        "clusters": {name: _clusters(run, probability, limit) for name, limit in _limits(run, best)},
        "calibration": _calibration(probability[found], run.scored.truth[found]),
        "attributes": _attributes(run, best),
        **({} if faults is None else {"errors": errors}),
        "seconds_scoring": round(run.seconds, 3),
    }


def _limits(run: Run, best: Point) -> list[tuple[str, float]]:
    grades = run.model.grades
    return [("best", _probability(best.threshold, run)), ("certain", grades.certain), ("probable", grades.probable)]


def _probability(evidence: float, run: Run) -> float:
    return float(1.0 / (1.0 + np.exp2(-np.clip(evidence + run.prior.match_bits, -1000.0, 1000.0))))


def _point(point: Point, run: Run) -> dict[str, float | None]:
    found: dict[str, float | None] = {k: round(v, 6) for k, v in asdict(point).items() if k != "threshold"}
    return {**found, "probability": round(_probability(point.threshold, run), 9)}


def _blocking(run: Run, positives: int) -> dict[str, Any]:
    hits = int(np.sum(run.scored.truth & run.scored.found))
    records = len(run.truth.left)
    return {
        "pairs": run.compared,
        "pairs_per_record": round(run.compared / max(records, 1), 2),
        "recall": round(hits / max(positives, 1), 6),
        "blocks_passed_over": run.passed_over,
    }


def _grades(run: Run, positives: int) -> dict[str, Any]:
    """Precision and recall of everything graded at least so, caps included."""
    found, truth, grades = run.scored.found, run.scored.truth, run.grades
    made: dict[str, Any] = {}
    for code in range(len(GRADES) - 1, 0, -1):
        at = found & (grades >= code)
        hits, linked = int(truth[at].sum()), int(at.sum())
        quality = Quality(hits / linked if linked else 1.0, hits / max(positives, 1))
        made[GRADES[code].value] = {"pairs": linked, "wrong": linked - hits, **_quality(quality)}
    return made


def _clusters(run: Run, probability: NDArray[np.float64], limit: float) -> dict[str, Any]:
    """Connected components of the pairs at or above ``limit``, against the true persons.

    Of two registers the pairs that count are those between them; B³, whole clusters and the distance know all records.
    """
    at = run.scored.found & (probability >= limit)
    offset = 0 if run.truth.same else len(run.truth.left)
    people = run.truth.left if run.truth.same else np.concatenate([run.truth.left, run.truth.right])
    alone = people == UNKNOWN_PERSON
    people = np.where(alone, people.max(initial=0) + 1 + np.arange(len(people)), people)
    labels = components(run.scored.left[at], run.scored.right[at].astype(np.int64) + offset, len(people))
    table = overlap(labels, people)
    return {
        "probability": round(limit, 9),
        "pairwise": _quality(pairwise(table) if run.truth.same else pairwise_across(labels, people, offset)),
        "b_cubed": _quality(b_cubed(table)),
        "whole": _quality(whole_clusters(table)),
        "merge_distance": merge_distance(table),
    }


def _quality(quality: Quality) -> dict[str, float]:
    return {
        "precision": round(quality.precision, 6),
        "recall": round(quality.recall, 6),
        "f1": round(quality.f1, 6),
    }


def _calibration(probability: NDArray[np.float64], truth: NDArray[np.bool_]) -> dict[str, Any]:
    table = reliability(probability, truth)
    open_cases = probability >= 0.001
    return {
        "ece": round(expected_calibration_error(table), 6),
        "ece_above_0.001": round(expected_calibration_error(tuple(b for b in table if b.low >= 0.001)), 6),
        "brier": round(brier(probability[open_cases], truth[open_cases]), 6),
        "reliability": [asdict(b) for b in table],
    }


def _attributes(run: Run, best: Point) -> Mapping[str, Any]:
    """Recall of true pairs at the best threshold, where an attribute is given on both sides and where it is not."""
    truth = run.scored.truth
    linked = (run.scored.found & (run.scored.evidence >= best.threshold))[truth]
    made = {}
    for column, name in enumerate(run.registry.attributes):
        given = run.scored.levels[truth, column] != MISSING
        made[name] = {
            "given": round(float(given.mean()), 4) if len(given) else None,
            "recall_given": _mean(linked[given]),
            "recall_missing": _mean(linked[~given]),
        }
    return made


def _mean(values: NDArray[np.bool_]) -> float | None:
    return round(float(values.mean()), 6) if len(values) else None
