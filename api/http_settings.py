"""Settings of the HTTP side, each read from ``TULGA_`` and its name in capitals (docs/api.md; a test compares)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask import current_app

from api.auth.sessions import Lifetime
from models.errors import BadValue

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """What an operator may change about the HTTP side; the text under each says why one would."""

    secure_cookies: bool = True
    """Cookies only over TLS. Off only for a demonstration on plain http at the loopback address."""
    body_limit: int = 2_000_000
    """Largest request body in bytes; a larger one is refused with 413 before it is read."""
    media_limit: int = 40_000_000
    """Largest request body in bytes where photographs or fingerprint cards may come along."""
    batch_limit: int = 100
    """Most queries in one request."""
    candidate_limit: int = 100
    """Most candidates for one query."""
    rate_limit: str = "1200 per minute"
    """Requests of one caller (token, user or address) in one worker process; more are refused with 429."""
    login_rate_limit: str = "30 per minute"
    """Login attempts of one address in one worker process, besides the throttle that the store keeps."""
    session_idle: int = 1800
    """Seconds without a request after which a person has to log in again."""
    session_absolute: int = 36_000
    """Seconds after which a person has to log in again in any case: one working day."""
    proxies: int = 0
    """Trusted proxies in front of the node that set X-Forwarded-For and -Proto; 0 believes nobody."""

    osia_register: str = "osia"
    """Register whose records are the persons of OSIA's biometrics interface."""
    callback_hosts: str = ""
    """Hosts, with ports, that results may be sent to by https; ``http://`` before one allows plain http."""

    @property
    def lifetime(self) -> Lifetime:
        """How long sessions live."""
        return Lifetime(self.session_idle, self.session_absolute)


def from_environment(environ: Mapping[str, str]) -> HttpSettings:
    """The settings of this process; raises BadValue naming the variable that cannot be read."""
    found = {f.name: environ.get(f"TULGA_{f.name.upper()}") for f in fields(HttpSettings)}
    kinds = {f.name: type(getattr(HttpSettings(), f.name)) for f in fields(HttpSettings)}
    return HttpSettings(**{name: _read(name, text, kinds[name]) for name, text in found.items() if text})


def http_settings() -> HttpSettings:
    """The settings of the running application."""
    settings: HttpSettings = current_app.extensions["tulga.http_settings"]
    return settings


def _read(name: str, text: str, kind: type) -> Any:
    variable = f"TULGA_{name.upper()}"
    if kind is bool:
        if text.casefold() in _TRUE | _FALSE:
            return text.casefold() in _TRUE
        raise BadValue("field_type", variable, expected="yes, no")
    if kind is int:
        if text.isdecimal():
            return int(text)
        raise BadValue("field_type", variable, expected="0, 1, 2, …")
    return text
