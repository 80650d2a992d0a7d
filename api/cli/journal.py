"""``tulga journal``: what was asked of the store, by whom and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import StoreOption, actor, answer, opened, tell

if TYPE_CHECKING:
    from api.store.store import Store


def journal(
    after: Annotated[int, typer.Option(min=0, help="Only entries with a higher number.")] = 0,
    verify: Annotated[bool, typer.Option("--verify", help="Check the chain instead of listing entries.")] = False,
    witness: Annotated[
        str | None,
        typer.Option(
            metavar="N:ROOT", help="Check also that the first N entries have the root which was written down then."
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """List the journal as JSON Lines, or check that no entry was changed or removed.

    Looking at the journal is itself an entry. Write down "entries" and "root" of a check somewhere else: with them as
    --witness a later check also tells when the newest entries were cut off or the whole was written anew.

    Example: tulga journal --after 1000
    """
    from api import journal as book

    seen = _witness(witness) if witness else None
    opened_store = opened(store)
    if verify or seen:
        _check(opened_store, seen)
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


def _check(store: Store, seen: tuple[int, str] | None) -> None:
    from api import journal as book

    broken, entries = book.verify(store), book.length(store)
    answer({"entries": entries, "root": book.merkle_root(store).hex(), "broken": broken})
    if broken is not None:
        tell(f"the journal was changed at entry {broken}")
    lost = seen is not None and (entries < seen[0] or book.merkle_root(store, seen[0]).hex() != seen[1])
    if lost:
        tell("the journal does not hold the entries that the witness saw")
    if lost or broken is not None:
        raise typer.Exit(1)


def _witness(text: str) -> tuple[int, str]:
    number, _, root = text.partition(":")
    if not number.isdecimal() or not re.fullmatch("[0-9a-f]{64}", root):
        raise typer.BadParameter("write N:ROOT, as entries and root of an earlier check", param_hint="--witness")
    return int(number), root
