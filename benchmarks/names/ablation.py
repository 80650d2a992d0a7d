"""What each part of the comparator buys: switch one off in a fresh process, score the same pairs, compare.

A part is switched off by putting something empty in the place of the one function through which it is reached; the
comparator itself knows nothing of it. `python -m benchmarks.names.ablation --data DIR --without PART` prints JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.names import scorers
from benchmarks.names.metrics import recall_at
from benchmarks.names.pairs import Pair, load
from benchmarks.names.report import figure, table
from benchmarks.names.slices import Slice, indices, main_slices

Seam = tuple[str, str, Callable[..., Any]]
WHOLE = "nothing"


def _flat_costs() -> Any:
    """Every letter change and every letter left out at one price: what is left without learned costs."""
    from matcher.names import distance

    symbols = np.arange(distance.CODES) % (distance.CODES // 2)
    change = np.where(symbols[:, None] == symbols[None, :], 0.0, 4.0).astype(np.float32)
    gap = np.full((2, distance.CODES, distance.CODES), 4.0, dtype=np.float32)
    return (distance.prepare_costs(change, gap),)


def _unknown() -> Any:
    """What the lexicon says of a name it does not hold."""
    from matcher.names.lexicon import UNKNOWN

    return UNKNOWN


@cache
def _endings(without: str, role: str, script: str) -> Any:
    """The endings of every role but one."""
    from matcher.names.tables import rows

    known = (row for row in rows("suffixes") if row[0] == role != without and row[1] == script)
    return {row[2]: tuple(row[3:6]) for row in known}


PARTS: dict[str, tuple[Seam, ...]] = {
    "learned letter costs": (("matcher.names.distance", "costs", _flat_costs),),
    "lexicon and families": (("matcher.names.lexicon", "_first", lambda *_: _unknown()),),
    "patronymic endings": (("matcher.names.grammar", "_endings", lambda *asked: _endings("patronymic", *asked)),),
    "surname endings": (("matcher.names.grammar", "_endings", lambda *asked: _endings("surname", *asked)),),
    "repair of scripts and fonts": (("matcher.names.hygiene", "_one_script", lambda text, _repairs: text),),
    "titles": (("matcher.names.tokens", "_titles", dict),),
    "matching across roles": (
        ("matcher.names.comparison", "worth_crossing", lambda levels, *_: np.zeros(len(levels), dtype=bool)),
    ),
}


def switch_off(part: str) -> None:
    """Put the empty stand-ins of one part in place, for the rest of this process."""
    for module, name, instead in PARTS[part]:
        owner = importlib.import_module(module)
        getattr(owner, name)  # an AttributeError here means that the comparator has moved the part: mend PARTS
        setattr(owner, name, instead)


def recalls(pairs: Sequence[Pair]) -> dict[str, float]:
    """Recall of each main slice at the false-positive rate its goal names (1 % without one)."""
    scores = scorers.tulga(pairs)
    found = {}
    for cut in main_slices():
        same, other = indices(pairs, cut)
        if same and other:
            found[cut.name] = recall_at(scores[same], scores[other], rate(cut))
    return found


def rate(cut: Slice) -> float:
    """The false-positive rate at which a slice is read."""
    return 0.001 if any(goal.figure == "recall_01" for goal in cut.goals) else 0.01


def lines(data: Path) -> list[str]:
    """A Markdown table: the whole comparator, then each part switched off, as change in points of recall."""
    whole = _run(data, WHOLE)
    rows = [["slice", "whole", *(f"without {part}" for part in PARTS)]]
    changed = {part: _run(data, part) for part in PARTS}
    for name, value in whole.items():
        rows.append([name, figure(value), *(f"{100 * (changed[part][name] - value):+.1f}" for part in PARTS)])
    return table(rows)


def _run(data: Path, part: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.names.ablation", "--data", str(data), "--without", part]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Command line of the child process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--without", choices=[WHOLE, *PARTS], default=WHOLE)
    chosen = parser.parse_args()
    if chosen.without != WHOLE:
        switch_off(chosen.without)
    print(json.dumps(recalls(load(chosen.data))))


if __name__ == "__main__":
    main()
