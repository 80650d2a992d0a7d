"""The comparison of one pair in words: the same levels and bits as `compare` gives, with the values and rules behind them."""

from __future__ import annotations

import numpy as np

from matcher.names.comparison import ORDERS, SWAPPED, batch, compare
from matcher.names.model import LEVELS, ROLES, NameInput, Part
from matcher.names.pairs import relations, work_out


def explain(a: NameInput, b: NameInput) -> list[Part]:
    """The parts of two records' names, each with both values, level, bits and rules; their bits sum to the score."""
    from matcher.names.reading import normalise  # noqa: PLC0415

    left, right = batch([normalise(a)]), batch([normalise(b)])
    made = compare(left, right)
    at_a, at_b = (int(i) for i in made.picked[0])
    vocabulary = left.vocabulary
    ids_a, ids_b = left.readings[at_a], right.readings[at_b][list(ORDERS[int(made.order[0])])]
    rules = work_out(vocabulary, ids_a.astype(np.int64), ids_b.astype(np.int64)).rule
    names = relations()[1]
    parts = []
    for role in range(3):
        texts = vocabulary.keys[ids_a[role]][1], vocabulary.keys[ids_b[role]][1]
        if any(texts):
            level = LEVELS[made.levels[0, role]]
            shown = (names[rules[role]],) if level not in {"missing", "identical"} else ()
            parts.append(Part(ROLES[role], *texts, level, float(made.bits[0, role]), shown))
    if made.cross[0] or made.flags[0] & SWAPPED:
        rule = "roles_crossed" if made.flags[0] & SWAPPED else "parts_left_over"
        parts.append(Part("order", "", "", "swapped", float(made.cross[0]), (rule,)))
    return parts
