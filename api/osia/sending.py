"""Where results may go, and sending them there.

A callback makes the node send data where a request says. So it goes to hosts that the operator has listed and to no
other (``TULGA_CALLBACK_HOSTS``), by https unless the list says otherwise, follows no redirect, and no answer is read.
"""

from __future__ import annotations

import http.client
import ssl
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from models.errors import BadValue

_SECONDS: Final = 10.0
_REDIRECT: Final = 300
"""Statuses from here on are no delivery."""


def hosts(text: str) -> frozenset[str]:
    """The hosts of a setting: names with or without a port, separated by commas."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def require_listed(address: str, listed: frozenset[str]) -> None:
    """Raises BadValue('callback_host') for an address whose host is not listed."""
    try:
        url = urlsplit(address)
        name = f"{url.hostname}:{url.port}" if url.port else url.hostname
    except ValueError:
        raise BadValue("callback_host", "callback") from None
    wanted = {"https": name, "http": f"http://{name}"}.get(url.scheme)
    if wanted not in listed or url.username or url.password or url.fragment:
        raise BadValue("callback_host", "callback")


def send(address: str, facts: dict[str, str], kind: str, body: bytes) -> bool:
    """Post a result with ``facts`` in the query; whether it was taken. Raises OSError where nobody answers."""
    url = urlsplit(address)
    path = f"{url.path or '/'}?{urlencode([*parse_qsl(url.query), *facts.items()])}"
    connection = _connection(url)
    try:
        connection.request("POST", path, body, {"Content-Type": kind, "Content-Length": str(len(body))})
        return connection.getresponse().status < _REDIRECT
    except http.client.HTTPException as error:
        raise ConnectionError from error
    finally:
        connection.close()


def _connection(url: SplitResult) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "https":
        return http.client.HTTPSConnection(host, url.port, timeout=_SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, url.port, timeout=_SECONDS)
