"""The one exception tree.

Every error carries a *code* (the key of its text in ``messages.toml``), the *field* it speaks of (a path such as
``documents[0].number``) and *facts* that fill the text: line numbers, limits, names of columns. Facts never hold
personal data, so that a message can be logged, printed and sent.
"""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import ClassVar

LANGUAGES = ("ru", "kk", "tg", "en")
Fact = str | int | float


class TulgaError(Exception):
    """Something the user can mend; ``text(language)`` says what was wrong, where, and what would be right."""

    status: ClassVar[int] = 400
    exit_code: ClassVar[int] = 1
    source: str | None = None
    """The file that the user named, where a command reads several; shown at the terminal only."""

    def __init__(self, code: str, field: str | None = None, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def text(self, language: str = "en") -> str:
        """The message in one of LANGUAGES (falls back to English for another)."""
        texts = catalogue()[self.code]
        return texts.get(language, texts["en"]).format(field=self.field or "", **self.facts)

    def __str__(self) -> str:
        return self.text()


class BadValue(TulgaError):
    """A value that cannot be what its field says; names the field and what would be right."""

    status = 422


class BadFile(TulgaError):
    """A file that cannot be read as what it claims to be."""

    exit_code = 2


class BadQuery(TulgaError):
    """A query that lacks something it must have."""

    status = 422


class NotFound(TulgaError):
    """No such record, register or case."""

    status = 404


class Conflict(TulgaError):
    """The thing is there already, or has changed since it was read."""

    status = 409


class Unauthenticated(TulgaError):
    """Nobody is logged in, or the token is not valid."""

    status = 401


class Forbidden(TulgaError):
    """The user is known but may not do this."""

    status = 403


class TooLarge(TulgaError):
    """More bytes, rows or candidates than the documented limit."""

    status = 413


class StoreError(TulgaError):
    """The store cannot do its work: disk full, key missing, schema of another version. Nothing was half-written."""

    status = 503
    exit_code = 3


class MissingExtra(TulgaError):
    """A part of Tulga is not installed; names the extra to install."""

    status = 501
    exit_code = 4


@functools.cache
def catalogue() -> dict[str, dict[str, str]]:
    """All message texts by code and language, from ``messages.toml`` (and nowhere else)."""
    return tomllib.loads(files("models").joinpath("messages.toml").read_text("utf-8"))
