"""One tool's process measured from outside: wall time, processor time, peak memory of all it starts, its stages."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

EVERY: Final = 0.2
"""Seconds between two looks at the memory of the processes."""
MARK: Final = "stage "
"""With this a peer's runner begins the lines that name its stages."""
_STAGE: Final = re.compile(r"[^\W\d_]+")


@dataclass
class Spent:
    """What a process cost; ``stages``: seconds by the first word of the progress lines, in order."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    memory_mb: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    failed: str | None = None
    """The last line it said, where it ended with an error or was stopped."""


def measure(command: Sequence[str], into: Path, limit: float, environment: dict[str, str] | None = None) -> Spent:
    """Run ``command`` to its end, at most ``limit`` seconds; what it says goes to ``into``/said.txt.

    Memory is the proportional share of every process of its tree, summed, at the moment when that was highest.
    """
    into.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    spent = Spent()
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, started, limit, spent, stop))
    watcher.start()
    assert process.stderr is not None  # noqa: S101 - a pipe was asked for
    with process.stderr as said:
        last = _listen(said, into / "said.txt", started, spent)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    spent.seconds = time.perf_counter() - started
    stop.set()
    watcher.join()
    spent.processor_seconds = usage.ru_utime + usage.ru_stime
    spent.memory_mb = max(spent.memory_mb, usage.ru_maxrss / 1024)
    if process.returncode:
        spent.failed = spent.failed or last or f"ended with {process.returncode}"
    return spent


def _listen(said: IO[str], into: Path, started: float, spent: Spent) -> str:
    """Time stages by the lines as they come: a stage lasts from its first line to the next stage's first.

    Tulga tells its progress in lines that begin with the stage; a peer's runner marks its own, since peers talk too.
    """
    stage, since, last, marked = "start", started, "", False
    with into.open("w", encoding="utf-8") as copy:
        for line in said:
            copy.write(line)
            last = line.strip() or last
            marked = marked or line.startswith(MARK)
            word = _STAGE.search(line.removeprefix(MARK)) if line.startswith(MARK) or not marked else None
            if word and word[0].lower() != stage:
                now = time.perf_counter()
                spent.stages[stage] = spent.stages.get(stage, 0.0) + now - since
                stage, since = word[0].lower(), now
    spent.stages[stage] = spent.stages.get(stage, 0.0) + time.perf_counter() - since
    return last


def _watch(leader: int, started: float, limit: float, spent: Spent, stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        spent.memory_mb = max(spent.memory_mb, sum(map(_megabytes, _session(leader))))
        if time.perf_counter() - started > limit:
            spent.failed = f"stopped after {limit:.0f} s"
            os.killpg(leader, 9)
            return


def _session(leader: int) -> list[int]:
    """Processes of the session that ``leader`` began: itself and all it started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(fields[3]) == leader:
                found.append(int(entry.name))
    return found


def _megabytes(process: int) -> float:
    """Proportional set size: pages shared by several processes count once among them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
