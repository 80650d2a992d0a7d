"""``tulga picture``: photographs and fingerprint cards of a record that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import StoreOption, actor, answer, opened

if TYPE_CHECKING:
    from api.store.store import Store


def picture(
    register: Annotated[str, typer.Argument(help="Register of the record.")],
    record_id: Annotated[str, typer.Argument(metavar="RECORD_ID", help="Its identifier.")],
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE…]", help="Photos and ANSI/NIST-ITL cards to add.")
    ] = None,
    taken_on: Annotated[str | None, typer.Option(help="When they were taken, as the source writes it.")] = None,
    remove: Annotated[list[int] | None, typer.Option(metavar="ID", help="Delete this picture; repeatable.")] = None,
    store: StoreOption = None,
) -> None:
    """Add pictures to a record, delete some, and answer with those that it has: quality, state, why one was refused.

    A deleted picture leaves no template, no place in a gallery, and, when it was the last one, no key that could open
    a backup of it.

    Example: tulga picture kz R-000184 face.jpg card.an2 --taken-on 2026-03-01
    """
    opened_store = opened(store)
    for number in remove or ():
        opened_store.shelf.delete(register, record_id, number)
        _note(opened_store, "delete picture", register, record_id)
    if files:
        _add(opened_store, register, record_id, files, taken_on)
    found = opened_store.shelf.media(register, record_id)
    _note(opened_store, "list pictures", register, record_id)
    answer({"register": register, "record_id": record_id, "pictures": [_shown(m) for m in found]})


def _add(store: Store, register: str, record_id: str, files: list[Path], taken_on: str | None) -> None:
    from dataclasses import replace

    from api.biometrics.files import read_picture
    from api.biometrics.queue import work
    from api.biometrics.settings import models_in_use

    read = [read_picture(path) for path in files]
    store.shelf.add(register, record_id, [replace(file, taken_on=taken_on) for file in read])
    _note(store, "add picture", register, record_id)
    for _ in work(store, models_in_use(), actor()):
        pass


def _note(store: Store, action: str, register: str, record_id: str) -> None:
    from api import journal

    entry = journal.Entry(actor=actor(), action=action, records=1, shown=((register, record_id),))
    journal.append(store, entry)


def _shown(medium: Any) -> dict[str, Any]:
    return {
        "id": medium.number,
        "kind": medium.kind.value,
        "state": medium.state.name.lower(),
        **medium.details,
    }
