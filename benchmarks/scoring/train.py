"""``python -m benchmarks.scoring.train``: makes the model that is shipped, from generated people alone.

Several populations with error rates from a half to two and a half times the table's, so that the weights suit registers
that are better and worse kept; one more, never trained on, calibrates.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.scoring.pool import Pool, Source, pool
from matcher.evaluation.run import Settings, run
from matcher.evaluation.truth import Truth
from matcher.features import registry
from matcher.keys import keys
from matcher.weights.calibration import calibrate
from matcher.weights.estimate import Sample, estimate
from matcher.weights.kinds import relatives, same_person, strangers
from matcher.weights.model import parse_model, save_model, sealed
from matcher.weights.sampling import compare_pairs
from matcher.weights.structure import blank

TRAINING: Final = (Source(11, 15_000, 0.5), Source(12, 15_000, 1.0), Source(13, 15_000, 1.6), Source(14, 15_000, 2.5))
CALIBRATION: Final = (Source(21, 30_000, 0.7), Source(22, 30_000, 1.5))
STRANGERS: Final = 2_000_000
RELATIVES: Final = 100_000
"""At most so many pairs of each relation."""


def main(out: Path) -> None:
    """Train, calibrate, write."""
    comparators = registry()
    document = fitted(blank(comparators, "2026.11"), pool(TRAINING, comparators))
    document["calibration"] = calibrated(document, CALIBRATION)
    save_model(document, out)


def fitted(document: dict[str, Any], people: Pool) -> dict[str, Any]:
    """The document with m, u, r and counts of relatives from a pool."""
    comparators, rng = registry(), np.random.default_rng(1)
    features, empty = comparators.batch(people.rows), parse_model(sealed(document))
    same = Sample(compare_pairs(features, same_person(people.kinship), empty))
    apart = Sample(compare_pairs(features, strangers(people.kinship, STRANGERS, rng), empty))
    kin = {}
    for kind, pairs in relatives(people.kinship, rng).items():
        at = rng.permutation(len(pairs[0]))[:RELATIVES]
        kin[kind] = Sample(compare_pairs(features, (pairs[0][at], pairs[1][at]), empty))
        count = 2.0 * len(pairs[0]) / len(np.unique(people.kinship.person))
        document["relations"]["kinds"][kind]["count"] = round(count, 4)
    return estimate(document, same, apart, kin)


def calibrated(document: dict[str, Any], sources: tuple[Source, ...]) -> dict[str, list[float]]:
    """The calibration table of a document on people it was not trained on."""
    comparators = registry()
    people = pool(sources, comparators)
    truth = Truth(people.kinship.person, people.kinship.person, True)
    done = run(people.rows, None, truth, Settings(comparators, keys, parse_model(sealed(document))))
    scored = done.scored
    return calibrate(scored.evidence, scored.truth, truth.count(), done.all_pairs - truth.count())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
