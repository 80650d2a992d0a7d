"""A Spark session for a batch job: local, on a cluster, over Spark Connect, or the one that spark-submit gives."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from models.errors import MissingExtra, StoreError

CONNECT: Final = "sc://"
STANDALONE: Final = "spark://"
LOCAL: Final = "local"
_PATIENCE: Final = 10.0
"""Seconds to wait for a master or a server to take a connection; Spark itself would wait for minutes."""
_SETTINGS: Final = {
    "spark.app.name": "tulga",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_LOCAL_SETTINGS: Final = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}


def open_session(master: str | None, memory: str | None = None) -> Any:
    """A session on ``master`` (``local[2]``, ``spark://host:7077``, ``yarn``, ``sc://host:15002``; None: see below).

    Without a master: that of spark-submit where it started this process, else all cores of this machine. ``memory``:
    of the driver and of each executor, such as ``4GB``. Raises MissingExtra without pyspark or Java and StoreError
    where nobody answers.
    """
    builder = _builder()
    if master and master.startswith(CONNECT):
        _answers(master, 15002)
        return _opened(builder.remote(master))
    if not _java():
        raise MissingExtra("java_missing")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    chosen = master or (None if submitted else f"{LOCAL}[*]")
    settings = dict(_SETTINGS)
    if chosen and chosen.startswith(LOCAL):
        settings |= _LOCAL_SETTINGS
    if chosen and chosen.startswith(STANDALONE):
        _answers(chosen, 7077)
    if memory and not submitted:
        size = memory.lower().removesuffix("b")
        settings |= {"spark.driver.memory": size, "spark.executor.memory": size}
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # pyspark reads it; only spark-submit reads its setting
    for name, value in settings.items():
        builder = builder.config(name, value)
    return _opened(builder.master(chosen) if chosen else builder)


def _builder() -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtra("extra_missing", extra="spark") from None
    return SparkSession.builder


def _opened(builder: Any) -> Any:
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        return builder.getOrCreate()
    except PySparkException as error:  # Java too old, no room for the driver
        raise StoreError("spark_not_started", error=type(error).__name__) from error


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and (Path(home) / "bin" / "java").exists()))


def _answers(master: str, port: int) -> None:
    """Raises StoreError unless one of the hosts of a URL takes a connection."""
    for place in master.partition("://")[2].split(","):
        address = urlsplit("//" + place)
        with suppress(OSError), socket.create_connection((address.hostname or "", address.port or port), _PATIENCE):
            return
    raise StoreError("spark_unreachable", where=master.partition(";")[0])
