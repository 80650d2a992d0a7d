"""The worst misses and false alarms with their explanations. They name real people: only outside the repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.names.pairs import Pair
from benchmarks.names.slices import HARD
from matcher.names import Spelling, explain

SHOWN = 40
ROOT = Path(__file__).resolve().parents[2]


def write(pairs: Sequence[Pair], scores: NDArray[np.float64], into: Path) -> Path:
    """Write `worst.md` into a folder outside the repository; raises ValueError when it lies inside."""
    if into.resolve().is_relative_to(ROOT):
        raise ValueError(
            "--out lies inside the repository, and the worst pairs name real people: choose another folder."
        )
    into.mkdir(parents=True, exist_ok=True)
    same = [i for i, pair in enumerate(pairs) if pair.group == "pos"]
    other = [i for i, pair in enumerate(pairs) if pair.group in HARD]
    lines = ["# Worst misses", ""]
    lines += [_line(pairs[i], scores[i]) for i in sorted(same, key=lambda i: scores[i])[:SHOWN]]
    lines += ["", "# Worst false alarms", ""]
    lines += [_line(pairs[i], scores[i]) for i in sorted(other, key=lambda i: -scores[i])[:SHOWN]]
    path = into / "worst.md"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _line(pair: Pair, score: float) -> str:
    parts = explain((Spelling(whole=pair.name_a),), (Spelling(whole=pair.name_b),))
    why = "; ".join(
        f"{p.role} {p.left} ~ {p.right}: {p.level} {p.bits:+.1f} {' '.join(p.rules)}".strip() for p in parts
    )
    kind = f"{'/'.join(sorted(pair.languages))} {pair.source} {pair.kind}"
    return f"- {score:+.1f} **{pair.name_a}** | **{pair.name_b}** ({kind})\n  {why}"
