"""Links of one record that cannot all be right: a twin whose own record stands beside.

Every pair is judged alone, yet a record is one person. Where record r is linked to both c and c', and c and c' are two
people (Hasan and Husein; «H.» is linked to either), the links share what each of them claimed. With odds o and o' of
the two links and L = P(evidence of c and c' | one person) / P(… | two people who both resemble r), the states 'all
three one', 'r is c', 'r is c'', 'r is neither' weigh o·o'·L, o, o', 1; so the odds of r = c fall by

    (1 + o'·L) / (1 + o'),   at most 1.

Of several rivals the strongest counts, for they may be one person themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matcher.linkage.judgement import assumed
from matcher.linkage.links import Links
from matcher.relatives import NO_RELATION
from matcher.scorer import Scores

Numbers = NDArray[np.intp]
Contradiction = Callable[[Numbers, Numbers], NDArray[np.float64]]
"""Bits for one person of aligned pairs of records, against two people who resemble a third."""

STRONG: Final = assumed("rivals", "strong")
"""Least probability of a link that takes from others."""
MOST: Final = int(assumed("rivals", "most"))
"""Rivals of one record that are looked at, the surest first."""


def contested(links: Links, contradiction: Contradiction, records: int) -> NDArray[np.float32]:
    """(links,): bits ≤ 0 by which rivals lower each link."""
    lost = np.zeros(len(links), np.float64)
    link, other, odds, rival = _meetings(links, records)
    if not len(link):
        return lost.astype(np.float32)
    code, back = np.unique(_code(other, rival, records), return_inverse=True)
    bits = contradiction(code // records, code % records)[back]
    alike = np.exp2(np.clip(bits, -1000.0, 0.0))
    np.minimum.at(lost, link, np.log2((1.0 + odds * alike) / (1.0 + odds)))
    return lost.astype(np.float32)


def lowered(links: Links, lost: NDArray[np.float32], keep: float) -> tuple[Links, NDArray[np.float32]]:
    """The links with their odds lowered, without those that fall below ``keep``; and what each of them lost."""
    odds = links.probability / np.maximum(1.0 - links.probability, 1e-300) * np.exp2(lost.astype(float))
    probability = np.where(lost < 0, odds / (1.0 + odds), links.probability)
    found = Links(links.left, links.right, probability, links.bits + lost, links.levels, links.weights)
    at = np.flatnonzero((probability >= keep) | (lost == 0))
    return found.take(at), lost[at]


def evidence_between(scores: Scores, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """What makes a ``Contradiction``: the evidence, and where a relation competes not weighed by how rare it is.

    That two people resemble a third is given; so twins must not be thought rare. ``counts``: expected number of
    relatives by relation.
    """
    found = scores.evidence.copy()
    kin = np.flatnonzero(scores.relation != NO_RELATION)
    found[kin] += scores.prior.kin_bits + np.log2(counts[scores.relation[kin]])
    return found


def _meetings(links: Links, records: int) -> tuple[Numbers, Numbers, NDArray[np.float64], Numbers]:
    """For each link of a record and each of the record's surest other links: link, its other end, the rival's odds,
    the rival's other end."""
    strong = np.flatnonzero(links.probability >= STRONG)
    near, far, chance = _ends(links.left[strong], links.right[strong], links.probability[strong])
    order = np.lexsort((far, -chance, near))
    near, far, chance = near[order], far[order], chance[order]
    first = np.searchsorted(near, np.arange(records + 1))
    size = np.minimum(np.diff(first), MOST)
    record, other, link = _ends(links.left, links.right, np.arange(len(links)))
    times = size[record]
    row = np.repeat(first[record] - np.cumsum(times) + times, times) + np.arange(int(times.sum()))
    link, other = np.repeat(link, times), np.repeat(other, times)
    real = np.flatnonzero(far[row] != other)
    row, link, other = row[real], link[real], other[real]
    return link, other, chance[row] / np.maximum(1.0 - chance[row], 1e-15), far[row]


def _ends(left: Numbers, right: Numbers, value: NDArray[Any]) -> tuple[Numbers, Numbers, NDArray[Any]]:
    """Each link seen from both its records."""
    return np.concatenate([left, right]), np.concatenate([right, left]), np.concatenate([value, value])


def _code(a: Numbers, b: Numbers, records: int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.minimum(a, b).astype(np.int64) * records + np.maximum(a, b)
    return found
