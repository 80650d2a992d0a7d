"""Headers that every answer carries: nothing is framed, guessed, cached or sent elsewhere, and no inline code runs."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from api.http_settings import http_settings

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the style sheet draws arrows and check marks as data: images
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_ALWAYS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_YEAR: Final = 31_536_000


_KEEP: Final = f"public, max-age={_YEAR}, immutable"


def register(app: Flask) -> None:
    """Set the headers on every answer of ``app``."""

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers["Cache-Control"] = _KEEP if _is_versioned_file() else "no-store"
        if http_settings().secure_cookies:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        return response


def _is_versioned_file() -> bool:
    """A static file asked for by the hash of its content; anything else may hold personal data and must not be kept."""
    return request.endpoint == "pages.static" and "v" in request.args
