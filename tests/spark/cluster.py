"""A real standalone cluster of Spark on loopback: a master and workers, each a process that can be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 90


def missing() -> str | None:
    """What the machine lacks to run Spark."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return None if shutil.which("java") else "no Java"


def spark_home() -> Path:
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """``url`` of the master; ``kill_worker`` ends one with everything it started, as a lost machine would."""

    folder: Path
    port: int = field(default_factory=free_port)
    page: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self, workers: int) -> None:
        ports = ["--host", "127.0.0.1", "--port", str(self.port), "--webui-port", str(self.page)]
        self.run("org.apache.spark.deploy.master.Master", *ports)
        for number in range(workers):
            place = ["--host", "127.0.0.1", "--work-dir", str(self.folder / f"worker{number}")]
            self.run("org.apache.spark.deploy.worker.Worker", *place, "--cores", "1", "--memory", "1g", self.url)
        wait(lambda: self.alive() == workers, "the workers")

    def run(self, name: str, *arguments: str) -> None:
        """A Spark class in a process group of its own."""
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        with (self.folder / f"log{len(self.processes)}").open("wb") as log:
            self.processes.append(
                subprocess.Popen(
                    [str(spark_home() / "bin" / "spark-class"), name, *arguments],
                    stdout=log, stderr=log, start_new_session=True, env=environment,
                )
            )  # fmt: skip

    def alive(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.page}/json/", timeout=5) as page:
                return int(json.load(page)["aliveworkers"])
        except (OSError, ValueError):
            return 0

    def kill_worker(self) -> None:
        os.killpg(self.processes[-1].pid, signal.SIGKILL)

    def stop(self) -> None:
        for process in self.processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            finally:
                process.wait()


def wait(ready, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} did not come")
        time.sleep(0.2)
