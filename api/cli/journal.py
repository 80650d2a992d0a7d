"""``tulga journal``: what was asked of the store, by whom and why."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import StoreOption, actor, answer, opened, tell


def journal(
    after: Annotated[int, typer.Option(min=0, help="Only entries with a higher number.")] = 0,
    verify: Annotated[bool, typer.Option("--verify", help="Check the chain instead of listing entries.")] = False,
    store: StoreOption = None,
) -> None:
    """List the journal as JSON Lines, or check that no entry was changed or removed.

    Looking at the journal is itself an entry.

    Example: tulga journal --after 1000
    """
    from api import journal as book  # noqa: PLC0415

    opened_store = opened(store)
    if verify:
        broken = book.verify(opened_store)
        answer({"entries": book.length(opened_store), "root": book.merkle_root(opened_store).hex(), "broken": broken})
        if broken is not None:
            tell(f"the journal was changed at entry {broken}")
            raise typer.Exit(1)
        return
    book.append(opened_store, book.Entry(actor=actor(), action="journal"))
    for written in book.entries(opened_store, after=after):
        entry = written.entry
        answer(
            {
                "seq": written.seq,
                "at": written.at.isoformat(),
                "actor": entry.actor,
                "action": entry.action,
                "purpose": entry.purpose,
                "case": entry.case,
                "records": entry.records,
                "shown": [list(record) for record in entry.shown],
                "details": dict(entry.details),
            }
        )
