"""``tulga stats`` and ``tulga upgrade``: figures of a store, and bringing it up to this version."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from api.cli.options import StoreOption, answer, opened, settings_for, tell

if TYPE_CHECKING:
    from api.settings import Settings
    from api.store.store import Store


def stats(store: StoreOption = None) -> None:
    """Figures of a store as JSON: registers, records, sizes.

    Example: tulga stats
    """
    answer(asdict(opened(store).stats()))


def upgrade(store: StoreOption = None) -> None:
    """Bring a store made by an earlier version up to date: its tables, then its features and candidate keys.

    Take a backup first. If it is interrupted, run it again.

    Example: tulga upgrade --store sqlite:////srv/tulga.sqlite3
    """
    answer({"rebuilt": brought_up(settings_for(store))[1]})


def brought_up(settings: Settings) -> tuple[Store, int]:
    """The store with tables, features and keys of this version, and how many records were prepared anew."""
    from api.store.opening import open_store
    from api.store.rebuild import rebuild, upgrade_tables

    upgrade_tables(settings)
    store = open_store(settings=settings, create=False, rebuilding=True)
    return store, rebuild(store, lambda done: tell(f"{done} records prepared anew"))
