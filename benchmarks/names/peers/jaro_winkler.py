"""Unidecode and Jaro-Winkler over aligned tokens: what a careful afternoon with rapidfuzz gives.

`python jaro_winkler.py PAIRS.tsv` prints scores and seconds as JSON. Each token of the shorter name meets its best
partner in the longer one (best couples first, each token once); the score is the mean.
"""

import json
import sys
import time
from pathlib import Path

from rapidfuzz.distance import JaroWinkler
from unidecode import unidecode


def tokens(name: str) -> list[str]:
    """Lower-case ASCII tokens."""
    letters = "".join(c if c.isalnum() else " " for c in unidecode(name).lower() if c != "'")
    return letters.split()


def score(a: str, b: str) -> float:
    """Mean similarity of the couples; 0 when a side has no token."""
    left, right = sorted((tokens(a), tokens(b)), key=len)
    if not left:
        return 0.0
    couples = sorted(
        ((JaroWinkler.similarity(s, t), i, j) for i, s in enumerate(left) for j, t in enumerate(right)), reverse=True
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    total = 0.0
    for value, i, j in couples:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            total += value
    return total / len(left)


lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[1:]
pairs = [line.split("\t") for line in lines if line]
start = time.process_time()
scores = [score(a, b) for a, b in pairs]
print(json.dumps({"scores": scores, "seconds": time.process_time() - start}))
