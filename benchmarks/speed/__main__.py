"""``python -m benchmarks.speed --sizes 1e4,1e5,1e6``: each size in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import orjson
import typer

from benchmarks.speed import report
from benchmarks.speed.one_size import Task, measure


def main(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    sizes: Annotated[str, typer.Option(help="Numbers of people, with commas between: 1e4,1e5,1e6.")] = "1e4,1e5",
    queries: Annotated[int, typer.Option(help="Queries to time at each size.")] = 1_000,
    workers: Annotated[int, typer.Option(help="Processes that prepare records while loading.")] = 2,
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("build/benchmarks/speed"),
    work: Annotated[Path | None, typer.Option(help="Keep registers and stores here and use those it has.")] = None,
    store: Annotated[str | None, typer.Option(help="URL of an empty store on a server, for a single size.")] = None,
    one: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Measure loading, index size, memory and queries at several sizes; write a table and a log-log plot."""
    if one and work:
        figures = measure(Task(one, queries, work, workers, store), lambda words: typer.echo(words, err=True))
        sys.stdout.buffer.write(orjson.dumps(figures))
        return
    with tempfile.TemporaryDirectory() as spare:
        found = []
        for size in (int(float(s)) for s in sizes.split(",")):
            found.append(_apart(size, (work or Path(spare)) / str(size), queries, workers, store))
            report.write(out, found)
    typer.echo((out / "speed.md").read_text("utf-8"))


def _apart(size: int, folder: Path, queries: int, workers: int, store: str | None) -> dict[str, object]:
    """One size in a process of its own; keeps the figures of a load done in an earlier run."""
    command = [sys.executable, "-m", "benchmarks.speed", "--one", str(size), "--work", str(folder)]
    command += ["--queries", str(queries), "--workers", str(workers), *(["--store", store] if store else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: dict[str, object] = orjson.loads(done.stdout)
    kept = folder / "figures.json"
    if kept.exists():
        figures = orjson.loads(kept.read_bytes()) | figures
    kept.write_bytes(orjson.dumps(figures))
    return figures


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
