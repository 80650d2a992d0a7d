"""The reader's language: what was chosen on a page, else what the browser or the machine asks for, else Russian."""

from __future__ import annotations

from typing import Final

from flask import g, has_request_context, request

from models.errors import LANGUAGES

DEFAULT: Final = "ru"
"""Art. 15: the Parties use Russian."""
NAMES: Final = {"ru": "Русский", "kk": "Қазақша", "tg": "Тоҷикӣ", "en": "English"}
"""Each language as its readers call it."""
COOKIE: Final = "tulga-language"


def current_language() -> str:
    """One of LANGUAGES for the running request; Russian outside of one."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        g.language = _chosen() or _accepted() or DEFAULT
    language: str = g.language
    return language


def _accepted() -> str | None:
    """The first of ours in the order of the reader's wishes; ``tg-TJ`` wishes for Tajik."""
    wished = [(-quality, code.partition("-")[0].lower()) for code, quality in request.accept_languages if quality > 0]
    return next((code for _, code in sorted(wished, key=lambda w: w[0]) if code in LANGUAGES), None)


def _chosen() -> str | None:
    if request.path.startswith("/api/"):
        return None
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else None
