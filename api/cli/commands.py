"""The table of commands: the order of ``tulga --help``."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

COMMANDS: Final = (
    ("The register", ("load", "search", "compare", "stats", "journal", "upgrade")),
    ("The node", ("serve", "demo", "user", "token")),
    ("Batch jobs", ("dedupe", "link", "review")),
    ("Names", ("name", "names")),
    ("Photos and fingerprints", ("face", "finger", "card", "picture", "templates", "identify", "gallery")),
    ("Measurement and training", ("generate", "evaluate", "train")),
)
"""Command names by panel, in the order in which they are shown."""

_HOMES: Final = {
    "dedupe": "linking",
    "link": "linking",
    "stats": "maintain",
    "upgrade": "maintain",
    "name": "names",
    "user": "users",
    "token": "users",
    "face": "biometrics",
    "finger": "biometrics",
    "card": "biometrics",
    "gallery": "identify",
}
"""Modules of ``api.cli`` that hold a command of another name."""


_UnusedStore = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="As with every command; this one reads no register.")
]


def register(app: typer.Typer) -> None:
    """Put every command on the application: a function becomes a command, a Typer becomes a group."""
    for panel, names in COMMANDS:
        for name in names:
            try:
                module = importlib.import_module(f"api.cli.{_HOMES.get(name, name)}")
            except ModuleNotFoundError:
                continue
            found = getattr(module, name)
            if isinstance(found, typer.Typer):
                _with_store_within(found)
                app.add_typer(found, name=name, rich_help_panel=panel)
            else:
                app.command(name, rich_help_panel=panel)(with_store(found))


def _with_store_within(group: typer.Typer) -> None:
    for info in (group.registered_callback, *group.registered_commands):
        if info is not None and info.callback is not None:
            info.callback = with_store(info.callback)


def with_store(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the option ``--store``: scripts give it to every command, also to those that need no store."""
    signature = inspect.signature(command, eval_str=True)
    if "store" in signature.parameters:
        return command

    @functools.wraps(command)
    def accepting(*arguments: Any, store: str | None = None, **options: Any) -> Any:
        del store
        return command(*arguments, **options)

    option = inspect.Parameter("store", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_UnusedStore)
    changed = signature.replace(parameters=[*signature.parameters.values(), option])
    accepting.__signature__ = changed  # type: ignore[attr-defined]  # inspect reads it, mypy does not know it
    accepting.__annotations__ = {**command.__annotations__, "store": _UnusedStore}
    return accepting
