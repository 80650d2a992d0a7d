"""The two ways to ask: in this process, and over HTTP with keep-alive from several threads."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from api.local_node import LocalNode
from api.node import Asking
from api.routes.writing import answer
from api.search import search
from api.store.store import Store
from models.errors import LANGUAGES
from models.flat import read_flat
from models.query import Purpose, Query

_ASKING = Asking("benchmark", Purpose.IDENTIFICATION, "benchmark")


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of single requests, requests a second of all clients together, processor milliseconds a request."""

    p50: float
    p99: float
    rate: float
    processor: float


def figures(seconds: Sequence[float], whole: float, processor: float) -> Figures:
    """From the seconds of each request, of the whole run, and of the processor."""
    p50, p99 = (float(np.quantile(seconds, q)) * 1000 for q in (0.5, 0.99))
    return Figures(p50, p99, len(seconds) / whole, processor * 1000 / len(seconds))


def in_process(ask: Callable[[dict[str, str]], None], questions: Sequence[dict[str, str]]) -> Figures:
    """Each question by ``ask``, one after the other."""
    times, start, used = [], time.perf_counter(), time.process_time()
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - begun)
    return figures(times, time.perf_counter() - start, time.process_time() - used)


def searching(store: Store) -> Callable[[dict[str, str]], None]:
    """Search alone: parse, retrieve, score, explain."""

    def ask(question: dict[str, str]) -> None:
        search(store, _query(question))

    return ask


def journalled(store: Store) -> Callable[[dict[str, str]], None]:
    """All that a request does behind HTTP: search, entry in the journal, the answer as JSON."""
    node = LocalNode(store)

    def ask(question: dict[str, str]) -> None:
        found = node.match([_query(question)], _ASKING)
        orjson.dumps([answer(a, LANGUAGES) for a in found])

    return ask


def over_http(
    port: int, token: str, questions: Sequence[dict[str, str]], clients: int, processor: Callable[[], float]
) -> Figures:
    """``clients`` threads share the questions; ``processor`` gives the seconds that the served processes have used."""
    shares = [questions[n::clients] for n in range(clients)]
    times: list[list[float]] = [[] for _ in shares]
    threads = [
        threading.Thread(target=_ask_all, args=(port, token, share, found))
        for share, found in zip(shares, times, strict=True)
    ]
    start, used = time.perf_counter(), processor()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole, used = time.perf_counter() - start, processor() - used
    every = [t for found in times for t in found]
    if len(every) != len(questions):
        raise RuntimeError(f"{len(questions) - len(every)} requests failed")
    return figures(every, whole, used)


def _ask_all(port: int, token: str, questions: Sequence[dict[str, str]], times: list[float]) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for question in questions:
            body: dict[str, Any] = {"purpose": "identification", "case": "benchmark", "queries": [question]}
            begun = time.perf_counter()
            connection.request("POST", "/api/v1/match", orjson.dumps(body), headers)
            answered = connection.getresponse()
            answered.read()
            if answered.status != http.client.OK:
                return
            times.append(time.perf_counter() - begun)


def _query(question: dict[str, str]) -> Query:
    return Query(person=read_flat(question, "query"), purpose=Purpose.IDENTIFICATION, case="benchmark")
