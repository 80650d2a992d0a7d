"""How fast: pairs a second on one core, cold and warm, start-up and size. In processor time, whoever else is busy."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import matcher.names
from benchmarks.names.pairs import Pair
from benchmarks.names.scorers import batch
from matcher.names import Spelling, normalise, score
from matcher.names import batch as names_batch

REPEATS = 5

COLD = """
import sys, time
start = time.process_time()
import matcher.names as names
imported = time.process_time()
def batch(column):
    return names.prepare([(names.Spelling(whole=line.split("\\t")[column]),) for line in lines])
lines = ["Иванов Пётр\\tPetr Ivanov"]
names.score(batch(0), batch(1))
first = time.process_time()
lines = sys.stdin.read().splitlines()
begin = time.process_time()
names.score(batch(0), batch(1))
print(imported - start, first - imported, (time.process_time() - begin) / len(lines))
"""


class Speed(NamedTuple):
    """Seconds and pairs a second.

    `cold`: every name is read for the first time, in a fresh process. `reread`: the same texts again, words known.
    `stored`: rows that were read at the door, batched and compared, as search and linkage do. `warm`: batches compared.
    """

    import_seconds: float
    first_seconds: float
    cold: float
    reread: float
    stored: float
    warm: float
    installed_bytes: int


def measure(pairs: Sequence[Pair]) -> Speed:
    """Times of Tulga's comparator on these pairs."""
    imported, first, cold = _cold(pairs)
    left, right = [pair.name_a for pair in pairs], [pair.name_b for pair in pairs]
    a, b = batch(left), batch(right)
    score(a, b)
    rows = [[normalise((Spelling(whole=name),)) for name in side] for side in (left, right)]
    times = (
        _seconds(lambda: score(batch(left), batch(right))),
        _seconds(lambda: score(*map(names_batch, rows))),
        _seconds(lambda: score(a, b)),
    )
    reread, stored, warm = (len(pairs) / seconds for seconds in times)
    return Speed(imported, first, 1 / cold, reread, stored, warm, installed_bytes())


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of one run, the mean of a few."""
    start = time.process_time()
    for _ in range(REPEATS):
        work()
    return (time.process_time() - start) / REPEATS


def _cold(pairs: Sequence[Pair]) -> tuple[float, float, float]:
    """Import, first pair, and seconds a pair in a process that has seen no name yet."""
    lines = "\n".join(f"{pair.name_a}\t{pair.name_b}" for pair in pairs)
    done = subprocess.run([sys.executable, "-c", COLD], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    imported, first, each = map(float, done.stdout.split())
    return imported, first, each


def installed_bytes() -> int:
    """Size of the comparator's data files as installed."""
    root = Path(matcher.names.__file__).parent
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc"))


def lines(speed: Speed, peers: Sequence[tuple[str, float]]) -> list[str]:
    """The figures in words, with the peers' rates beside them."""
    told = [
        f"import {speed.import_seconds:.2f} s, first pair {speed.first_seconds:.2f} s of processor time",
        f"cold {speed.cold:,.0f} pairs/s: every name read for the first time, in a fresh process",
        f"texts read again, their words known {speed.reread:,.0f} pairs/s",
        f"rows read at the door, batched and compared {speed.stored:,.0f} pairs/s",
        f"batches compared {speed.warm:,.0f} pairs/s",
        f"data files {speed.installed_bytes / 1e6:.1f} MB",
    ]
    for name, rate in peers:
        cold, reread, stored = (value / rate for value in (speed.cold, speed.reread, speed.stored))
        ratios = f"{cold:.1f} times as fast cold, {reread:.1f} reading again, {stored:.1f} from stored rows"
        told.append(f"{name} {rate:,.0f} pairs/s; Tulga is {ratios}")
    return told
