"""Single words: names of a dictionary's two languages, each against its own translation and against another name.

The pairs come from a dictionary for machine translation (Apertium, GPL): given names (`ant`), surnames (`cog`). Some
are one name as two traditions have it (Ibrahim, Abraham), which no comparator of spellings finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.names.metrics import quality
from benchmarks.names.pairs import rows
from benchmarks.names.report import figure, table
from matcher.names import Spelling, prepare, score

SETS = {"kk_ru_name_tokens_apertium": ("kk", "ru"), "kk_en_name_tokens_apertium": ("kk", "en")}
ROLES = {"ant": "given", "cog": "surname"}
_SHOWN = {"given": "given names", "surname": "surnames"}
FEWEST = 20

Words = Sequence[tuple[str, str]]


def lines(data: Path) -> list[str]:
    """A Markdown table: a row for each language pair and kind of name."""
    told = [["words", "same", "other", "AUC", "R@1 %"]]
    for name, languages in SETS.items():
        path = data / "pairs" / f"{name}.tsv"
        found = rows(path) if path.exists() else []
        for kind, role in ROLES.items():
            pairs = [(row[languages[0]], row[languages[1]]) for row in found if row["type"] == kind]
            if len(pairs) >= FEWEST:
                told.append([f"{' – '.join(languages)}, {_SHOWN[role]}", *_figures(pairs, role)])
    return table(told)


def _figures(pairs: Words, role: str) -> list[str]:
    """How well translations stand out from the same words paired anew."""
    lefts, rights = [left for left, _ in pairs], [right for _, right in pairs]
    known = set(pairs)
    shuffled = list(rights)
    Random(5).shuffle(shuffled)
    others = [pair for pair in zip(lefts, shuffled, strict=True) if pair not in known]
    found = quality(_scores(pairs, role), _scores(others, role))
    return [f"{found.positives}", f"{found.negatives}", figure(found.auc), figure(found.recall_1)]


def _scores(pairs: Words, role: str) -> NDArray[np.float64]:
    left, right = (prepare([(Spelling(**{role: word}),) for word in side]) for side in zip(*pairs, strict=True))
    return score(left, right)
