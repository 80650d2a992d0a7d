"""The shelf: pictures and templates of a store's records, sealed with a key of each record."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import Connection, Engine, delete, select, update

from api.biometrics import rows
from api.biometrics.keys import RecordKeys
from api.biometrics.looking import Looking
from api.biometrics.rows import KINDS, State
from api.biometrics.sealed import Medium, Occasion, Sealing, context
from api.biometrics.tables import doomed_keys, encounters, media
from api.store.engine import reading, writing
from api.store.vault import Vault
from models.biometrics import MediaFile
from models.errors import Conflict, NotFound

if TYPE_CHECKING:
    from api.biometrics.galleries import Galleries
    from api.biometrics.settings import Models


class Shelf(Looking):
    """Photographs and fingerprint cards of one store. Safe to share between threads; a write is one transaction."""

    def __init__(self, engine: Engine, vault: Vault, keys: RecordKeys) -> None:
        super().__init__(engine, vault, keys)
        self._lock = threading.Lock()
        self._galleries: dict[Models, Galleries] = {}

    def galleries(self, models: Models) -> Galleries:
        """The galleries of this process under these models; empty until they are asked."""
        from api.biometrics.galleries import Galleries  # noqa: PLC0415 - the matchers: not for those who only load

        with self._lock:
            if models not in self._galleries:
                self._galleries[models] = Galleries(self.keys, models)
            return self._galleries[models]

    # --- adding ---

    def add(
        self, register: str, record_id: str, files: Sequence[MediaFile], occasion: Occasion | None = None
    ) -> list[Medium]:
        """Put files on a record's shelf as one encounter; they wait for their templates.

        A file that the record has already is not put twice. Raises NotFound for an unknown record and
        Conflict('encounter_exists') for an encounter of that name.
        """
        record = self.unlock(register, record_id)
        with writing(self.engine) as connection:
            self.require(connection, record.identity)
            return self.put(connection, record, files, occasion)

    def put(
        self, connection: Connection, record: Sealing, files: Sequence[MediaFile], occasion: Occasion | None = None
    ) -> list[Medium]:
        """The same in a caller's transaction, for a record that was unlocked before it began."""
        if not self.keys.holds(record.identity):  # destroyed since: the record was deleted and has come back
            raise Conflict("record_changed", "record_id")
        fresh = [f for f in files if not self.held(connection, record.identity, f.data)]
        if not fresh and occasion is None:
            return []
        occasion = occasion or Occasion(secrets.token_urlsafe(12))
        number = self._encounter(connection, record, occasion)
        return [self._medium(connection, record, number, occasion.name, file) for file in fresh]

    def unlock(self, register: str, record_id: str) -> Sealing:
        """A record's cipher, with a new key when it has none. Never inside a transaction: see ``keys``."""
        return self.unlock_identity(self.vault.blinder.identity(register, record_id))

    def unlock_identity(self, identity: bytes) -> Sealing:
        """The same for a record by its keyed hash."""
        with reading(self.engine) as connection:
            register_id = self.require(connection, identity)
        return Sealing(identity, register_id, self.keys.make(identity))

    def replace(self, register: str, record_id: str, files: Sequence[MediaFile], occasion: Occasion) -> list[Medium]:
        """Put an encounter in the place of the one of its name; raises NotFound when there is none."""
        record = self.unlock(register, record_id)
        with writing(self.engine) as connection:
            rows.forget_encounters(connection, [self.find_encounter(connection, record.identity, occasion.name)])
            return self.put(connection, record, files, occasion)

    # --- changing and deleting ---

    def set_active(self, register: str, record_id: str, name: str, active: bool) -> None:
        """Whether an encounter's templates take part in searches; raises NotFound('encounter_not_found')."""
        identity = self.vault.blinder.identity(register, record_id)
        with writing(self.engine) as connection:
            number = self.find_encounter(connection, identity, name)
            connection.execute(update(encounters).where(encounters.c.number == number).values(active=int(active)))

    def delete(self, register: str, record_id: str, number: int) -> None:
        """Delete one picture with its templates; an encounter without any picture goes with the last one."""
        identity = self.vault.blinder.identity(register, record_id)
        query = select(media.c.encounter).where(media.c.number == number, media.c.identity == identity)
        with writing(self.engine) as connection:
            encounter = connection.execute(query).scalar_one_or_none()
            if encounter is None:
                raise NotFound("media_not_found", "media")
            rows.forget_media(connection, [number])
            if (
                connection.execute(select(media.c.number).where(media.c.encounter == encounter).limit(1)).first()
                is None
            ):
                rows.forget_encounters(connection, [encounter])
            self.doom_if_empty(connection, identity)
        self.finish()

    def delete_encounter(self, register: str, record_id: str, name: str) -> None:
        """Delete an encounter with its pictures and templates; raises NotFound."""
        identity = self.vault.blinder.identity(register, record_id)
        with writing(self.engine) as connection:
            rows.forget_encounters(connection, [self.find_encounter(connection, identity, name)])
            self.doom_if_empty(connection, identity)
        self.finish()

    def doom_if_empty(self, connection: Connection, identity: bytes) -> None:
        """The key of a record that has no picture left is to be destroyed."""
        left = connection.execute(select(encounters.c.number).where(encounters.c.identity == identity).limit(1)).first()
        if left is None:
            connection.execute(delete(doomed_keys).where(doomed_keys.c.identity == identity))
            connection.execute(doomed_keys.insert().values(identity=identity))

    def forget(self, connection: Connection, identity: bytes) -> bool:
        """Delete all of a record within the transaction that deletes the record; ``finish`` after its commit."""
        return rows.forget_record(connection, identity)

    def finish(self) -> int:
        """Destroy the keys of what was deleted, also by a process that died before it could; how many there were."""
        with writing(self.engine) as connection:  # no picture is added meanwhile: see ``put``
            doomed = [bytes(i) for i in connection.execute(select(doomed_keys.c.identity)).scalars()]
            if doomed:
                self.keys.destroy(doomed)
                connection.execute(delete(doomed_keys))
        return len(doomed)

    def find_encounter(self, connection: Connection, identity: bytes, name: str) -> int:
        """The number of a record's encounter; raises NotFound('encounter_not_found')."""
        query = select(encounters.c.number).where(
            encounters.c.identity == identity, encounters.c.name == self.blind_name(identity, name)
        )
        number = connection.execute(query).scalar_one_or_none()
        if number is None:
            raise NotFound("encounter_not_found", "encounterId")
        return int(number)

    def blind_name(self, identity: bytes, name: str) -> bytes:
        """The keyed hash that stands for an encounter's identifier."""
        return self.vault.blinder.identity(identity.hex(), name)

    def close(self) -> None:
        """Let go of the keys' database."""
        self.keys.close()

    def _encounter(self, connection: Connection, record: Sealing, occasion: Occasion) -> int:
        name = self.blind_name(record.identity, occasion.name)
        where = (encounters.c.identity == record.identity) & (encounters.c.name == name)
        if connection.execute(select(encounters.c.number).where(where)).first() is not None:
            raise Conflict("encounter_exists", "encounterId")
        # a deletion that has not yet come round to destroying the key must not take this picture's key with it
        connection.execute(delete(doomed_keys).where(doomed_keys.c.identity == record.identity))
        plain = orjson.dumps({"name": occasion.name, "facts": dict(occasion.facts)})
        values = {
            "identity": record.identity,
            "register_id": record.register_id,
            "name": name,
            "active": int(occasion.active),
            "sealed": record.cipher.seal(plain, b"encounter"),
        }
        return rows.add_encounter(connection, values)

    def _medium(self, connection: Connection, record: Sealing, encounter: int, name: str, file: MediaFile) -> Medium:
        details = {
            "sha256": hashlib.sha256(file.data).hexdigest(),
            "bytes": len(file.data),
            "taken_on": file.taken_on,
            "source": file.source,
        }
        number = rows.add_media(
            connection,
            {
                "encounter": encounter,
                "identity": record.identity,
                "register_id": record.register_id,
                "kind": KINDS.index(file.kind),
                "state": int(State.WAITING),
                "digest": self.digest(record.identity, file.data),
                "details": record.cipher.seal(orjson.dumps(details), b"details"),
                "image": b"",
            },
        )
        sealed = record.cipher.seal(file.data, context("image", number))
        connection.execute(update(media).where(media.c.number == number).values(image=sealed))
        return Medium(number, name, file.kind, State.WAITING, details)

    def held(self, connection: Connection, identity: bytes, data: bytes) -> bool:
        """Whether a record has this very picture."""
        digest = self.digest(identity, data)
        query = select(media.c.number).where(media.c.identity == identity, media.c.digest == digest)
        return connection.execute(query).first() is not None

    def digest(self, identity: bytes, data: bytes) -> bytes:
        """The keyed hash by which a repeated picture is told."""
        return self.vault.blinder.identity(identity.hex(), hashlib.sha256(data).hexdigest())
