"""What the missed true pairs are: counts by kind, without a name.

A pair is held unmatchable when a whole part is another one on both sides (another surname, given name or father's
name), by the comparator's own levels: nothing that it reads in the two names links them. The rest are spellings and
words that a better comparator could still read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.names import scorers
from benchmarks.names.metrics import threshold_at
from benchmarks.names.pairs import Pair
from benchmarks.names.report import table
from benchmarks.names.slices import LANGUAGES
from matcher.names import LEVELS, WOMAN, NameComparison, compare

OTHER = frozenset({"different", "other_name", "other_gender"})
UNMATCHABLE = (
    "another surname of a woman",
    "another surname of a man, or of unknown gender",
    "another given name",
    "another father's name",
    "two parts are others",
)
READABLE = ("an honorific comes or goes", "spelling or words")
KINDS = (*UNMATCHABLE, *READABLE)


def kinds(made: NameComparison) -> list[str]:
    """The kind of each pair, by the levels of its parts."""
    levels = [[LEVELS[level] for level in row] for row in made.levels.tolist()]
    women = (made.flags & WOMAN) > 0
    return [_kind(row, bool(woman)) for row, woman in zip(levels, women, strict=True)]


def _kind(levels: Sequence[str], woman: bool) -> str:
    others = [role for role in range(3) if levels[role] in OTHER]
    if len(others) > 1:
        return KINDS[4]
    if others:
        return KINDS[0] if others == [0] and woman else KINDS[1 + others[0]]
    return READABLE[0] if levels[1] == "honorific" else READABLE[1]


def lines(pairs: Sequence[Pair], scores: NDArray[np.float64]) -> list[str]:
    """A Markdown table: missed true pairs by kind and language, at one false alarm in a hundred real hard negatives."""
    hard = np.array([pair.group == "neg_hard" for pair in pairs])
    cut = threshold_at(scores[hard], 0.01)
    true = [i for i, pair in enumerate(pairs) if pair.group == "pos"]
    missed = [pairs[i] for i in true if scores[i] <= cut]
    found = kinds(compare(*(scorers.batch([getattr(p, side) for p in missed]) for side in ("name_a", "name_b"))))
    counts = Counter((kind, language) for kind, p in zip(found, missed, strict=True) for language in p.languages)
    rows = [["kind", "all", "share of true pairs", *LANGUAGES]]
    for kind in KINDS:
        number = found.count(kind)
        share = f"{100 * number / len(true):.2f} %"
        rows.append([kind, str(number), share, *(str(counts[kind, language]) for language in LANGUAGES)])
    held = sum(found.count(kind) for kind in UNMATCHABLE)
    told = (
        f"{len(missed)} of {len(true):,} true pairs are missed at one false alarm in a hundred real hard negatives;"
        f" at most {held} of them are unmatchable: a whole part is another one (marriage, alias, error of the source),"
        " by the comparator's own reading, so that a spelling it cannot read counts too."
    )
    return [told, "", *table(rows)]
