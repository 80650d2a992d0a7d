"""The scorers that are measured: Tulga's own in this process, each peer in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.names.pairs import Pair
from matcher.names import NameBatch, Spelling, prepare, score

PEERS = {"logic-v2": "logic_v2", "aligned Jaro-Winkler": "jaro_winkler"}
ENVIRONMENT = Path(".peers/names")


class Run(NamedTuple):
    """One scorer's answers, and how many pairs a second of processor time it managed."""

    name: str
    scores: NDArray[np.float64]
    pairs_per_second: float


def batch(names: Sequence[str]) -> NameBatch:
    """Whole names, in any order of parts, ready to be compared."""
    return prepare([(Spelling(whole=name),) for name in names])


def tulga(pairs: Sequence[Pair]) -> NDArray[np.float64]:
    """Tulga's score in bits for each pair."""
    return score(batch([pair.name_a for pair in pairs]), batch([pair.name_b for pair in pairs]))


def peers(pairs: Sequence[Pair], environment: Path = ENVIRONMENT) -> list[Run]:
    """Each peer on the same pairs. Raises FileNotFoundError when their environment is not installed."""
    python = environment / "bin" / "python"
    if not python.exists():
        raise FileNotFoundError(f"{python} is missing: `make peers-names` installs the peers.")
    return [_peer(name, script, python, pairs) for name, script in PEERS.items()]


def _peer(name: str, script: str, python: Path, pairs: Sequence[Pair]) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "pairs.tsv"
        lines = [f"{pair.name_a}\t{pair.name_b}" for pair in pairs]
        table.write_text("\n".join(["name_a\tname_b", *lines, ""]), encoding="utf-8")
        command = [str(python), str(Path(__file__).parent / "peers" / f"{script}.py"), str(table)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answer = json.loads(done.stdout)
    return Run(name, np.array(answer["scores"]), len(pairs) / answer["seconds"])


Scorer = Callable[[Sequence[Pair]], NDArray[np.float64]]
