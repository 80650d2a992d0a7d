"""Encounters that change their person: their pictures and templates are sealed anew with the other record's key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from api.biometrics import rows
from api.biometrics.sealed import Sealing, context
from api.biometrics.shelf import Shelf
from api.biometrics.tables import encounters, media, templates
from api.store.engine import writing
from models.errors import Conflict


def move(shelf: Shelf, register: str, source: str, target: str, names: Sequence[str] | None = None) -> int:
    """Give encounters of one record to another (all of them when ``names`` is None); how many.

    All or nothing. Raises NotFound for a record or encounter that is not there, and Conflict('encounter_exists') when
    the other has one of that name. A picture that the other holds already is not kept twice.
    """
    here, there = shelf.unlock(register, source), shelf.unlock(register, target)
    if here.identity == there.identity:
        raise Conflict("encounter_exists", "personId")
    with writing(shelf.engine) as connection:
        for record in (here, there):
            shelf.require(connection, record.identity)
        numbers = _numbers(shelf, connection, here, names)
        for number in numbers:
            _move(shelf, connection, number, here, there)
        shelf.doom_if_empty(connection, here.identity)
    shelf.finish()
    return len(numbers)


def _numbers(shelf: Shelf, connection: Connection, record: Sealing, names: Sequence[str] | None) -> list[int]:
    if names is not None:
        return [shelf.find_encounter(connection, record.identity, name) for name in names]
    query = select(encounters.c.number).where(encounters.c.identity == record.identity).order_by(encounters.c.number)
    return [int(number) for number in connection.execute(query).scalars()]


def _move(shelf: Shelf, connection: Connection, number: int, here: Sealing, there: Sealing) -> None:
    row = connection.execute(select(encounters).where(encounters.c.number == number)).one()
    plain = here.cipher.open(bytes(row.sealed), b"encounter")
    name = shelf.blind_name(there.identity, orjson.loads(plain)["name"])
    taken = select(encounters.c.number).where(encounters.c.identity == there.identity, encounters.c.name == name)
    if connection.execute(taken).first() is not None:
        raise Conflict("encounter_exists", "encounterId")
    values = {"identity": there.identity, "register_id": there.register_id, "name": name}
    sealed = there.cipher.seal(plain, b"encounter")
    connection.execute(update(encounters).where(encounters.c.number == number).values(**values, sealed=sealed))
    for medium in connection.execute(select(media).where(media.c.encounter == number)).all():
        _move_medium(shelf, connection, medium, here, there)


def _move_medium(shelf: Shelf, connection: Connection, row: Any, here: Sealing, there: Sealing) -> None:
    image = here.cipher.open(bytes(row.image), context("image", row.number))
    if shelf.held(connection, there.identity, image):
        rows.forget_media(connection, [row.number])
        return
    values = {
        "identity": there.identity,
        "register_id": there.register_id,
        "digest": shelf.digest(there.identity, image),
        "details": there.cipher.seal(here.cipher.open(bytes(row.details), b"details"), b"details"),
        "image": there.cipher.seal(image, context("image", row.number)),
    }
    connection.execute(update(media).where(media.c.number == row.number).values(**values))
    for template in connection.execute(select(templates).where(templates.c.media == row.number)).all():
        bound = context("template", template.number)
        sealed = there.cipher.seal(here.cipher.open(bytes(template.sealed), bound), bound)
        changed = {"identity": there.identity, "sealed": sealed}
        connection.execute(update(templates).where(templates.c.number == template.number).values(**changed))
