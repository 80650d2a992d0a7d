"""The comparison of names in words: the same levels and bits as `compare` gives, with the values and rules behind them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.names.comparison import ORDERS, SWAPPED, NameBatch, NameComparison, Shared, batch, compare
from matcher.names.model import LEVELS, ROLES, NameInput, Part
from matcher.names.pairs import relations


def explain(a: NameInput, b: NameInput) -> list[Part]:
    """The parts of two records' names, each with both values, level, bits and rules; their bits sum to the score."""
    return explain_many(a, [b])[0]


def explain_many(a: NameInput, others: Sequence[NameInput]) -> list[list[Part]]:
    """The same for one record against each of several, worked out together."""
    from matcher.names.reading import normalise  # noqa: PLC0415

    left = batch([normalise(a)]).take(np.zeros(len(others), np.intp))
    right = batch([normalise(b) for b in others])
    made = compare(left, right)
    ids_a = left.readings[left.starts[:-1] + made.picked[:, 0]]
    ids_b = right.readings[right.starts[:-1] + made.picked[:, 1]]
    met = np.take_along_axis(ids_b, np.array(ORDERS)[made.order], axis=1)
    rules = Shared.pairs.compare(left.vocabulary, ids_a.ravel().astype(np.int64), met.ravel().astype(np.int64)).rule
    readings = np.stack([ids_a, met, rules.reshape(-1, 3)], axis=1)
    return [_parts(left, made, i, found) for i, found in enumerate(readings.tolist())]


def _parts(names: NameBatch, made: NameComparison, at: int, found: list[list[int]]) -> list[Part]:
    """The parts of pair ``at``: readings of both sides and the rule between them, for each role."""
    keys, rule_names, parts = names.vocabulary.keys, relations()[1], []
    for role, (one, other, rule) in enumerate(zip(*found, strict=True)):
        texts = keys[one][1], keys[other][1]
        if any(texts):
            level = LEVELS[made.levels[at, role]]
            shown = (rule_names[rule],) if level not in {"missing", "identical"} else ()
            parts.append(Part(ROLES[role], *texts, level, float(made.bits[at, role]), shown))
    if made.cross[at] or made.flags[at] & SWAPPED:
        crossed = "roles_crossed" if made.flags[at] & SWAPPED else "parts_left_over"
        parts.append(Part("order", "", "", "swapped", float(made.cross[at]), (crossed,)))
    return parts
