"""The table of commands: the order of ``tulga --help``."""

from __future__ import annotations

import importlib
from typing import Final

import typer

COMMANDS: Final = (
    ("The register", ("load", "search", "compare", "stats", "journal", "upgrade")),
    ("The node", ("serve", "demo", "user", "token")),
    ("Batch jobs", ("dedupe", "link", "review")),
    ("Names", ("name", "names")),
    ("Photos and fingerprints", ("face", "finger", "card", "picture", "templates")),
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
}
"""Modules of ``api.cli`` that hold a command of another name."""


def register(app: typer.Typer) -> None:
    """Put every command on the application: a function becomes a command, a Typer becomes a group."""
    for panel, names in COMMANDS:
        for name in names:
            module = importlib.import_module(f"api.cli.{_HOMES.get(name, name)}")
            found = getattr(module, name)
            if isinstance(found, typer.Typer):
                app.add_typer(found, name=name, rich_help_panel=panel)
            else:
                app.command(name, rich_help_panel=panel)(found)
