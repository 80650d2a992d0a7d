"""Settings of the node: each is an environment variable with a default that works on one machine without any.

Web-only settings stand in ``api/http_settings.py``. docs/cli.md lists these (a test compares).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

VARIABLES: Final = {
    "TULGA_STORE": "Where the register is: an SQLAlchemy URL. Default: an SQLite file in the user's data directory.",
    "TULGA_KEY": "The master key itself, 64 hexadecimal digits; for containers whose secrets come as variables.",
    "TULGA_KEY_FILE": "File that holds the master key. Default: key in the user's configuration directory, made "
    "at first use, readable by its owner only.",
    "TULGA_MEDIA_KEYS": "Where the keys of records with pictures are, an SQLAlchemy URL; to be kept out of the store's "
    "backups. Default: a file beside the master key; for a store on PostgreSQL the store itself.",
    "TULGA_LANGUAGE": "Language of messages on the command line: ru, kk, tg or en. Default: en.",
    "TULGA_WORKERS": "Processes that prepare records while loading. Default: the number of processors, at most 8.",
}
"""Every variable this module reads, with its meaning."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with defaults filled in."""

    store: str
    key: str | None
    key_file: Path
    media_keys: str | None
    language: str
    workers: int


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from ``environment`` (the process's own when None)."""
    env = os.environ if environment is None else environment
    return Settings(
        store=env.get("TULGA_STORE") or default_store(),
        key=env.get("TULGA_KEY") or None,
        key_file=Path(env.get("TULGA_KEY_FILE") or default_key_file()),
        media_keys=env.get("TULGA_MEDIA_KEYS") or None,
        language=env.get("TULGA_LANGUAGE") or "en",
        workers=int(env.get("TULGA_WORKERS") or min(8, os.cpu_count() or 1)),
    )


def default_store() -> str:
    """URL of the SQLite file in the user's data directory."""
    return f"sqlite:///{Path(platformdirs.user_data_dir('tulga', appauthor=False)) / 'tulga.sqlite3'}"


def default_key_file() -> Path:
    """The key lies apart from the register, so that a copied data directory does not carry its key along."""
    return Path(platformdirs.user_config_dir("tulga", appauthor=False)) / "key"
