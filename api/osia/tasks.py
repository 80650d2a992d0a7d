"""Answers that come later: a task runs in the background, and its result goes to the caller's address.

A callback makes the node send data where a request says. So it goes to hosts that the operator has listed and to no
other (``TULGA_CALLBACK_HOSTS``), by https unless the list says otherwise, follows no redirect, and no answer is read.
"""

from __future__ import annotations

import http.client
import secrets
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import orjson
import structlog

from models.errors import BadValue, TooLarge, TulgaError

_SECONDS: Final = 10.0
_WAITING: Final = 100
"""Tasks that may wait; the next one is refused, so that memory stays bounded."""
_OTHERS: Final = 500
Job = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Callback:
    """Where a task's result goes."""

    url: SplitResult
    transaction: str


@dataclass(frozen=True)
class Tasks:
    """The background of one process."""

    hosts: frozenset[str]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "osia"))
    room: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_WAITING))

    def callback(self, address: str, transaction: str) -> Callback:
        """An allowed address; raises BadValue('callback_host') for any other."""
        try:
            url = urlsplit(address)
            port, host = url.port, url.hostname
        except ValueError:
            raise BadValue("callback_host", "callback") from None
        plain = url.scheme == "https" and not (url.username or url.password or url.fragment)
        listed = f"{host}:{port}" if port else host
        if plain and listed in self.hosts:
            return Callback(url, transaction)
        if (
            url.scheme == "http"
            and not (url.username or url.password or url.fragment)
            and f"http://{listed}" in self.hosts
        ):
            return Callback(url, transaction)
        raise BadValue("callback_host", "callback")

    def start(self, job: Job, callback: Callback) -> str:
        """Run a job in the background; gives the task's id. Raises TooLarge when too many wait."""
        if not self.room.acquire(blocking=False):
            raise TooLarge("tasks_waiting", "callback", limit=_WAITING)
        task = secrets.token_hex(16)
        self.pool.submit(self._run, job, callback, task)
        return task

    def _run(self, job: Job, callback: Callback, task: str) -> None:
        try:
            kind, body = _outcome(job)
            _send(callback, task, kind, orjson.dumps(body))
        except OSError as error:  # the other side's fault: told by its kind, never by its address
            structlog.get_logger("tulga").warning("callback_failed", kind=type(error).__name__)
        finally:
            self.room.release()


def hosts(text: str) -> frozenset[str]:
    """The hosts of a setting: names with or without a port, separated by commas."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _outcome(job: Job) -> tuple[str, Any]:
    try:
        found = job()
        return "application/json", "OK" if found is None else found
    except TulgaError as error:
        return "application/error+json", {"code": error.status, "message": error.text("en")}
    except Exception as error:
        structlog.get_logger("tulga").error("task_failed", kind=type(error).__name__)
        return "application/error+json", {"code": _OTHERS, "message": TulgaError("http_500").text("en")}


def _send(callback: Callback, task: str, kind: str, body: bytes) -> None:
    url = callback.url
    query = [*parse_qsl(url.query), ("transactionId", callback.transaction), ("taskId", task)]
    path = f"{url.path or '/'}?{urlencode(query)}"
    connection = _connection(url)
    try:
        connection.request("POST", path, body, {"Content-Type": kind, "Content-Length": str(len(body))})
        status = connection.getresponse().status
        if status >= 300:
            structlog.get_logger("tulga").warning("callback_refused", status=status)
    finally:
        connection.close()


def _connection(url: SplitResult) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "https":
        return http.client.HTTPSConnection(host, url.port, timeout=_SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, url.port, timeout=_SECONDS)
