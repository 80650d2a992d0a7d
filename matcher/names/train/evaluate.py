"""Figures of a trained model on labelled pairs: recall at a fixed false-positive rate, for the model card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.names.comparison import score
from matcher.names.model import Spelling
from matcher.names.reading import prepare
from matcher.names.train.sources import Labelled

Doubles = NDArray[np.float64]


def recall(same: Doubles, strangers: Doubles, rate: float) -> float:
    """Share of same-person pairs above the lowest threshold that at most `rate` of the strangers' pairs exceed."""
    cut = np.sort(strangers)[::-1][int(rate * len(strangers))]
    return float((same > cut).mean())


def figures(pairs: Sequence[Labelled]) -> dict[str, float]:
    """Recall of each kind of comparison, by its name."""
    left = prepare([(Spelling(whole=p.left),) for p in pairs])
    right = prepare([(Spelling(whole=p.right),) for p in pairs])
    bits = score(left, right)
    of = {name: bits[[i for i, p in enumerate(pairs) if p.file == name]] for name in {p.file for p in pairs}}
    found = {
        "recall at 1 % FPR, real hard negatives": recall(of["pos"], of["neg_hard"], 0.01),
        "recall at 1 % FPR, one part replaced": recall(of["pos"], of["neg_constructed"], 0.01),
        "recall at 0.1 % FPR, random negatives": recall(of["pos"], of["neg_random"], 0.001),
    }
    for language in ("ru", "kk", "tg", "ky", "uz"):
        same = bits[[i for i, p in enumerate(pairs) if p.file == "pos" and p.language == language]]
        hard = [i for i, p in enumerate(pairs) if p.file in {"neg_hard", "neg_constructed"} and p.language == language]
        if len(same) and hard:
            found[f"recall at 1 % FPR, {language}, hard and replaced"] = recall(same, bits[hard], 0.01)
    return found
