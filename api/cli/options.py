"""Options that several commands share, and what they have in common: the store, the actor, machine output."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import TulgaError
from models.evidence import Grade
from models.query import Purpose

if TYPE_CHECKING:
    from api.settings import Settings
    from api.store.store import Store

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="TULGA_STORE",
        show_default="an SQLite file in your data directory",
        help="SQLAlchemy URL of the store, such as sqlite:////srv/tulga.sqlite3 or postgresql://server/tulga.",
    ),
]
PurposeOption = Annotated[Purpose, typer.Option(help="Why you ask (Art. 6); goes into the journal.")]
CaseOption = Annotated[str | None, typer.Option(help="Reference of the case; goes into the journal.")]
GradeOption = Annotated[Grade, typer.Option("--min-grade", help="Leave out candidates below this grade.")]


def settings_for(store: str | None) -> Settings:
    """The settings of the environment, with the store that the command names."""
    from dataclasses import replace

    from api.settings import read_settings

    settings = read_settings()
    return replace(settings, store=store) if store else settings


def opened(store: str | None, *, create: bool = False, rebuilding: bool = False) -> Store:
    """The store of a command; tells on stderr where a key was made."""
    from api.store.opening import open_store

    result = open_store(settings=settings_for(store), create=create, rebuilding=rebuilding)
    if result.new_key:
        tell(f"A master key was made: {result.new_key}. Keep a copy apart from the store: without it nothing opens.")
    return result


@contextmanager
def about(path: Path | str) -> Iterator[None]:
    """Errors within are told with the path as the user wrote it, so that of several files the right one is mended."""
    try:
        yield
    except TulgaError as error:
        error.source = str(path)
        raise


def actor() -> str:
    """Who runs the command, as the journal names the operating system's users."""
    try:
        return f"os:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"os:{os.getuid()}"


def tell(message: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(message, err=True)


def answer(value: Any) -> None:
    """One line of machine output: compact JSON in UTF-8, whatever the terminal's encoding."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()
