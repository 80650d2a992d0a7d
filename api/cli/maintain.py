"""``tulga stats`` and ``tulga upgrade``: figures of a store, and bringing it up to this version."""

from __future__ import annotations

from dataclasses import asdict

from api.cli.options import StoreOption, answer, opened, settings_for, tell


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
    from api.store.rebuild import rebuild, upgrade_tables  # noqa: PLC0415

    upgrade_tables(settings_for(store))
    opened_store = opened(store, rebuilding=True)
    rebuilt = rebuild(opened_store, lambda done: tell(f"{done} records prepared anew"))
    answer({"rebuilt": rebuilt})
