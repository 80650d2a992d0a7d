"""Reading the shelf: which pictures, templates and encounters a record has. Nothing is changed here."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, select

from api.biometrics.keys import RecordKeys
from api.biometrics.sealed import Medium, Occasion, context, occasion_of, opened
from api.biometrics.tables import encounters, media, templates
from api.store.engine import reading
from api.store.tables import records
from api.store.vault import Vault
from models.errors import NotFound


class Looking:
    """The reader's side of the shelf."""

    def __init__(self, engine: Engine, vault: Vault, keys: RecordKeys) -> None:
        self.engine, self.vault, self.keys = engine, vault, keys

    def require(self, connection: Connection, identity: bytes) -> int:
        """The register of a record; raises NotFound when it is not there (any more)."""
        query = select(records.c.register_id).where(records.c.identity == identity)
        found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise NotFound("record_not_found", "record_id")
        return int(found)

    def media(self, register: str, record_id: str) -> list[Medium]:
        """All pictures of a record, oldest first."""
        identity = self.vault.blinder.identity(register, record_id)
        query = (
            select(media.c.number, media.c.kind, media.c.state, media.c.details, encounters.c.sealed)
            .join(encounters, encounters.c.number == media.c.encounter)
            .where(media.c.identity == identity)
        )
        with reading(self.engine) as connection:
            self.require(connection, identity)
            found = connection.execute(query.order_by(media.c.number)).all()
        cipher = self.keys.cipher(identity) if found else None
        return [opened(row, cipher) for row in found if cipher is not None]

    def image(self, register: str, record_id: str, number: int) -> tuple[Medium, bytes]:
        """One picture with its bytes; raises NotFound('media_not_found')."""
        identity = self.vault.blinder.identity(register, record_id)
        query = (
            select(media.c.number, media.c.kind, media.c.state, media.c.details, encounters.c.sealed, media.c.image)
            .join(encounters, encounters.c.number == media.c.encounter)
            .where(media.c.identity == identity, media.c.number == number)
        )
        with reading(self.engine) as connection:
            self.require(connection, identity)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("media_not_found", "media")
        cipher = self.keys.cipher(identity)
        return opened(row, cipher), cipher.open(bytes(row.image), context("image", number))

    def templates(self, register: str, record_id: str, number: int) -> list[tuple[str, bytes]]:
        """Model and packed template of everything that one picture gave."""
        identity = self.vault.blinder.identity(register, record_id)
        query = select(templates.c.number, templates.c.model, templates.c.sealed).where(
            templates.c.media == number, templates.c.identity == identity
        )
        with reading(self.engine) as connection:
            found = connection.execute(query).all()
        cipher = self.keys.cipher(identity) if found else None
        return [(r.model, cipher.open(bytes(r.sealed), context("template", r.number))) for r in found if cipher]

    def encounters(self, register: str, record_id: str) -> list[Occasion]:
        """All encounters of a record, oldest first; raises NotFound."""
        identity = self.vault.blinder.identity(register, record_id)
        query = select(encounters.c.active, encounters.c.sealed).where(encounters.c.identity == identity)
        with reading(self.engine) as connection:
            self.require(connection, identity)
            found = connection.execute(query.order_by(encounters.c.number)).all()
        cipher = self.keys.cipher(identity) if found else None
        return [occasion_of(bytes(r.sealed), cipher, bool(r.active)) for r in found if cipher is not None]
