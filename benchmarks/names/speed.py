"""How fast: pairs a second on one core, cold and warm, start-up and size. In processor time, whoever else is busy."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import matcher.names
from benchmarks.names.pairs import Pair
from benchmarks.names.scorers import batch
from matcher.names import score

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
    """Seconds and rates; `cold` includes reading every name for the first time, `warm` compares interned names."""

    import_seconds: float
    first_seconds: float
    cold_pairs_per_second: float
    reread_pairs_per_second: float
    warm_pairs_per_second: float
    installed_bytes: int


def measure(pairs: Sequence[Pair]) -> Speed:
    """Times of Tulga's comparator on these pairs."""
    imported, first, cold = _cold(pairs)
    left, right = [pair.name_a for pair in pairs], [pair.name_b for pair in pairs]
    score(batch(left), batch(right))
    start = time.process_time()
    a, b = batch(left), batch(right)
    score(a, b)
    reread = time.process_time() - start
    start = time.process_time()
    for _ in range(REPEATS):
        score(a, b)
    warm = (time.process_time() - start) / REPEATS
    return Speed(imported, first, 1 / cold, len(pairs) / reread, len(pairs) / warm, installed_bytes())


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
        f"cold {speed.cold_pairs_per_second:,.0f} pairs/s (every name read for the first time)",
        f"names known, texts read again {speed.reread_pairs_per_second:,.0f} pairs/s",
        f"warm {speed.warm_pairs_per_second:,.0f} pairs/s (interned names compared)",
        f"data files {speed.installed_bytes / 1e6:.1f} MB",
    ]
    for name, rate in peers:
        cold, warm = speed.cold_pairs_per_second / rate, speed.warm_pairs_per_second / rate
        told.append(f"{name} {rate:,.0f} pairs/s: Tulga is {cold:.1f} times as fast cold, {warm:.0f} times warm")
    return told
