"""``python -m benchmarks.scoring.searches PEOPLE QUERIES [SEED] [MODEL]``: searches in a generated register, judged.

How often the true record comes first, and how often a query about somebody whom the register does not hold (a stranger,
a brother, a twin, a namesake of somebody it holds) still gets a certain or probable candidate.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.population.queries import Query, queries
from benchmarks.scoring.pool import Source, pool
from matcher.evaluation.metrics import expected_calibration_error, reliability
from matcher.evaluation.run import Run, Settings, run
from matcher.evaluation.truth import Truth
from matcher.features import Row, registry
from matcher.keys import keys
from matcher.scorer import GRADES, grade, posterior, search_prior
from matcher.weights import Model, default_model, load_model
from models.errors import BadValue
from models.flat import read_flat

NOBODY: Final = -1


def main(people: int, count: int, seed: int, model: Model) -> dict[str, Any]:
    """All figures for one generated population."""
    comparators = registry()
    held = pool([Source(seed, people, 1.0)], comparators)
    asked, rows = _asked(people, count, seed)
    persons = np.array([NOBODY if q.person_id is None else q.person_id for q in asked], np.int64)
    truth = Truth(persons, held.kinship.person, False)
    done = run(rows, held.rows, truth, Settings(comparators, keys, model))
    return {"records": len(held), "queries": len(asked), "model": model.version, **_figures(done, asked, len(held))}


def _asked(people: int, count: int, seed: int) -> tuple[list[Query], list[Row]]:
    asked, rows = [], []
    for query in queries(people, count, seed):
        try:
            rows.append(registry().normalise(read_flat(query.fields)))
        except BadValue:
            continue
        asked.append(query)
    return asked, rows


def _figures(done: Run, asked: list[Query], size: int) -> dict[str, Any]:
    found = done.scored.found
    prior = search_prior(size, done.model)
    probability = posterior(done.scored.evidence[found].astype(float), prior)
    grades = grade(probability, done.scored.cap[found], done.model)
    query, truth = done.scored.left[found], done.scored.truth[found]
    order = np.lexsort((-probability, query))
    first = order[np.flatnonzero(np.append(True, np.diff(query[order]) > 0))] if len(order) else order
    best = {int(query[i]): i for i in first.tolist()}
    by_kind: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for number, about in enumerate(asked):
        at = best.get(number)
        hit = at is not None and bool(truth[at])
        by_kind[about.kind].append((hit, "nothing" if at is None else GRADES[grades[at]].value))
    table = reliability(probability, truth)
    return {
        "kinds": {kind: _kind(results) for kind, results in sorted(by_kind.items())},
        "ece_above_0.001": expected_calibration_error(tuple(b for b in table if b.low >= 0.001)),
        "reliability": [asdict(b) for b in table],
    }


def _kind(results: list[tuple[bool, str]]) -> dict[str, Any]:
    grades = [g for _, g in results]
    return {
        "queries": len(results),
        "true_record_first": round(sum(hit for hit, _ in results) / len(results), 4),
        **{g.value: round(grades.count(g.value) / len(results), 4) for g in reversed(GRADES)},
        "wrong_certain": sum(not hit and g == "certain" for hit, g in results),
        "wrong_probable": sum(not hit and g == "probable" for hit, g in results),
    }


if __name__ == "__main__":
    chosen = load_model(Path(sys.argv[4])) if len(sys.argv) > 4 else default_model()
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), seed, chosen), indent=1))
