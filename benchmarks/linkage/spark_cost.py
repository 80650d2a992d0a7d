"""``python -m benchmarks.linkage.spark_cost --sizes 1e4,1e5,1e6``: what a record and a pair cost on Spark.

Every size runs in a process of its own on ``local[2]``. Shuffle bytes come from Spark's event log, the workers' memory
and processor time from the system. Lines are laid through the points (seconds = fixed + a · records + b · pairs; memory
alike) and carried on to 10⁸ and 10⁹ records.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import nnls

from benchmarks.linkage.datasets import MAPS, dataset
from benchmarks.linkage.report import table

Figures = dict[str, Any]
LARGE: Final = (1e8, 1e9)
"""Sizes to which the measured points are carried on."""
CORES: Final = 400
"""Cores of the cluster that the last column speaks of."""
_CLOCK: Final = os.sysconf("SC_CLK_TCK")


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of records, with commas between.")] = "1e4,1e5,1e6",
    out: Annotated[Path, typer.Option(help="Folder for data and figures.")] = Path("build/benchmarks/spark"),
    shared: Annotated[Path | None, typer.Option(envvar="TULGA_SHARED", help="The evaluation data.")] = None,
    one: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Measure each size, print the tables; sizes measured before are kept in OUT."""
    if one:
        dataset(f"people_{one}", out / "data", shared)
        sys.stdout.write(json.dumps(measured(one, out / "data", shared)))
        return
    found = [_apart(int(float(size)), out) for size in sizes.split(",")]
    text = "\n".join([*points(found), "", *carried_on(found), ""])
    (out / "spark.md").write_text(text, "utf-8")
    print(text)


def _apart(size: int, out: Path) -> Figures:
    kept = out / f"{size}.json"
    if not kept.exists():
        out.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "benchmarks.linkage.spark_cost", "--one", str(size), "--out", str(out)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        kept.write_text(done.stdout.strip().splitlines()[-1] + "\n", "utf-8")
    figures: Figures = json.loads(kept.read_text("utf-8"))
    return figures


def measured(size: int, work: Path, shared: Path | None) -> Figures:
    """One run on Spark, seen from outside and from its event log."""
    from api.linking.spark_session import open_session
    from api.linking.tables import read_table
    from matcher.linkage.job import Options, Records, Task, run
    from matcher.linkage.spark_engine import SparkEngine
    from matcher.linkage.spec import read_spec

    data, spec = dataset(f"people_{size}", work, shared), read_spec(MAPS / "people.toml")
    with tempfile.TemporaryDirectory() as log, tempfile.TemporaryDirectory() as folder:
        logged = f"--conf spark.eventLog.enabled=true --conf spark.eventLog.dir=file://{log}"
        os.environ["PYSPARK_SUBMIT_ARGS"] = f"{logged} --conf spark.eventLog.compress=false pyspark-shell"
        session = open_session("local[2]", "4GB")
        engine, watch = SparkEngine(session, Path(folder)), Workers()
        started = time.perf_counter()
        records = Records.of([read_table(data.sources[0], spec)])
        outcome = run(records, Task(spec, Options()), engine)
        seconds = time.perf_counter() - started
        watch.stop()
        blocks = outcome.arranged.blocks
        sizes = {p.name: sum(f.stat().st_size for f in _files(p)) for p in Path(folder).iterdir()}
        session.stop()
        tasks = [_metrics(line) for path in _files(Path(log)) for line in _task_ends(path)]
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "records": size, "entries": len(blocks.block), "pairs": outcome.scored.compared, "links": len(outcome.links),
        "seconds": seconds, "driver_cpu": usage.ru_utime + usage.ru_stime, "driver_mb": usage.ru_maxrss / 1024,
        "worker_cpu": sum(watch.cpu.values()), "worker_mb": watch.private, "executor_cpu": sum(t[0] for t in tasks),
        "shuffle_bytes": sum(t[1] for t in tasks), "scorer_bytes": sizes["scorer"], "block_bytes": sizes["blocks"],
        "tasks": len(tasks),
    }  # fmt: skip


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]


def _task_ends(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith('{"Event":"SparkListenerTaskEnd"'):
                yield json.loads(line)


def _metrics(event: dict[str, Any]) -> tuple[float, int]:
    """Processor seconds of the executor's JVM and bytes written to an exchange, of one task."""
    found = event.get("Task Metrics") or {}
    shuffle = found.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    return found.get("Executor CPU Time", 0) / 1e9, int(shuffle)


class Workers:
    """Watches Spark's Python workers: processor seconds of each, most private memory of any in megabytes."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self.private = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        """End the watch."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.3):
            for process in Path("/proc").glob("[0-9]*"):
                self._look(process)

    def _look(self, process: Path) -> None:
        try:
            if b"pyspark.daemon" not in (process / "cmdline").read_bytes():
                return
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            status = (process / "status").read_text().splitlines()
        except OSError:
            return  # it has just ended
        self.cpu[process.name] = (int(fields[11]) + int(fields[12])) / _CLOCK
        held = next((int(line.split()[1]) / 1024 for line in status if line.startswith("RssAnon")), 0.0)
        self.private = max(self.private, held)


def points(found: Sequence[Figures]) -> list[str]:
    """The measured points."""
    rows = [["records", "pairs/record", "entries/record", "shuffle B/record", "scorer B/record", "driver MB",
             "worker private MB", "driver CPU s", "workers CPU s", "JVM CPU s", "wall s"]]  # fmt: skip
    for f in found:
        per = [f[k] / f["records"] for k in ("pairs", "entries", "shuffle_bytes", "scorer_bytes")]
        rest = [f[k] for k in ("driver_mb", "worker_mb", "driver_cpu", "worker_cpu", "executor_cpu", "seconds")]
        rows.append([f"{f['records']:,}", *(f"{v:.1f}" for v in per), *(f"{v:,.0f}" for v in rest)])
    return table(rows)


def carried_on(found: Sequence[Figures]) -> list[str]:
    """What follows for LARGE sizes from lines through all points; pairs and bytes a record are those of the largest."""
    last = max(found, key=lambda f: f["records"])
    work = _line(found, ("records", "pairs"), lambda f: f["worker_cpu"] + f["executor_cpu"])
    alone, memory = (_line(found, ("records",), lambda f, k=k: f[k]) for k in ("driver_cpu", "driver_mb"))  # type: ignore[misc]  # the default binds k
    scorer = _line(found, ("records",), lambda f: f["scorer_bytes"])
    rows = [["records", "pairs", "shuffle", "scorer (mapped, a machine)", "driver memory", "driver CPU",
             "executors' CPU", f"wall on {CORES} cores"]]  # fmt: skip
    for n in LARGE:
        pairs = n * last["pairs"] / last["records"]
        spread, drive = float(work @ [1.0, n, pairs]), float(alone @ [1.0, n])
        shuffle = n / last["records"] * last["shuffle_bytes"] / 2**30
        shared, held = float(scorer @ [1.0, n]) / 2**30, float(memory @ [1.0, n]) / 1024
        wall = (drive + spread / CORES) / 3600
        sizes = [f"{gib:,.0f} GiB" for gib in (shuffle, shared, held)]
        rows.append([f"{n:.0e}", f"{pairs:.1e}", *sizes, f"{drive / 3600:.1f} h", f"{spread / 3600:,.0f} h",
                     f"{wall:.1f} h"])  # fmt: skip
    fixed, record, pair = work
    told = [f"Executors' CPU seconds = {fixed:.0f} + {record * 1e6:.1f} µs · records + {pair * 1e6:.2f} µs · pairs.",
            f"The driver's = {alone[0]:.0f} + {alone[1] * 1e6:.1f} µs · records.",
            f"Driver memory = {memory[0]:.0f} MB + {memory[1] * 2**20:,.0f} bytes · records."]  # fmt: skip
    return [*table(rows), "", *told]


def _line(found: Sequence[Figures], by: tuple[str, ...], of: Callable[[Figures], float]) -> NDArray[np.float64]:
    """Coefficients ≥ 0 of a figure on 1 and the columns ``by``; relative errors count, so small sizes have a say."""
    value = np.array([of(f) for f in found])
    plane = np.array([[1.0, *(f[k] for k in by)] for f in found]) / value[:, None]
    return np.asarray(nnls(plane / plane.max(axis=0), np.ones(len(found)))[0] / plane.max(axis=0))


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
