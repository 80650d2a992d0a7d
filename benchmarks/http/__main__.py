"""``python -m benchmarks.http --people 1e5``: a table of what a question costs in process and over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from api.local_node import LocalNode
from benchmarks.http.asking import Figures, in_process, journalled, over_http, searching
from benchmarks.http.register import environment, opened, questions, token

WARM_UP: Final = 50
_HEAD: Final = "| way | p50, ms | p99, ms | requests/s | processor ms/request |\n|---|---|---|---|---|\n"


def main(
    people: Annotated[str, typer.Option(help="People in the register, such as 1e5.")] = "1e5",
    requests: Annotated[int, typer.Option(help="Requests to time in each way.")] = 1_000,
    clients: Annotated[str, typer.Option(help="Numbers of clients, with commas between.")] = "1,4",
    workers: Annotated[int, typer.Option(help="Processes that serve.")] = 1,
    work: Annotated[Path | None, typer.Option(help="Keep the register here and use the one it has.")] = None,
) -> None:
    """Measure the same questions in process and over HTTP; write a Markdown table to stdout."""
    with tempfile.TemporaryDirectory() as spare:
        rows = list(_measure(work or Path(spare), int(float(people)), requests, clients, workers))
    typer.echo(_HEAD + "\n".join(f"| {name} | {_cells(found)} |" for name, found in rows))


def _measure(folder: Path, people: int, requests: int, clients: str, workers: int) -> Iterator[tuple[str, Figures]]:
    store = opened(folder, people)
    node = LocalNode(store)
    node.warm_up()
    node.meet_names()
    asked = questions(people, requests + WARM_UP)
    for name, ask in (("search in process", searching(store)), ("with journal and JSON", journalled(store))):
        in_process(ask, asked[:WARM_UP])
        yield name, in_process(ask, asked[WARM_UP:])
    brought = token(store)
    with _served(folder, workers) as (port, processor):
        for count in map(int, clients.split(",")):
            over_http(port, brought, asked[:WARM_UP], count, processor)
            yield f"HTTP, {count} at a time", over_http(port, brought, asked[WARM_UP:], count, processor)
    store.close()


@contextlib.contextmanager
def _served(folder: Path, workers: int) -> Iterator[tuple[int, Callable[[], float]]]:
    """The port of a served node, and a function that tells the processor seconds of its processes so far."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--insecure-cookies"]
    command += ["--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command, env={**os.environ, **environment(folder)}, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        _come_to_rest(lambda: _processor(process.pid))
        yield port, lambda: _processor(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _come_to_rest(processor: Callable[[], float]) -> None:
    """Wait until the node has met the names of its register and has had nothing to do for three seconds."""
    used, quiet = processor(), 0
    while quiet < 3:
        time.sleep(1.0)
        before, used = used, processor()
        quiet = quiet + 1 if used - before < 0.01 else 0


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == http.client.OK:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the node ended before it answered")


def _processor(pid: int) -> float:
    """Processor seconds of a process and of its children that run (Linux)."""
    tick = os.sysconf("SC_CLK_TCK")
    own = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(own[11]) + int(own[12])) / tick + sum(_processor(int(child)) for child in children)


def _cells(found: Figures) -> str:
    return f"{found.p50:.1f} | {found.p99:.1f} | {found.rate:.0f} | {found.processor:.1f}"


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
