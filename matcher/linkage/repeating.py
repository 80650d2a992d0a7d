"""Columns that say again what others say: a full name beside its parts, a column that stands in the file twice.

Agreement on them is no news once the parts agree; counted in full it makes namesakes look like one person, and EM takes
the namesakes for its second class. So they take no part in EM, their m is counted once the others have told the
matches, and their bits weigh one part in as many as say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.comparator import MISSING
from matcher.features import Features
from matcher.generic import NONE, Coded, ColumnComparator
from matcher.linkage.judgement import assumed
from matcher.linkage.labelled import weakened
from matcher.scorer.evidence import Compared
from matcher.weights.em import STRENGTH
from matcher.weights.estimate import Sample, cell_counts

SEEN: Final = int(assumed("repeating", "seen"))
"""Records on which repetition is looked for."""
REPEATS: Final = assumed("repeating", "share")
"""Share of records in which a column must hold the other's value to be its repetition."""


def repeating(features: Features) -> dict[str, float]:
    """Weight of each declared column of texts that repeats others: one over itself and what it repeats."""
    texts = dict(_texts(features))
    found = {}
    for place, name in enumerate(texts):
        repeated = [
            other
            for order, other in enumerate(texts)
            if other != name and _holds(texts[name], texts[other], equal_counts=order < place) >= REPEATS
        ]
        if repeated:
            found[name] = 1.0 / (1 + len(repeated))
    return found if len(found) < len(texts) else {}


def _texts(features: Features) -> list[tuple[str, list[str | None]]]:
    """Sampled values of the columns of texts."""
    step = max(1, len(features) // SEEN)
    found: list[tuple[str, list[str | None]]] = []
    for comparator, column in zip(features.registry.comparators, features.columns, strict=True):
        if isinstance(comparator, ColumnComparator) and isinstance(column, Coded) and comparator.kind == "text":
            values = column.vocabulary.values
            found.append((comparator.column, [None if c == NONE else values[c] for c in column.codes[::step].tolist()]))
    return found


def _holds(whole: list[str | None], part: list[str | None], *, equal_counts: bool) -> float:
    """Share of records with both values in which one holds the other as words of its own."""
    both = [(w, p) for w, p in zip(whole, part, strict=True) if w and p]
    held = sum(f" {p} " in f" {w} " and (equal_counts or w != p) for w, p in both)
    return held / len(both) if both else 0.0


def with_repeating(
    document: Mapping[str, Any], compared: Compared, matches: NDArray[np.float64], weight: Mapping[str, float]
) -> dict[str, Any]:
    """The document with m of the repeating columns counted on pairs (``matches``: their probabilities), weakened."""
    made = dict(document)
    made["attributes"] = dict(document["attributes"])
    for name, share in weight.items():
        start = document["attributes"][name]
        base = np.array(start["m"], float).reshape(-1, len(start["levels"]))
        held = cell_counts(Sample(compared, matches), name, start) + STRENGTH * base
        held[:, MISSING] = 0.0
        m = held / held.sum(axis=1, keepdims=True)
        m[:, MISSING] = 1.0
        made["attributes"][name] = weakened({**start, "m": m.tolist()}, share)
    return made
