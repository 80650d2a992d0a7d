"""Recall by kind of error: which faults of the records cost true pairs, and where the pairs are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.run import Run

NO_ERROR: Final = "none"
"""The row of true pairs of two records without any error."""


def by_error(
    run: Run, kinds: Mapping[str, frozenset[str]], ids: Sequence[Sequence[str]], limit: float
) -> dict[str, Any]:
    """For each kind of error: true pairs in which a record has it, how many the keys found, how many were linked.

    ``kinds``: record_id → kinds of error; ``ids``: identifiers of the left and of the right register; ``limit``: total
    evidence from which a pair counts as linked. The commonest kind comes first.
    """
    scored = run.scored
    true = np.flatnonzero(scored.truth)
    linked = scored.found[true] & (scored.evidence[true] >= limit)
    made = _members(kinds, [ids[0][i] for i in scored.left[true]], [ids[1][i] for i in scored.right[true]])
    figures = {kind: _figures(at, scored.found[true], linked) for kind, at in made.items()}
    return dict(sorted(figures.items(), key=lambda item: (-item[1]["pairs"], item[0])))


def _members(
    kinds: Mapping[str, frozenset[str]], left: Sequence[str], right: Sequence[str]
) -> dict[str, NDArray[np.intp]]:
    """Kind of error → numbers of the pairs that have it on a side."""
    found: dict[str, list[int]] = {}
    nothing: frozenset[str] = frozenset()
    for number, (a, b) in enumerate(zip(left, right, strict=True)):
        for kind in (kinds.get(a, nothing) | kinds.get(b, nothing)) or {NO_ERROR}:
            found.setdefault(kind, []).append(number)
    return {kind: np.array(numbers, np.intp) for kind, numbers in found.items()}


def _figures(at: NDArray[np.intp], found: NDArray[np.bool_], linked: NDArray[np.bool_]) -> dict[str, Any]:
    return {
        "pairs": len(at),
        "blocking_recall": round(float(found[at].mean()), 6),
        "recall": round(float(linked[at].mean()), 6),
        "missed": int((~linked[at]).sum()),
    }
